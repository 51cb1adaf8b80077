using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// The recommender of paper 004 (Surolia 2022): frozen artist vector ⊕ frozen track embedding → "three Linear layers: Linear (32, ReLU) and the final
/// Linear (1, sigmoid)", read as 32 → 32 → 1; binary cross-entropy, Adam, early stopping on rows kept aside from the training rows, a rate that is halved
/// when their loss stands still.
/// </summary>
public sealed class ArtistTrackRecommender : IClassifier
{
    private const string Architecture = nameof(ArtistTrackRecommender);
    private const double ValidationShare = 0.1;
    private const int Hidden = 32;

    private readonly ulong _seed;
    private readonly int _epochs;
    private readonly int _batchSize;
    private readonly double _learningRate;
    private int _features;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="seed">Decides first weights, the rows kept aside and the order of rows.</param>
    /// <param name="epochs">Passes over the training rows at most, 1 or more.</param>
    /// <param name="batchSize">Rows per step, 1 or more.</param>
    /// <param name="learningRate">Adam's first step size, above 0.</param>
    public ArtistTrackRecommender(ulong seed, int epochs = 200, int batchSize = 32, double learningRate = 1e-3)
    {
        Throw.IfBelow(epochs, 1);
        Throw.IfBelow(batchSize, 1);
        Throw.IfNotPositive(learningRate);
        (_seed, _epochs, _batchSize, _learningRate) = (seed, epochs, batchSize, learningRate);
    }

    /// <summary>2 once fitted: disliked and liked.</summary>
    public int ClassCount => Module is null ? 0 : 2;

    /// <summary>The layers with their weights; null before Fit.</summary>
    public Sequential? Module { get; private set; }

    /// <summary>How training went, epoch by epoch; null before Fit and after Load.</summary>
    public History? History { get; private set; }

    /// <summary>The layers: inputs → 32 → 32 → 1 logit, whose sigmoid is the probability of a like.</summary>
    /// <param name="inputs">Numbers of an artist's vector and a track's embedding together, 1 or more.</param>
    /// <param name="seed">Decides the weights.</param>
    public static Sequential CreateModule(int inputs, ulong seed)
    {
        RandomStream random = new(seed);
        return new Sequential(new Linear(inputs, Hidden, random), new Relu(), new Linear(Hidden, Hidden, random), new Relu(), new Linear(Hidden, 1, random));
    }

    /// <inheritdoc/>
    /// <param name="features">Such as <see cref="ArtistTrackInputs.ArtistAndTrack"/>, [songs, numbers].</param>
    /// <param name="labels">0 (disliked) or 1 (liked) per song.</param>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckLikes(features, labels);
        RandomStream seeds = new(_seed);
        Sequential module = CreateModule(features.Columns, seeds.Split(0).NextUInt64());
        bool stopsEarly = features.Rows >= 2;
        int[] all = [.. Enumerable.Range(0, features.Rows)];
        Split split = stopsEarly ? Splits.Random(features.Rows, ValidationShare, seeds.Split(1).NextUInt64()) : new Split(all, []);
        int[] own = labels.ToArray();
        Adam adam = new(module.Parameters, _learningRate);
        Trainer trainer = new(module, adam, Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = _epochs,
            BatchSize = _batchSize,
            Seed = seeds.Split(2).NextUInt64(),
            Patience = stopsEarly ? 15 : null,
            Schedule = new PlateauSchedule(adam, factor: 0.5, patience: 5),
        };
        History = trainer.Fit(Rows(split.Train), stopsEarly ? Rows(split.Test) : null);
        (Module, _features) = (module, features.Columns);

        TensorDataset Rows(int[] rows) => TensorDataset.From(features.SelectRows(rows), Array.ConvertAll(rows, row => own[row]));
    }

    /// <summary>Saves the layers as a model file.</summary>
    /// <param name="path">Where to; customarily it ends in ".safetensors".</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        Throw.IfNotFitted(Module, nameof(ArtistTrackRecommender));
        ModelFile.Save(path, Module, new ModelMetadata { Architecture = Architecture, Seed = _seed });
    }

    /// <summary>Loads a network that gives the digits of the one that was saved; epochs, batches and rate are the defaults.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or holds another kind of model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ArtistTrackRecommender Load(string path)
    {
        StateDictionary state = ModelFile.Read(path, out ModelMetadata metadata);
        if (metadata.Architecture != Architecture || state.Shapes.Count == 0 || state.Shapes[0].Shape.Rank != 2)
        {
            throw new ModelFileException(path, $"it holds '{metadata.Architecture ?? "a model of no name"}'; needed: {Architecture} with its layers.");
        }

        int inputs = state.Shapes[0].Shape[1];
        Sequential module = CreateModule(inputs, 0);
        if (StateDictionary.FindMismatch(new StateDictionary(module).Shapes, state.Shapes) is string mismatch)
        {
            throw new ModelFileException(path, $"it does not fit {Architecture}: {mismatch}");
        }

        state.CopyTo(module);
        return new ArtistTrackRecommender(metadata.Seed ?? 0) { Module = module, _features = inputs };
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(Module, nameof(ArtistTrackRecommender));
        LearningInput.CheckPrediction(features, _features);
        Matrix probabilities = new(features.Rows, 2);
        if (features.Rows == 0)
        {
            return probabilities;
        }

        Matrix logits = Module.Predict(features);
        for (int row = 0; row < features.Rows; row++)
        {
            double liked = Elementary.Sigmoid(logits[row, 0]);
            (probabilities[row, 0], probabilities[row, 1]) = (1 - liked, liked);
        }

        return probabilities;
    }
}
