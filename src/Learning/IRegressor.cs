using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A learner that predicts a number for each row. Same seed and rows, same digits.</summary>
public interface IRegressor
{
    /// <summary>Learns from rows whose numbers are known, forgetting what was learnt before.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="targets">One finite number per row.</param>
    void Fit(Matrix features, ReadOnlySpan<double> targets);

    /// <summary>The number predicted for each row.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    double[] Predict(Matrix features);
}
