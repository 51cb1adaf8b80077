using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A regressor behind a <see cref="TargetEncoder"/>, which learns from the same training rows, so that no test row leaks into it.</summary>
/// <param name="regressor">Learns from the encoded rows.</param>
/// <param name="encoder">Encodes; not to be shared with another model.</param>
public sealed class TargetEncodedRegressor(IRegressor regressor, TargetEncoder encoder) : IRegressor
{
    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<double> targets) => regressor.Fit(encoder.FitTransform(features, targets), targets);

    /// <inheritdoc/>
    public double[] Predict(Matrix features) => regressor.Predict(encoder.Transform(features));
}
