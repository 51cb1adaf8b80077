using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Transformers and a regressor behind one <see cref="IRegressor"/>, as <see cref="Pipeline"/> has it for classifiers: all learn from the same training rows.</summary>
public sealed class RegressionPipeline : IRegressor
{
    private readonly IRegressor _regressor;
    private readonly ITransformer[] _transformers;

    /// <summary>A pipeline that applies <paramref name="transformers"/> in order and then <paramref name="regressor"/>.</summary>
    /// <param name="regressor">Learns from the transformed rows.</param>
    /// <param name="transformers">Applied in this order; may be none.</param>
    public RegressionPipeline(IRegressor regressor, params ITransformer[] transformers)
    {
        ArgumentNullException.ThrowIfNull(regressor);
        ArgumentNullException.ThrowIfNull(transformers);
        (_regressor, _transformers) = (regressor, [.. transformers]);
    }

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<double> targets)
    {
        // Bad targets are refused before any transformer has changed.
        LearningInput.CheckFiniteOrMissing(features);
        LearningInput.CheckTargets(features.Rows, targets);
        _regressor.Fit(_transformers.FitTransform(features), targets);
    }

    /// <inheritdoc/>
    public double[] Predict(Matrix features) => _regressor.Predict(_transformers.Transform(features));
}

/// <summary>Transformers one after another.</summary>
internal static class TransformerChain
{
    public static Matrix FitTransform(this ITransformer[] transformers, Matrix features)
    {
        Matrix transformed = features;
        foreach (ITransformer transformer in transformers)
        {
            transformer.Fit(transformed);
            transformed = transformer.Transform(transformed);
        }

        return transformed;
    }

    public static Matrix Transform(this ITransformer[] transformers, Matrix features)
    {
        Matrix transformed = features;
        foreach (ITransformer transformer in transformers)
        {
            transformed = transformer.Transform(transformed);
        }

        return transformed;
    }
}
