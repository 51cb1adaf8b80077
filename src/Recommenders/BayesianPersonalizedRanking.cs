using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Matrix factorisation learnt from pairs (Rendle et al. 2009): a listener's item should score above one that they have not, drawn
/// uniformly. Each pass takes all pairs of a listener and an item in a new order; how often an item was played does not count. Steps
/// follow one another, so the result is the same for any number of threads. A listener who came later is given a vector by the same
/// steps with the items' vectors held.
/// </summary>
public sealed class BayesianPersonalizedRanking : LatentFactors
{
    private const float StartDeviation = 0.1f;

    // Streams of the seed; passes have those from 16 on.
    private const ulong FoldInStream = 2;
    private const ulong FirstPassStream = 16;

    private readonly BayesianPersonalizedRankingOptions _options;
    private readonly ulong _seed;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides the vectors it starts from, the order of the steps and the items drawn.</param>
    /// <param name="options">Settings; by default 64 factors and 400 passes, without offsets.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public BayesianPersonalizedRanking(ulong seed, BayesianPersonalizedRankingOptions? options = null)
        : base((options ??= new BayesianPersonalizedRankingOptions()).Factors)
    {
        (_seed, _options) = (seed, options);
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "BPR";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BayesianPersonalizedRanking Load(string path) => RecommenderFile.Load<BayesianPersonalizedRanking>(path);

    internal static BayesianPersonalizedRanking Read(RecommenderReader file) => new(file.Seed("seed"), new BayesianPersonalizedRankingOptions
    {
        Factors = file.Whole("factors"),
        Epochs = file.Whole("epochs"),
        LearningRate = file.Number("learningRate"),
        Regularization = file.Number("regularization"),
        HasOffsets = file.Flag("hasOffsets"),
    });

    private protected override void Learn(Interactions interactions)
    {
        RandomStream random = new(_seed);
        float[] users = DrawVectors(random.Split(0), interactions.UserCount, StartDeviation), items = DrawVectors(random.Split(1), interactions.ItemCount, StartDeviation);
        float[] offsets = new float[interactions.ItemCount];
        int[] triples = new int[checked(3 * interactions.Count)], next = new int[triples.Length];
        PairDraws draws = new(interactions, random);
        draws.Pass(FirstPassStream, triples);
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            // The next pass is drawn while the steps of this one are made.
            ulong ahead = FirstPassStream + (ulong)epoch + 1;
            ParallelLoop.For(2, piece =>
            {
                if (piece == 0)
                {
                    PairwiseRankingKernel.Train(
                        users, items, _options.HasOffsets ? offsets : [], Stride, triples, (float)_options.LearningRate, (float)_options.Regularization);
                }
                else
                {
                    draws.Pass(ahead, next);
                }
            });
            (triples, next) = (next, triples);
        }

        Keep(users, items, offsets);
    }

    private protected override float[] VectorOf(ListenerHistory history)
    {
        float[] vector = new float[Stride];
        RandomStream random = new RandomStream(_seed).Split(FoldInStream);
        int[] items = history.Items.ToArray();
        float rate = (float)_options.LearningRate, keep = 1 - (rate * (float)_options.Regularization);
        for (int epoch = 0; epoch < _options.Epochs && items.Length < Offsets.Length; epoch++)
        {
            random.Shuffle(items.AsSpan());
            foreach (int item in items)
            {
                int other = PairDraws.Other(history.Items, Offsets.Length, random);
                ReadOnlySpan<float> liked = Vector(item), unheard = Vector(other);
                double difference = Dot(vector, liked) - Dot(vector, unheard) + Offsets[item] - Offsets[other];
                float slope = rate * (float)Elementary.Sigmoid(-difference);
                for (int factor = 0; factor < vector.Length; factor++)
                {
                    vector[factor] = MathF.FusedMultiplyAdd(slope, liked[factor] - unheard[factor], keep * vector[factor]);
                }
            }
        }

        return vector;
    }

    private protected override Explanation Reason(ListenerHistory history, int item)
    {
        // The listener's vector is no sum over their items; what can be said is which of these lie in the item's direction.
        Contribution[] because = new Contribution[history.Count];
        for (int place = 0; place < because.Length; place++)
        {
            because[place] = new Contribution(Fitted.ItemNames[history.Items[place]], Cosine(item, history.Items[place]) ?? 0);
        }

        because = [.. because.OrderByDescending(part => part.Amount)];
        string[] nearest = [.. because.TakeWhile(part => part.Amount > 0).Take(3).Select(part => part.Name)];
        return new Explanation(item, nearest.Length == 0 ? "unlike what you play" : $"like {string.Join(", ", nearest)}, which you play", because, []);
    }

    private protected override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("seed", _seed);
        file.Add("factors", _options.Factors);
        file.Add("epochs", _options.Epochs);
        file.Add("learningRate", _options.LearningRate);
        file.Add("regularization", _options.Regularization);
        file.Add("hasOffsets", _options.HasOffsets);
    }
}
