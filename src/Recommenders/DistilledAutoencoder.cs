using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Knowledge distillation (Hinton, Vinyals and Dean 2015): a small <see cref="DenoisingAutoencoder"/> learns, besides the listeners' own items, the
/// shares of a softmax that a large one gives to items for each listener. Of those the largest are kept, as a list is made of the first
/// places (after Tang and Wang 2018, "Ranking distillation"). Only the small network stays.
/// </summary>
public sealed class DistilledAutoencoder : NetworkRecommender
{
    private readonly DistillationOptions _options;
    private NetworkRecommender? _teacher;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides what both networks draw.</param>
    /// <param name="options">Both networks, and how one learns from the other.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public DistilledAutoencoder(ulong seed, DistillationOptions? options = null)
        : base(seed)
    {
        _options = options ?? new DistillationOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "distilled autoencoder";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DistilledAutoencoder Load(string path) => RecommenderFile.Load<DistilledAutoencoder>(path);

    /// <summary>Learns from a teacher that is fitted already, on the interactions that it was fitted on, instead of making one as the settings say.</summary>
    /// <exception cref="ArgumentException">The teacher is this recommender itself, which would forget what it is to teach.</exception>
    /// <exception cref="InvalidOperationException">The teacher has not been fitted.</exception>
    public void FitTo(NetworkRecommender teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        if (ReferenceEquals(teacher, this))
        {
            throw new ArgumentException($"{nameof(teacher)} is this recommender itself, whose network training would replace; allowed: another recommender that has been fitted.", nameof(teacher));
        }

        Interactions interactions = ((IStoredRecommender)teacher).FittedOn;
        try
        {
            _teacher = teacher;
            Fit(interactions);
        }
        finally
        {
            _teacher = null;
        }
    }

    internal static DistilledAutoencoder Read(RecommenderReader file) => new(file.Seed("seed"), DistillationOptions.Read(file));

    private protected override NetworkOptions Training => _options.Student;

    private protected override NetworkRecommender WithCompression(NetworkCompression compression) =>
        new DistilledAutoencoder(Seed, _options with { Student = _options.Student with { Compression = compression } });

    private protected override ListenerNetwork CreateNetwork(Interactions interactions, RandomStream random) =>
        new DenoisingNetwork(interactions.ItemCount, _options.Student, random);

    private protected override void CheckSizes(Interactions interactions, RecommenderReader file) =>
        file.ExpectWeights(_options.Student.Compression, "network.encode.weight", interactions.ItemCount, _options.Student.LatentSize);

    private protected override void Write(RecommenderWriter file)
    {
        base.Write(file);
        _options.Write(file);
    }

    private protected override void Learn(Interactions interactions)
    {
        NetworkRecommender? given = _teacher;
        if (given is null)
        {
            _teacher = new DenoisingAutoencoder(new RandomStream(Seed).Split(6).NextUInt64(), _options.Teacher);
            _teacher.Fit(interactions);
        }

        try
        {
            base.Learn(interactions);
        }
        finally
        {
            _teacher = given;
        }
    }

    private protected override Objective ObjectiveOf(ListenerNetwork network, ListenerHistory[] learnt, SparseMatrix inputs, SparseMatrix plays) =>
        base.ObjectiveOf(network, learnt, inputs, _teacher is null || _options.SoftShare == 0 ? plays : Soften(learnt, plays));

    /// <summary>(1 − s) times each listener's plays, s times the teacher's largest shares, which are given the same sum.</summary>
    private SparseMatrix Soften(ListenerHistory[] listeners, SparseMatrix plays)
    {
        const int Block = 64;
        SortedDictionary<int, float>[] targets = new SortedDictionary<int, float>[listeners.Length];
        for (int start = 0; start < listeners.Length; start += Block)
        {
            int first = start;
            float[][] logits = _teacher!.LogitsOf(listeners[first..Math.Min(listeners.Length, first + Block)]);
            ParallelLoop.For(logits.Length, place => targets[first + place] = Soften(plays.RowColumns(first + place), plays.RowValues(first + place), logits[place]));
        }

        SparseRows rows = new(plays.Columns);
        foreach (SortedDictionary<int, float> target in targets)
        {
            foreach ((int item, float amount) in target)
            {
                rows.Add(item, amount);
            }

            rows.EndRow();
        }

        return rows.ToMatrix();
    }

    private SortedDictionary<int, float> Soften(ReadOnlySpan<int> items, ReadOnlySpan<float> plays, float[] logits)
    {
        int[] best = TopItems.Best<float>(logits, [], _options.SoftItems);
        double top = logits[best[0]];
        double[] shares = Array.ConvertAll(best, item => Elementary.Exp((logits[item] - top) / _options.Temperature));
        double factor = _options.SoftShare * Reductions.Sum(plays) / OrderedSums.Sum(shares);
        SortedDictionary<int, float> target = [];
        for (int place = 0; place < best.Length; place++)
        {
            target[best[place]] = (float)(factor * shares[place]);
        }

        for (int place = 0; place < items.Length && _options.SoftShare < 1; place++)
        {
            target[items[place]] = (float)(target.GetValueOrDefault(items[place]) + ((1 - _options.SoftShare) * plays[place]));
        }

        return target;
    }
}
