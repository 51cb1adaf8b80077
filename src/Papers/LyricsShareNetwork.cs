using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// What an expert makes of paper 001's network: features → 256 → shares of sixteen topics. It is taught the topic weights of the training songs, from which
/// their topics were read off, instead of the topics alone: where two topics are nearly even, the label is a coin toss that a network
/// taught labels learns by heart. One hidden layer with dropout 0.5, weight decay 0.1, and a rate that falls to nothing: chosen on splits of training songs.
/// </summary>
public sealed class LyricsShareNetwork
{
    private const int Hidden = 256;
    private static readonly int[] s_topics = [.. LyricsSongs.TopicNames.Select(name => LyricsSongs.TopicWeightNames.ToList().IndexOf(name))];
    private readonly ulong _seed;
    private readonly int _epochs;
    private int _features;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="seed">Decides first weights, the order of songs and dropout.</param>
    /// <param name="epochs">Passes over the training songs, 1 or more.</param>
    public LyricsShareNetwork(ulong seed, int epochs = 20)
    {
        Throw.IfBelow(epochs, 1);
        (_seed, _epochs) = (seed, epochs);
    }

    /// <summary>The layers with their weights; null before Fit.</summary>
    public Module<SparseTensor>? Module { get; private set; }

    /// <summary>How training went; null before Fit.</summary>
    public History? History { get; private set; }

    /// <summary>The network as a model of <see cref="LyricsStudy"/>, on single words that stand in two training songs or more.</summary>
    public static LyricsModel Model { get; } = new("our network", (corpus, split, seed) =>
    {
        LyricsFeatures features = LyricsFeatures.Of(corpus, split, LyricsTopics.WordFeatures);
        LyricsShareNetwork network = new(seed);
        network.Fit(features.Train, corpus.TopicWeights.SelectRows(split.Train));
        return new LyricsPrediction(network.PredictProbabilities(features.Test), [network.History!]);
    });

    /// <summary>Learns from songs whose topic weights are known.</summary>
    /// <param name="features">Features of the songs, [songs, features].</param>
    /// <param name="topicWeights">Their weights in the order of <see cref="LyricsSongs.TopicWeightNames"/>, [songs, 16]: 0 or more, of every song some above 0.</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or weights are no shares.</exception>
    public void Fit(SparseMatrix features, Matrix topicWeights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(topicWeights);
        Throw.IfEmpty(features.Rows, nameof(features));
        Throw.IfLengthsDiffer(features.Rows, "features (rows)", topicWeights.Rows, "topicWeights (rows)");
        Throw.IfLengthsDiffer(topicWeights.Columns, "topicWeights (columns)", LyricsSongs.TopicWeightNames.Count, nameof(LyricsSongs.TopicWeightNames));
        RandomStream seeds = new(_seed), weights = seeds.Split(0);
        Sequential<SparseTensor> module = new(
            new SparseLinear(features.Columns, Hidden, weights, Activation.Relu), new Dropout(0.5, seeds.Split(1)),
            new Linear(Hidden, topicWeights.Columns, weights));
        AdamW optimizer = new(module.Parameters, 1e-3, weightDecay: 0.1);
        Trainer trainer = new(module, optimizer)
        {
            Epochs = _epochs,
            BatchSize = 32,
            Seed = seeds.Split(2).NextUInt64(),
            Schedule = new CosineSchedule(optimizer, _epochs),
        };
        History = trainer.Fit(Objective.Supervised(
            module, RowSource.Of(features), RowSource.Of(Shares(topicWeights)), Loss.CrossEntropyOfProbabilities()));
        (Module, _features) = (module, features.Columns);
    }

    /// <summary>The probability of each of the eight topics, [songs, 8]: their shares of what the network gives to all eight.</summary>
    /// <param name="features">Features of songs, [songs, features].</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    public Matrix PredictProbabilities(SparseMatrix features)
    {
        Throw.IfNotFitted(Module, nameof(LyricsShareNetwork));
        LearningInput.CheckPrediction(features, _features);
        Matrix probabilities = new(features.Rows, s_topics.Length);
        if (features.Rows == 0)
        {
            return probabilities;
        }

        Matrix logits = Module.Predict(RowSource.Of(features)).SelectColumns(s_topics);
        for (int row = 0; row < logits.Rows; row++)
        {
            LogisticObjective.Softmax(logits.Row(row), probabilities.Row(row));
        }

        return probabilities;
    }

    private static Tensor Shares(Matrix topicWeights)
    {
        float[] shares = new float[topicWeights.Values.Length];
        for (int song = 0; song < topicWeights.Rows; song++)
        {
            Span<double> weights = topicWeights.Row(song);
            double sum = 0;
            foreach (double weight in weights)
            {
                Throw.IfOutside(weight, 0, double.MaxValue, $"weight in {nameof(topicWeights)} row {song}");
                sum += weight;
            }

            Throw.IfNotPositive(sum, $"sum of {nameof(topicWeights)} row {song}");
            for (int topic = 0; topic < weights.Length; topic++)
            {
                shares[(song * weights.Length) + topic] = (float)(weights[topic] / sum);
            }
        }

        return Tensor.From(shares, topicWeights.Rows, topicWeights.Columns);
    }
}
