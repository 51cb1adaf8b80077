using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Paper 000's network (Raman, Raj and More) with its training: predicts popularity, or tells popular songs from others. Words, scales and
/// everything else are learnt from training songs alone.
/// </summary>
public sealed class PopularityNetwork
{
    private readonly ulong _seed;
    private Learnt? _learnt;
    private ulong _continued;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="seed">Decides the first weights, the order of songs and dropout.</param>
    /// <param name="settings">What the paper leaves open; null for this project's reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public PopularityNetwork(ulong seed, PopularityNetworkSettings? settings = null)
    {
        (_seed, Settings) = (seed, settings ?? new PopularityNetworkSettings());
        Settings.Check();
    }

    private PopularityNetwork(ulong seed, PopularityNetworkSettings settings, Learnt learnt)
        : this(seed, settings) => _learnt = learnt;

    /// <summary>What the paper leaves open.</summary>
    public PopularityNetworkSettings Settings { get; }

    /// <summary>From which popularity on a song counts as popular; null before Fit and where popularity itself is predicted.</summary>
    public int? Cut => _learnt?.Cut;

    /// <summary>The layers with their weights; null before Fit.</summary>
    public PopularityLstm? Module => _learnt?.Module;

    /// <summary>
    /// How the last training went, epoch by epoch; null before Fit and for a network from a file. Losses of popularity are squared errors in
    /// units of the training songs' variance: 1 is what their mean reaches.
    /// </summary>
    public History? History { get; private set; }

    /// <summary>The names of the numbers that go in, in their order.</summary>
    public IReadOnlyList<string> ColumnNames => PopularityInputs.NamesOf(Settings.IncludesPopularity);

    /// <summary>The words that the network has a vector of its own for, in the order of their characters; empty before Fit.</summary>
    public IReadOnlyList<string> Words => _learnt?.Inputs.Words.Words ?? [];

    internal Learnt State
    {
        get
        {
            Throw.IfNotFitted(_learnt, nameof(PopularityNetwork));
            return _learnt;
        }
    }

    internal ulong Seed => _seed;

    /// <summary>Learns to predict popularity by squared error, forgetting what was learnt before.</summary>
    /// <param name="songs">Songs.</param>
    /// <param name="trainingRows">Those to learn from, one or more; a row named twice counts twice.</param>
    /// <param name="heldOutRows">Songs to follow the loss on, which change nothing in what is learnt; none by default.</param>
    /// <exception cref="ArgumentException">There are no training rows, or a row is none of the songs'.</exception>
    public void Fit(PopularitySongs songs, ReadOnlySpan<int> trainingRows, ReadOnlySpan<int> heldOutRows = default) =>
        FitAnew(songs, trainingRows, null, heldOutRows);

    /// <summary>Learns to tell popular songs from others, forgetting what was learnt before.</summary>
    /// <param name="songs">Songs.</param>
    /// <param name="trainingRows">Those to learn from, one or more; a row named twice counts twice.</param>
    /// <param name="cut">From which popularity on a song is popular, 0 to 100.</param>
    /// <param name="heldOutRows">Songs to follow loss and accuracy on, which change nothing in what is learnt; none by default.</param>
    /// <inheritdoc cref="Fit(PopularitySongs, ReadOnlySpan{int}, ReadOnlySpan{int})" path="/exception"/>
    public void Fit(PopularitySongs songs, ReadOnlySpan<int> trainingRows, int cut, ReadOnlySpan<int> heldOutRows = default)
    {
        Throw.IfOutside(cut, 0, 100);
        FitAnew(songs, trainingRows, cut, heldOutRows);
    }

    /// <summary>
    /// Goes on learning from more songs, from the weights there are: the paper's continued training. Words and scales stay those of the first
    /// songs, words that are new stay unknown, and Adam starts without a memory.
    /// </summary>
    /// <param name="songs">Songs, of the same data set or of another one.</param>
    /// <param name="trainingRows">Those to learn from, one or more.</param>
    /// <param name="epochs">Passes over them, 1 or more; null for as many as at first.</param>
    /// <param name="learningRate">Adam's step size, above 0; null for the first one.</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    /// <exception cref="ArgumentException">There are no training rows, or a row is none of the songs'.</exception>
    public void ContinueFit(PopularitySongs songs, ReadOnlySpan<int> trainingRows, int? epochs = null, double? learningRate = null)
    {
        Learnt learnt = State;
        CheckRows(songs, trainingRows, nameof(trainingRows));
        PopularityNetworkSettings settings = Settings with { Epochs = epochs ?? Settings.Epochs, LearningRate = learningRate ?? Settings.LearningRate };
        settings.Check();
        _continued++;
        History = Train(learnt, settings, songs, trainingRows, default, new RandomStream(_seed).Split(1 + _continued).NextUInt64());
    }

    /// <summary>The popularity predicted for each row; around 0 to 100, though nothing keeps it there.</summary>
    /// <exception cref="InvalidOperationException">The network has not been fitted, or tells popular songs from others.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is none of the songs'.</exception>
    public double[] Predict(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        Learnt learnt = State;
        if (learnt.Cut is int cut)
        {
            throw new InvalidOperationException($"The network was fitted to tell songs of popularity {cut} and more from others; ask {nameof(PredictProbabilities)}.");
        }

        return Array.ConvertAll(Outputs(songs, rows), learnt.Scale.FromUnits);
    }

