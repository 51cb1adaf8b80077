using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// A music-embedding network of paper 004 (Surolia 2022): features, each brought to mean 0 and deviation 1 over the training rows → one hidden layer with
/// ReLU → softmax over genres or artists. What the hidden layer says of a track is the track's embedding. Adam, early stopping on rows kept aside from
/// the training rows, and a rate that is halved when their loss stands still.
/// </summary>
public sealed class TrackEmbeddingNetwork : IClassifier
{
    /// <summary>The largest number of classes, so that a wrong label takes no memory without bounds.</summary>
    internal const int MostClasses = 1_000_000;

    private readonly ulong _seed;
    private Fitted? _fitted;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="seed">Decides first weights, the rows kept aside and the order of rows.</param>
    /// <param name="settings">Sizes and training; null for <see cref="TrackEmbeddingSettings.Genre"/>.</param>
    public TrackEmbeddingNetwork(ulong seed, TrackEmbeddingSettings? settings = null)
    {
        Settings = settings ?? TrackEmbeddingSettings.Genre;
        Settings.Check();
        _seed = seed;
    }

    /// <summary>Sizes and training.</summary>
    public TrackEmbeddingSettings Settings { get; }

    /// <inheritdoc/>
    public int ClassCount => _fitted?.ClassCount ?? 0;

    /// <summary>How training went, epoch by epoch; accuracy counts a row as right when its likeliest class is one of its own. Null before Fit and after Load.</summary>
    public History? History { get; private set; }

