using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Dense layers with ReLU that predict a number by squared error, trained by Adam. Targets are brought to mean 0 and deviation 1 over the
/// training rows meanwhile; bring columns to one scale first (<see cref="StandardScaler"/>).
/// </summary>
public sealed class MultilayerPerceptronRegressor : IRegressor
{
    private readonly ulong _seed;
    private readonly MultilayerPerceptronSettings _settings;
    private Fitted? _fitted;

    /// <summary>A model that has learnt nothing yet.</summary>
    /// <param name="seed">Decides the first weights, the order of rows and dropout.</param>
    /// <param name="settings">Layers and training.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public MultilayerPerceptronRegressor(ulong seed, MultilayerPerceptronSettings? settings = null)
    {
        (_seed, _settings) = (seed, settings ?? new MultilayerPerceptronSettings());
        _settings.Check();
    }

    /// <summary>The layers with their weights; null before Fit.</summary>
    public Sequential? Module => _fitted?.Module;

    /// <summary>How training went, losses in units of the targets' variance; null before Fit.</summary>
    public History? History => _fitted?.History;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<double> targets)
    {
        LearningInput.CheckFinite(features);
        LearningInput.CheckTargets(features.Rows, targets);
        TargetScale scale = TargetScale.Of(targets);
        RandomStream seeds = new(_seed);
        Sequential module = _settings.CreateModule(features.Columns, 1, seeds.Split(0));
        History history = _settings.Train(
            module, Tensor.From(features), RowSource.Of(scale.ToUnits(targets)), Loss.MeanSquaredError, seeds.Split(1).NextUInt64());
        _fitted = new Fitted(module, history, scale, features.Columns);
    }

    /// <inheritdoc/>
    public double[] Predict(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(MultilayerPerceptronRegressor));
        LearningInput.CheckPrediction(features, _fitted.FeatureCount);
        return features.Rows == 0 ? [] : Array.ConvertAll(_fitted.Module.Predict(features).Values, _fitted.Scale.FromUnits);
    }

    private sealed record Fitted(Sequential Module, History History, TargetScale Scale, int FeatureCount);
}