    /// <summary>The probabilities that each row is not popular and that it is, [rows, 2].</summary>
    /// <exception cref="InvalidOperationException">The network has not been fitted, or predicts popularity itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is none of the songs'.</exception>
    public Matrix PredictProbabilities(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        if (State.Cut is null)
        {
            throw new InvalidOperationException($"The network was fitted to predict popularity; ask {nameof(Predict)}, or fit it with a cut.");
        }

        Matrix probabilities = new(rows.Length, 2);
        double[] outputs = Outputs(songs, rows);
        for (int row = 0; row < outputs.Length; row++)
        {
            double popular = Elementary.Sigmoid(outputs[row]);
            (probabilities[row, 0], probabilities[row, 1]) = (1 - popular, popular);
        }

        return probabilities;
    }

    /// <summary>Writes all that was learnt to a model file (safetensors).</summary>
    /// <param name="path">Where to; an older file is replaced only when the new one is complete.</param>
    /// <param name="dataHash">A hash of the data, to be kept with it; null for none.</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, string? dataHash = null) => PopularityNetworkFile.Save(path, this, dataHash);

    /// <summary>A network that predicts to the digit as the one that was saved.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PopularityNetwork Load(string path)
    {
        (ulong seed, PopularityNetworkSettings settings, Learnt learnt) = PopularityNetworkFile.Load(path);
        return new PopularityNetwork(seed, settings, learnt);
    }

    internal static void CheckRows(PopularitySongs songs, ReadOnlySpan<int> rows, string name)
    {
        ArgumentNullException.ThrowIfNull(songs);
        for (int place = 0; place < rows.Length; place++)
        {
            if ((uint)rows[place] >= (uint)songs.Count)
            {
                Throw.OutOfRange($"{name}[{place}]", rows[place], $"0 to {songs.Count - 1}");
            }
        }
    }

    private void FitAnew(PopularitySongs songs, ReadOnlySpan<int> trainingRows, int? cut, ReadOnlySpan<int> heldOutRows)
    {
        CheckRows(songs, trainingRows, nameof(trainingRows));
        CheckRows(songs, heldOutRows, nameof(heldOutRows));
        Throw.IfEmpty(trainingRows.Length, nameof(trainingRows));
        PopularityInputs inputs = PopularityInputs.Learn(songs, trainingRows, Settings.IncludesPopularity);
        TargetScale scale = TargetScale.Of(Popularity(songs, trainingRows));
        RandomStream seeds = new(_seed);
        PopularityLstm module = new(inputs.Words.Count, inputs.ColumnCount, seeds.Split(0), Settings);
        Learnt learnt = new(module, inputs, scale, cut);
        History history = Train(learnt, Settings, songs, trainingRows, heldOutRows, seeds.Split(1).NextUInt64());
        (_learnt, History, _continued) = (learnt, history, 0);
    }

    private static History Train(
        Learnt learnt, PopularityNetworkSettings settings, PopularitySongs songs, ReadOnlySpan<int> trainingRows, ReadOnlySpan<int> heldOutRows, ulong seed)
    {
        Throw.IfEmpty(trainingRows.Length, nameof(trainingRows));
        Trainer trainer = new(learnt.Module, new Adam(learnt.Module.Parameters, settings.LearningRate))
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            Seed = seed,
        };
        return trainer.Fit(Objective(trainingRows), heldOutRows.IsEmpty ? null : Objective(heldOutRows));

        Objective Objective(ReadOnlySpan<int> rows) => new PopularityObjective(
            learnt.Module, learnt.Inputs.Of(songs, rows).ToSource(), learnt.Targets(songs, rows), learnt.Cut is null ? null : settings.LabelLoss);
    }

    private double[] Outputs(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        CheckRows(songs, rows, nameof(rows));
        return rows.IsEmpty ? [] : State.Module.Predict(State.Inputs.Of(songs, rows).ToSource()).Values;
    }

    private static double[] Popularity(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        double[] popularity = new double[rows.Length];
        for (int place = 0; place < popularity.Length; place++)
        {
            popularity[place] = songs.Popularity[rows[place]];
        }

        return popularity;
    }

    /// <summary>All that training leaves.</summary>
    /// <param name="Module">The layers.</param>
    /// <param name="Inputs">How songs become what they take.</param>
    /// <param name="Scale">Of popularity.</param>
    /// <param name="Cut">From which popularity on a song is popular; null where popularity itself is predicted.</param>
    internal sealed record Learnt(PopularityLstm Module, PopularityInputs Inputs, TargetScale Scale, int? Cut)
    {
        /// <summary>What the network should say of some songs, [rows, 1].</summary>
        public Tensor Targets(PopularitySongs songs, ReadOnlySpan<int> rows)
        {
            double[] popularity = Popularity(songs, rows);
            return Cut is int cut
                ? Tensor.From([.. popularity.Select(value => value >= cut ? 1f : 0f)], rows.Length, 1)
                : Scale.ToUnits(popularity);
        }
    }
}
