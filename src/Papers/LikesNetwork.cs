using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// The network of paper 002 (Maheshwari): stacked dense layers with ReLU, a sigmoid at the end, binary cross-entropy, Adam.
/// The paper names neither widths nor epochs nor batch size; 64, 32 and 16 units, 200 epochs (enough to reach its training accuracy) and batches of 32 are this
/// project's reading, the rest follows Keras, which the paper used (Glorot's uniform weights, Adam with ε = 1e-7).
/// </summary>
public sealed class LikesNetwork : IClassifier
{
    private readonly ulong _seed;
    private readonly int _epochs;
    private readonly int _batchSize;
    private readonly double _learningRate;
    private readonly double _dropout;
    private int _features;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="seed">Decides the first weights, the order of rows and dropout.</param>
    /// <param name="epochs">Passes over the training rows, 1 or more.</param>
    /// <param name="batchSize">Rows per step, 1 or more.</param>
    /// <param name="learningRate">Adam's step size, above 0.</param>
    /// <param name="dropout">Share of hidden units left out in training, 0 (the paper's network) to below 1.</param>
    public LikesNetwork(ulong seed, int epochs = 200, int batchSize = 32, double learningRate = 1e-3, double dropout = 0)
    {
        Throw.IfBelow(epochs, 1);
        Throw.IfBelow(batchSize, 1);
        Throw.IfNotPositive(learningRate);
        (_seed, _epochs, _batchSize, _learningRate, _dropout) = (seed, epochs, batchSize, learningRate, dropout);
    }

    /// <summary>2 once fitted: disliked and liked.</summary>
    public int ClassCount => Module is null ? 0 : 2;

    /// <summary>The layers with their weights; null before Fit.</summary>
    public Sequential? Module { get; private set; }

    /// <summary>How training went, epoch by epoch; null before Fit.</summary>
    public History? History { get; private set; }

    /// <summary>The paper's layers: features → 64 → 32 → 16 → 1 logit, whose sigmoid is the probability of a like.</summary>
    /// <param name="features">Inputs per song, 1 or more.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <param name="dropout">Share of hidden units left out in training, 0 to below 1.</param>
    public static Sequential CreateModule(int features, ulong seed, double dropout = 0)
    {
        RandomStream weights = new(seed);
        List<Module<Tensor>> modules = [];
        int inputs = features;
        foreach (int units in (int[])[64, 32, 16])
        {
            modules.Add(new Linear(inputs, units, weights, Initialization.GlorotUniform));
            modules.Add(new Relu());
            if (dropout > 0)
            {
                modules.Add(new Dropout(dropout, weights.Split((ulong)units)));
            }

            inputs = units;
        }

        modules.Add(new Linear(inputs, 1, weights, Initialization.GlorotUniform));
        return new Sequential([.. modules]);
    }

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        LearningInput.CheckTraining(features, labels);
        Train(TensorDataset.From(features, labels), null);
    }

    /// <summary>Learns and follows loss and accuracy on rows held out, which change nothing in what is learnt.</summary>
    /// <param name="features">Scaled features of the training rows, [rows, features].</param>
    /// <param name="labels">0 (disliked) or 1 (liked) per training row.</param>
    /// <param name="validationFeatures">Features of the rows held out, scaled by what the training rows say.</param>
    /// <param name="validationLabels">0 or 1 per row held out.</param>
    public History Fit(Matrix features, ReadOnlySpan<int> labels, Matrix validationFeatures, ReadOnlySpan<int> validationLabels) =>
        Train(TensorDataset.From(features, labels), TensorDataset.From(validationFeatures, validationLabels));

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(Module, nameof(LikesNetwork));
        LearningInput.CheckPrediction(features, _features);
        Matrix logits = Module.Predict(features);
        Matrix probabilities = new(features.Rows, 2);
        for (int row = 0; row < features.Rows; row++)
        {
            double liked = Elementary.Sigmoid(logits[row, 0]);
            (probabilities[row, 0], probabilities[row, 1]) = (1 - liked, liked);
        }

        return probabilities;
    }

    private History Train(TensorDataset training, TensorDataset? validation)
    {
        RandomStream seeds = new(_seed);
        _features = training.Inputs.Shape[1];
        Sequential module = CreateModule(_features, seeds.Split(0).NextUInt64(), _dropout);
        Trainer trainer = new(module, new Adam(module.Parameters, _learningRate, epsilon: 1e-7), Loss.BinaryCrossEntropyWithLogits)
        {
            Epochs = _epochs,
            BatchSize = _batchSize,
            Seed = seeds.Split(1).NextUInt64(),
        };
        History = trainer.Fit(training, validation);
        Module = module;
        return History;
    }
}
