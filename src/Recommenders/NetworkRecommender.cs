using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Recommenders whose network takes a listener's row of plays and gives a score for every item. It is trained to make the likelihood
/// of the listeners' items high, as shares of a softmax over all of them (Liang et al. 2018), and stopped at the epoch that
/// predicted listeners kept aside from the training rows best. A listener who came later is answered by the same network.
/// </summary>
public abstract partial class NetworkRecommender : Recommender
{
    private readonly ulong _seed;
    private ListenerNetwork? _network;

    private protected NetworkRecommender(ulong seed) => _seed = seed;

    /// <summary>How training went; the validation loss is that of the listeners kept aside. Null before Fit, after Load and when nobody has any item.</summary>
    public History? History { get; private set; }

    private protected abstract NetworkOptions Training { get; }

    private protected ulong Seed => _seed;

    /// <summary>How many numbers a row has: the items, and whatever else goes in.</summary>
    private protected virtual int InputCount(Interactions interactions) => interactions.ItemCount;

    private protected abstract ListenerNetwork CreateNetwork(Interactions interactions, RandomStream random);

    /// <summary>What goes in behind the plays: columns counted from 0, ascending, and their numbers.</summary>
    private protected virtual (int[] Columns, float[] Values) ContentOf(ListenerHistory history, int? user) => ([], []);

    /// <summary>What a column behind the plays is called.</summary>
    private protected virtual string ContentName(int column) => throw new InvalidOperationException();

    private protected override ItemScores? Score(ListenerHistory history, int? user) => ScoreBatch([new Listener(history, user)])[0];

    private protected override ItemScores?[] ScoreBatch(IReadOnlyList<Listener> listeners)
    {
        ItemScores?[] scores = new ItemScores?[listeners.Count];
        int[] known = _network is null
            ? []
            : [.. Enumerable.Range(0, scores.Length).Where(place => listeners[place].History.Count > 0 || ContentOf(listeners[place].History, listeners[place].User).Columns.Length > 0)];
        if (known.Length > 0)
        {
            SparseMatrix rows = Inputs(
                [.. known.Select(place => listeners[place].History)], [.. known.Select(place => listeners[place].User)], Fitted.ItemCount, InputCount(Fitted));
            float[][] outputs = Run(_network!, rows);
            for (int row = 0; row < known.Length; row++)
            {
                scores[known[row]] = new NetworkScores(this, _network!, listeners[known[row]].History, rows.SelectRows([row]), outputs[row]);
            }
        }

        return scores;
    }

    /// <summary>The network's outputs for listeners whose histories are not empty, [listeners][items].</summary>
    internal float[][] LogitsOf(ListenerHistory[] histories) => _network is null
        ? throw new InvalidOperationException($"{Name} has learnt from nobody and has no network to learn from.")
        : Run(_network, Inputs(histories, new int?[histories.Length], Fitted.ItemCount, InputCount(Fitted)));

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("seed", _seed);
        Training.Write(file);
        file.Add("trained", _network is not null);
        if (_network is not null && Training.Compression is NetworkCompression compression)
        {
            compression.WriteNetwork(file, "network", _network);
        }
        else if (_network is not null)
        {
            file.Add("network", _network);
        }
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file)
    {
        (_network, History) = (null, null);
        if (!file.Flag("trained"))
        {
            return;
        }

        CheckSizes(interactions, file);
        ListenerNetwork network = CreateNetwork(interactions, new RandomStream(0));
        if (Training.Compression is NetworkCompression compression)
        {
            compression.ReadNetwork(file, "network", network);
        }
        else
        {
            file.Fill("network", network);
        }

        _network = network;
    }

    /// <summary>Refuses a file whose network is not as large as the settings say, before memory is taken for it.</summary>
    private protected abstract void CheckSizes(Interactions interactions, RecommenderReader file);

    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[Fitted.ItemCount];
        if (_network is null || Fitted.UsersOf(item).Length == 0)
        {
            Array.Fill(scores, double.NegativeInfinity);
            return scores;
        }

        int size = _network.Items.Weight.Shape[1];
        ReadOnlySpan<float> weights = _network.Items.Weight.Values, own = weights.Slice(item * size, size);
        double length = Math.Sqrt(Reductions.SumOfSquares(own));
        for (int other = 0; other < scores.Length; other++)
        {
            ReadOnlySpan<float> vector = weights.Slice(other * size, size);
            double both = length * Math.Sqrt(Reductions.SumOfSquares(vector));
            scores[other] = Fitted.UsersOf(other).Length == 0 || both == 0 ? double.NegativeInfinity : Reductions.Dot(own, vector) / both;
        }

        return scores;
    }

    /// <summary>Rows for the network: ratings of length 1, and the content behind them.</summary>
    private SparseMatrix Inputs(ListenerHistory[] histories, int?[] users, int items, int inputs)
    {
        SparseRows rows = new(inputs);
        for (int row = 0; row < histories.Length; row++)
        {
            double[] ratings = Ratings.Of(histories[row].Weights, Training.Scale);
            double length = Math.Sqrt(OrderedSums.Dot(ratings, ratings));
            for (int place = 0; place < ratings.Length; place++)
            {
                rows.Add(histories[row].Items[place], (float)(ratings[place] / length));
            }

            (int[] columns, float[] values) = ContentOf(histories[row], users[row]);
            for (int place = 0; place < columns.Length; place++)
            {
                rows.Add(items + columns[place], values[place]);
            }

            rows.EndRow();
        }

        return rows.ToMatrix();
    }

    private SparseMatrix Plays(ListenerHistory[] histories, int items)
    {
        SparseRows rows = new(items);
        foreach (ListenerHistory history in histories)
        {
            double[] ratings = Ratings.Of(history.Weights, Training.Scale);
            for (int place = 0; place < ratings.Length; place++)
            {
                rows.Add(history.Items[place], (float)ratings[place]);
            }

            rows.EndRow();
        }

        return rows.ToMatrix();
    }

    private static float[][] Run(ListenerNetwork network, SparseMatrix rows)
    {
        float[][] outputs = new float[rows.Rows][];
        using (new Tape().Evaluate())
        {
            Tensor logits = network.Forward(SparseTensor.From(rows));
            for (int row = 0; row < outputs.Length; row++)
            {
                outputs[row] = logits.Values.Slice(row * logits.Shape.Last, logits.Shape.Last).ToArray();
            }
        }

        return outputs;
    }
}
