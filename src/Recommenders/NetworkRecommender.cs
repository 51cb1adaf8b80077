using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Recommenders whose network takes a listener's row of plays and gives a score for every item. It is trained to make the likelihood
/// of the listeners' items high, as shares of a softmax over all of them (Liang et al. 2018), and stopped at the epoch that
/// predicted listeners kept aside from the training rows best. A listener who came later is answered by the same network.
/// </summary>
public abstract class NetworkRecommender : Recommender
{
    private const double HiddenShare = 0.2;
    private readonly ulong _seed;
    private ListenerNetwork? _network;

    private protected NetworkRecommender(ulong seed) => _seed = seed;

    /// <summary>How training went; the validation loss is that of the listeners kept aside. Null before Fit, after Load and when nobody has any item.</summary>
    public History? History { get; private set; }

    private protected abstract NetworkOptions Training { get; }

    /// <summary>How many numbers a row has: the items, and whatever else goes in.</summary>
    private protected virtual int InputCount(Interactions interactions) => interactions.ItemCount;

    private protected abstract ListenerNetwork CreateNetwork(Interactions interactions, RandomStream random);

    /// <summary>What goes in behind the plays: columns counted from 0, ascending, and their numbers.</summary>
    private protected virtual (int[] Columns, float[] Values) ContentOf(ListenerHistory history, int? user) => ([], []);

    /// <summary>What a column behind the plays is called.</summary>
    private protected virtual string ContentName(int column) => throw new InvalidOperationException();

    private protected override void Learn(Interactions interactions)
    {
        (_network, History) = (null, null);
        int[] users = [.. Enumerable.Range(0, interactions.UserCount).Where(user => interactions.ItemsOf(user).Length > 0)];
        if (users.Length == 0)
        {
            return;
        }

        RandomStream seeds = new(_seed);
        ListenerNetwork network = CreateNetwork(interactions, new RandomStream(seeds.Split(0).NextUInt64()));
        int[] pool = [.. users.Where(user => interactions.ItemsOf(user).Length >= 2)];
        int aside = (int)(Training.ValidationShare * pool.Length);
        int[] order = seeds.Split(1).Permutation(pool.Length);
        int[] kept = [.. order[..aside].Select(place => pool[place]).Order()];
        ListenerHistory[] learnt = [.. users.Except(kept).Select(user => ListenerHistory.Of(interactions, user))];
        (ListenerHistory Shown, ListenerHistory Hidden)[] parts = [.. kept.Select(user => Hide(ListenerHistory.Of(interactions, user), seeds.Split(2).Split((ulong)user)))];
        Trainer trainer = new(network, new Adam(network.Parameters, Training.LearningRate, weightDecay: Training.WeightDecay))
        {
            Epochs = Training.Epochs,
            BatchSize = Training.BatchSize,
            Seed = seeds.Split(3).NextUInt64(),
            Patience = aside > 0 ? Training.Patience : null,
        };
        int inputs = InputCount(interactions), items = interactions.ItemCount;
        int[] others = [.. users.Except(kept)];
        History = trainer.Fit(
            new ListenerObjective(network, Inputs(learnt, [.. others.Select(user => (int?)user)], items, inputs), Plays(learnt, items)),
            aside == 0 ? null : new ListenerObjective(
                network,
                Inputs([.. parts.Select(part => part.Shown)], [.. kept.Select(user => (int?)user)], items, inputs),
                Plays([.. parts.Select(part => part.Hidden)], items)));
        _network = network;
    }

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

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("seed", _seed);
        Training.Write(file);
        file.Add("trained", _network is not null);
        if (_network is not null)
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
        file.Fill("network", network);
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

    private static (ListenerHistory Shown, ListenerHistory Hidden) Hide(ListenerHistory history, RandomStream random)
    {
        int hidden = Math.Max(1, (int)(HiddenShare * history.Count));
        int[] order = random.Permutation(history.Count);
        return (Part(order[hidden..]), Part(order[..hidden]));

        ListenerHistory Part(int[] places) => ListenerHistory.Of(places.Select(place => (history.Items[place], history.Weights[place])));
    }

    /// <summary>The logits of a listener, and what each part of the row adds to them: how much a logit falls without the part.</summary>
    private sealed class NetworkScores(NetworkRecommender owner, ListenerNetwork network, ListenerHistory history, SparseMatrix row, float[] logits)
        : ItemScores(logits)
    {
        // So many parts of a row are taken out one by one; of longer rows those with the largest numbers.
        private const int MostParts = 40;
        private readonly Lazy<(int[] Places, float[][] Without)> _parts = new(() => LeaveOut(network, row));

        public override Explanation Explain(int item)
        {
            (int[] places, float[][] without) = _parts.Value;
            int items = owner.Fitted.ItemCount;
            List<Contribution> because = [], features = [];
            for (int part = 0; part < places.Length; part++)
            {
                int column = row.RowColumns(0)[places[part]];
                double amount = (double)this[item] - without[part][item];
                if (column >= items)
                {
                    features.Add(new Contribution(owner.ContentName(column - items), amount));
                }
                else if (column != item)
                {
                    because.Add(new Contribution(owner.Fitted.ItemNames[column], amount));
                }
            }

            because.Sort(Strongest);
            features.Sort(Strongest);
            string[] leading = [.. because.Concat(features).Where(part => part.Amount > 0).OrderByDescending(part => part.Amount).Take(2).Select(part => part.Name)];
            string text = leading.Length == 0 ? $"fits your {history.Count} items as a whole" : $"because of {string.Join(" and ", leading)}";
            return new Explanation(item, text, because, features);
        }

        private static int Strongest(Contribution one, Contribution other)
        {
            int order = other.Amount.CompareTo(one.Amount);
            return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
        }

        private static (int[] Places, float[][] Without) LeaveOut(ListenerNetwork network, SparseMatrix row)
        {
            float[] values = row.RowValues(0).ToArray();
            int[] places = [.. Enumerable.Range(0, values.Length).OrderByDescending(place => values[place]).Take(MostParts).Order()];
            SparseRows rows = new(row.Columns);
            foreach (int without in places)
            {
                for (int place = 0; place < values.Length; place++)
                {
                    rows.Add(row.RowColumns(0)[place], place == without ? 0 : values[place]);
                }

                rows.EndRow();
            }

            return (places, Run(network, rows.ToMatrix()));
        }
    }
}
