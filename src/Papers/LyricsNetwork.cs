using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// One of the networks of paper 001 (Sangphet, Liang and Takada 2025) with its training: cross-entropy, Adam, batches of 32, PyTorch's
/// first weights. What the paper leaves open (sizes and epochs of the Transformer, rates) is as in the authors' public notebooks.
/// </summary>
public sealed class LyricsNetwork : IClassifier<SparseMatrix>
{
    private const int BatchSize = 32;
    private readonly LyricsArchitecture _architecture;
    private readonly ulong _seed;
    private readonly int? _epochs;
    private int _features;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="architecture">Which one.</param>
    /// <param name="seed">Decides first weights, the order of songs and dropout.</param>
    /// <param name="epochs">Passes over the training songs in the last (or only) phase, 1 or more; null for the paper's.</param>
    public LyricsNetwork(LyricsArchitecture architecture, ulong seed, int? epochs = null)
    {
        Throw.IfUndefined(architecture);
        Throw.IfBelow(epochs ?? 1, 1, nameof(epochs));
        (_architecture, _seed, _epochs) = (architecture, seed, epochs);
    }

    /// <inheritdoc/>
    public int ClassCount { get; private set; }

    /// <summary>The layers with their weights; null before Fit.</summary>
    public Module<SparseTensor>? Module { get; private set; }

    /// <summary>How training went, epoch by epoch, one history for each phase; empty before Fit.</summary>
    public IReadOnlyList<History> Histories { get; private set; } = [];

    /// <summary>The layers of <paramref name="architecture"/> with their first weights.</summary>
    /// <param name="architecture">Which network.</param>
    /// <param name="features">Numbers per song, 1 or more; 5,000 in the paper.</param>
    /// <param name="classes">Topics, 1 or more; 8 in the paper.</param>
    /// <param name="seed">Decides weights and dropout.</param>
    public static Module<SparseTensor> CreateModule(LyricsArchitecture architecture, int features, int classes, ulong seed)
    {
        Throw.IfUndefined(architecture);
        return Layers.Create(architecture, features, classes, seed).Module;
    }

    /// <inheritdoc/>
    /// <remarks>The fine-tuned network's schedule watches the training loss.</remarks>
    public void Fit(SparseMatrix features, ReadOnlySpan<int> labels) => Train(features, labels, null, default);

    /// <summary>
    /// Learns and follows loss and accuracy on songs held out. They change nothing in what is learnt, but for
    /// <see cref="LyricsArchitecture.FineTuned"/>: its schedule then watches their loss, as in the authors' notebook, whose held-out songs were the test songs.
    /// </summary>
    /// <param name="features">Features of the training songs, [songs, features].</param>
    /// <param name="labels">The topic of each.</param>
    /// <param name="heldOut">Features of the songs held out, as many columns.</param>
    /// <param name="heldOutLabels">The topic of each, one that training songs have.</param>
    public void Fit(SparseMatrix features, ReadOnlySpan<int> labels, SparseMatrix heldOut, ReadOnlySpan<int> heldOutLabels)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        Train(features, labels, heldOut, heldOutLabels);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// <see cref="LyricsArchitecture.TransformerAcrossBatch"/> takes the songs of each batch of prediction (256) for one sequence, so what it says of a
    /// song depends on the others of its batch; the authors' evaluation took all songs for one.
    /// </remarks>
    public Matrix PredictProbabilities(SparseMatrix features)
    {
        Throw.IfNotFitted(Module, nameof(LyricsNetwork));
        LearningInput.CheckPrediction(features, _features);
        if (features.Rows == 0)
        {
            return new Matrix(0, ClassCount);
        }

        Matrix probabilities = Module.Predict(RowSource.Of(features));
        for (int row = 0; row < probabilities.Rows; row++)
        {
            LogisticObjective.Softmax(probabilities.Row(row).ToArray(), probabilities.Row(row));
        }

        return probabilities;
    }

    private void Train(SparseMatrix features, ReadOnlySpan<int> labels, SparseMatrix? heldOut, ReadOnlySpan<int> heldOutLabels)
    {
        int classes = LearningInput.CheckTraining(features, labels);
        Layers layers = Layers.Create(_architecture, features.Columns, classes, new RandomStream(_seed).Split(0).NextUInt64());
        Objective training = ToObjective(layers.Module, features, labels);
        Objective? validation = null;
        if (heldOut is not null)
        {
            LearningInput.CheckPrediction(heldOut, features.Columns);
            Throw.IfOutside(LearningInput.CheckTraining(heldOut, heldOutLabels), 1, classes, "number of classes held out");
            validation = ToObjective(layers.Module, heldOut, heldOutLabels);
        }

        List<History> histories = [];
        if (_architecture == LyricsArchitecture.FineTuned)
        {
            Array.ForEach(layers.Hidden, layer => layer.Freeze());
            histories.Add(Fit(new Adam(layers.Last.Parameters, 1e-3), epochs: 10, null));
            Array.ForEach(layers.Hidden, layer => layer.Unfreeze());
            Adam adam = new(layers.Module.Parameters, 1e-4);
            histories.Add(Fit(adam, _epochs ?? 20, new PlateauSchedule(adam, factor: 0.5, patience: 3)));
        }
        else
        {
            histories.Add(Fit(new Adam(layers.Module.Parameters), _epochs ?? (layers.Module is LyricsTransformer ? 15 : 20), null));
        }

        (Module, Histories, ClassCount, _features) = (layers.Module, histories, classes, features.Columns);

        History Fit(Adam adam, int epochs, Schedule? schedule) => new Trainer(layers.Module, adam)
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            Seed = new RandomStream(_seed).Split((ulong)histories.Count + 1).NextUInt64(),
            Schedule = schedule,
        }.Fit(training, validation);
    }

    private static SupervisedObjective<SparseTensor, IndexTensor> ToObjective(Module<SparseTensor> module, SparseMatrix features, ReadOnlySpan<int> labels) =>
        Objective.Supervised(module, RowSource.Of(features), RowSource.Of(IndexTensor.From(labels.ToArray(), labels.Length)), Loss.CrossEntropy());

    /// <summary>A network whose last layer can learn alone.</summary>
    private sealed record Layers(Module<SparseTensor> Module, Module[] Hidden, Module Last)
    {
        public static Layers Create(LyricsArchitecture architecture, int features, int classes, ulong seed)
        {
            RandomStream random = new(seed);
            if (architecture is LyricsArchitecture.Transformer or LyricsArchitecture.TransformerAcrossBatch)
            {
                LyricsTransformer transformer = new(features, classes, random, architecture == LyricsArchitecture.TransformerAcrossBatch);
                return new Layers(transformer, [], transformer);
            }

            SparseLinear first = new(features, 256, random, Activation.Relu);
            Linear second = new(256, 128, random), last = new(128, classes, random);
            return new Layers(
                architecture == LyricsArchitecture.FineTuned
                    ? new Sequential<SparseTensor>(first, new Dropout(0.3, random.Split(1)), second, new Relu(), new Dropout(0.3, random.Split(2)), last)
                    : new Sequential<SparseTensor>(first, second, new Relu(), last),
                [first, second],
                last);
        }
    }
}
