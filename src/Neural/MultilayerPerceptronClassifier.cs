using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Dense layers with ReLU that tell classes apart by softmax and cross-entropy, trained by Adam: what a network has to beat that claims its
/// structure helps. Bring columns to one scale first (<see cref="StandardScaler"/>).
/// </summary>
public sealed class MultilayerPerceptronClassifier : IClassifier
{
    private readonly ulong _seed;
    private readonly MultilayerPerceptronSettings _settings;
    private Fitted? _fitted;

    /// <summary>A model that has learnt nothing yet.</summary>
    /// <param name="seed">Decides the first weights, the order of rows and dropout.</param>
    /// <param name="settings">Layers and training.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public MultilayerPerceptronClassifier(ulong seed, MultilayerPerceptronSettings? settings = null)
    {
        (_seed, _settings) = (seed, settings ?? new MultilayerPerceptronSettings());
        _settings.Check();
    }

    /// <inheritdoc/>
    public int ClassCount => _fitted?.ClassCount ?? 0;

    /// <summary>The layers with their weights, an output for every class that has training rows; null before Fit.</summary>
    public Sequential? Module => _fitted?.Module;

    /// <summary>How training went; null before Fit and in a model from a file.</summary>
    public History? History => _fitted?.History;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        int[] numbers = labels.ToArray(), present = [.. numbers.Distinct().Order()];
        RandomStream seeds = new(_seed);
        Sequential module = _settings.CreateModule(features.Columns, present.Length, seeds.Split(0));
        IndexTensor targets = IndexTensor.From(Array.ConvertAll(numbers, label => Array.BinarySearch(present, label)), numbers.Length);
        History history = _settings.Train(module, Tensor.From(features), RowSource.Of(targets), Loss.CrossEntropy(), seeds.Split(1).NextUInt64());
        _fitted = new Fitted(module, history, classCount, present, features.Columns);
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(MultilayerPerceptronClassifier));
        LearningInput.CheckPrediction(features, _fitted.FeatureCount);
        Matrix probabilities = new(features.Rows, _fitted.ClassCount);
        if (features.Rows == 0)
        {
            return probabilities;
        }

        Matrix logits = _fitted.Module.Predict(features);
        double[] shares = new double[logits.Columns];
        for (int row = 0; row < features.Rows; row++)
        {
            LogisticObjective.Softmax(logits.Row(row), shares);
            for (int place = 0; place < shares.Length; place++)
            {
                probabilities[row, _fitted.Present[place]] = shares[place];
            }
        }

        return probabilities;
    }

    /// <summary>The classes that the outputs stand for, in ascending order, and how many classes and columns there are.</summary>
    internal (int[] Present, int ClassCount, int FeatureCount) Shape => (_fitted!.Present, _fitted.ClassCount, _fitted.FeatureCount);

    /// <summary>Takes a module with weights from a file as if it had been trained here; how training went is not known then.</summary>
    internal void Restore(Sequential module, int[] present, int classCount, int featureCount) => _fitted = new Fitted(module, null, classCount, present, featureCount);

    private sealed record Fitted(Sequential Module, History? History, int ClassCount, int[] Present, int FeatureCount);
}