    /// <summary>The layers with their weights: features → hidden → one output for each class that training rows had. Null before Fit.</summary>
    public Module<Tensor>? Module => _fitted?.Layers.Module;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        Train(features, Array.ConvertAll(labels.ToArray(), label => (int[])[label]), classCount);
    }

    /// <summary>Learns from rows that may have several classes each.</summary>
    /// <param name="features">Finite numbers, [rows, features].</param>
    /// <param name="labelSets">The classes of each row, one or more, no two alike, 0 to 999,999: the paper has 70,000 artists.</param>
    /// <exception cref="ArgumentException">Rows and sets differ in number; a set is empty, or holds a class twice or one out of range.</exception>
    public void Fit(Matrix features, IReadOnlyList<int[]> labelSets)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labelSets);
        LearningInput.CheckFinite(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        Throw.IfLengthsDiffer(features.Rows, "features (rows)", labelSets.Count, nameof(labelSets));
        int largest = labelSets.Select((set, row) => Checked(set, row).Max()).Max();
        Train(features, [.. labelSets], largest + 1);
    }

    /// <summary>What the hidden layer says of each track, [tracks, <see cref="TrackEmbeddingSettings.HiddenSize"/>], 0 or more each.</summary>
    /// <param name="features">As many columns as in training, [tracks, features].</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    public Matrix Embed(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(TrackEmbeddingNetwork));
        LearningInput.CheckPrediction(features, _fitted.Shift.Length);
        return features.Rows == 0
            ? new Matrix(0, Settings.HiddenSize)
            : _fitted.Layers.Hidden.Predict(_fitted.Scale(features));
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(TrackEmbeddingNetwork));
        LearningInput.CheckPrediction(features, _fitted.Shift.Length);
        Matrix probabilities = new(features.Rows, _fitted.ClassCount);
        if (features.Rows == 0)
        {
            return probabilities;
        }

        Matrix outputs = _fitted.Layers.Module.Predict(_fitted.Scale(features));
        double[] shares = new double[outputs.Columns];
        for (int row = 0; row < outputs.Rows; row++)
        {
            LogisticObjective.Softmax(outputs.Row(row), shares);
            for (int place = 0; place < shares.Length; place++)
            {
                probabilities[row, _fitted.Present[place]] = shares[place];
            }
        }

        return probabilities;
    }

    /// <summary>Saves all that was learnt as a model file: weights, and the features' means and deviations.</summary>
    /// <param name="path">Where to; customarily it ends in ".safetensors".</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        Throw.IfNotFitted(_fitted, nameof(TrackEmbeddingNetwork));
        TrackEmbeddingFile.Save(path, _fitted, _seed);
    }

    /// <summary>Loads a network that gives the digits of the one that was saved. Its <see cref="Settings"/> are the defaults but for the hidden size.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or holds another kind of model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrackEmbeddingNetwork Load(string path)
    {
        (Fitted fitted, int hiddenSize, ulong seed) = TrackEmbeddingFile.Load(path);
        return new TrackEmbeddingNetwork(seed, new TrackEmbeddingSettings { HiddenSize = hiddenSize }) { _fitted = fitted };
    }

    private void Train(Matrix features, int[][] sets, int classCount)
    {
        int[] present = [.. sets.SelectMany(set => set).Distinct().Order()];
        int[] places = new int[classCount];
        for (int place = 0; place < present.Length; place++)
        {
            places[present[place]] = place;
        }

        int[][] targets = Array.ConvertAll(sets, set => Array.ConvertAll(set, label => places[label]));
        RandomStream seeds = new(_seed);
        StandardScaler scaler = new();
        scaler.Fit(features);
        Layers layers = Layers.Create(features.Columns, Settings.HiddenSize, present.Length, new RandomStream(seeds.Split(0).NextUInt64()), Settings.Dropout);
        Fitted fitted = new(layers, scaler.Means!, scaler.Factors!, present, classCount);
        Matrix scaled = fitted.Scale(features);
        bool stopsEarly = Settings.ValidationShare > 0 && features.Rows >= 2;
        Split split = stopsEarly
            ? Splits.Random(features.Rows, Settings.ValidationShare, seeds.Split(1).NextUInt64())
            : new Split([.. Enumerable.Range(0, features.Rows)], []);
        Adam adam = new(layers.Module.Parameters, Settings.LearningRate);
        Trainer trainer = new(layers.Module, adam)
        {
            Epochs = Settings.Epochs,
            BatchSize = Settings.BatchSize,
            Seed = seeds.Split(2).NextUInt64(),
            Patience = stopsEarly ? Settings.Patience : null,
            Schedule = new PlateauSchedule(adam, factor: 0.5, patience: Settings.SchedulePatience),
        };
        History = trainer.Fit(Rows(split.Train), stopsEarly ? Rows(split.Test) : null);
        _fitted = fitted;

        LabelSetObjective Rows(int[] rows) => new(
            layers.Module, Tensor.From(scaled.SelectRows(rows)), Array.ConvertAll(rows, row => targets[row]), present.Length, Settings.Loss);
    }

    private static int[] Checked(int[] set, int row)
    {
        ArgumentNullException.ThrowIfNull(set);
        Throw.IfEmpty(set.Length, $"labelSets[{row}]");
        for (int place = 0; place < set.Length; place++)
        {
            Throw.IfOutside(set[place], 0, MostClasses - 1, $"labelSets[{row}][{place}]");
            if (Array.IndexOf(set, set[place]) != place)
            {
                throw new ArgumentException($"labelSets[{row}] holds class {set[place]} twice; a row has a class once or not.", nameof(set));
            }
        }

        return set;
    }

    /// <summary>The whole network, and its part up to the hidden layer, which shares the same weights.</summary>
    internal sealed record Layers(Sequential Module, Sequential Hidden)
    {
        public static Layers Create(int features, int hidden, int outputs, RandomStream random, double dropout)
        {
            Linear first = new(features, hidden, random), last = new(hidden, outputs, random);
            return new Layers(
                dropout > 0 ? new Sequential(first, new Relu(), new Dropout(dropout, random.Split(1)), last) : new Sequential(first, new Relu(), last),
                new Sequential(first, new Relu()));
        }
    }

    /// <summary>What was learnt; classes that training rows had not have no output.</summary>
    internal sealed record Fitted(Layers Layers, double[] Shift, double[] Factor, int[] Present, int ClassCount)
    {
        public Matrix Scale(Matrix features) => StandardScaler.ShiftAndScale(features, Shift, Factor);
    }
}
