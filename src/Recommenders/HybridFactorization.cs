using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Matrix factorisation with content (collective factorisation, Singh and Gordon 2008, with the loss of <see cref="AlternatingLeastSquares"/>):
/// the table of plays grows a column for every feature of listeners and a row for every feature of items, and all is factorised
/// together. So a listener without plays has a vector from their features, and so has an item that nobody has.
/// </summary>
public sealed class HybridFactorization : Recommender
{
    // Tells features apart from items in the model's names; it begins no name that a person writes.
    private const char FeatureMark = '\uE000';

    private readonly ContentTable? _listeners;
    private readonly ContentTable? _items;
    private readonly HybridFactorizationOptions _options;
    private readonly ulong _seed;
    private AlternatingLeastSquares? _model;
    private ItemVectors? _vectors;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="listeners">What is known about listeners, 0 or more each, [users, features], users in the order of the interactions; null for nothing.</param>
    /// <param name="items">What is known about items, [items, features], likewise; null for nothing.</param>
    /// <param name="seed">Decides the vectors it starts from.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">Both tables are null, one holds a number below 0, or a setting lies outside its range.</exception>
    public HybridFactorization(ContentTable? listeners, ContentTable? items, ulong seed, HybridFactorizationOptions? options = null)
    {
        if (listeners is null && items is null)
        {
            throw new ArgumentException("Both content tables are null; without content, use AlternatingLeastSquares.", nameof(listeners));
        }

        CheckSigns(listeners, nameof(listeners));
        CheckSigns(items, nameof(items));
        (_seed, _options) = (seed, options ?? new HybridFactorizationOptions());
        _options.Check();
        (_listeners, _items) = (listeners?.NormalizeRows(), items?.NormalizeRows());
    }

    /// <inheritdoc/>
    public override string Name => "hybrid factorisation";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static HybridFactorization Load(string path) => RecommenderFile.Load<HybridFactorization>(path);

    internal static HybridFactorization Read(RecommenderReader file) => new(
        ContentTable.ReadOptional(file, "listeners"), ContentTable.ReadOptional(file, "itemContent"), file.Seed("seed"), HybridFactorizationOptions.Read(file));

    private protected override bool ScoresEmptyHistories => _listeners is not null;

    private protected override void Learn(Interactions interactions)
    {
        AlternatingLeastSquares model = new(_seed, _options.Factors with { Scale = RatingScale.AsGiven });
        model.Fit(Join(interactions));
        Use(interactions, model);
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user) => ScoreBatch([new Listener(history, user)])[0];

    private protected override ItemScores?[] ScoreBatch(IReadOnlyList<Listener> listeners)
    {
        ListenerHistory[] rows = new ListenerHistory[listeners.Count];
        float[][] vectors = new float[rows.Length][];
        ParallelLoop.For(rows.Length, place =>
        {
            rows[place] = RowOf(listeners[place]);
            vectors[place] = new float[_vectors!.Stride];
            double[] solution = _model!.FoldIn(rows[place]);
            for (int factor = 0; factor < solution.Length; factor++)
            {
                vectors[place][factor] = (float)solution[factor];
            }
        });
        float[][] scores = _vectors!.Score(vectors);
        return [.. rows.Select((row, place) => row.Count == 0 ? null : new HybridScores(scores[place], this, row))];
    }

    private protected override double[] ScoreSimilar(int item) => _vectors!.Cosines(item);

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("seed", _seed);
        _options.Write(file);
        ContentTable.WriteOptional(_listeners, file, "listeners");
        ContentTable.WriteOptional(_items, file, "itemContent");
        ((IStoredRecommender)_model!).Write(file.Within("model"));
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file)
    {
        Interactions joined = Join(interactions);
        RecommenderReader part = file.Within("model", joined);
        AlternatingLeastSquares model = AlternatingLeastSquares.Read(part);
        Throw.IfLengthsDiffer(model.FactorCount, "the model's factors", _options.Factors.Factors, "the factors of the settings");
        ((IStoredRecommender)model).Restore(joined, part);
        Use(interactions, model);
    }

    private void Use(Interactions interactions, AlternatingLeastSquares model) =>
        (_model, _vectors) = (model, new ItemVectors(model.ItemFactors.SelectRows([.. Enumerable.Range(0, interactions.ItemCount)])));

    /// <summary>The plays' ratings with the features of items as further listeners, and those of listeners as further items.</summary>
    private Interactions Join(Interactions interactions)
    {
        int userCount = interactions.UserCount, itemCount = interactions.ItemCount;
        List<int> users = [.. interactions.UserOfEachPair()], items = [.. interactions.ItemOfEachPair()];
        List<double> weights = [.. Ratings.Of(interactions, _options.Factors.Scale).Weights];
        if (_listeners is not null)
        {
            Throw.IfLengthsDiffer(_listeners.Count, "the listeners' content (rows)", userCount, "the users of the interactions");
            Add(_listeners, (row, feature) => (row, itemCount + feature));
        }

        if (_items is not null)
        {
            Throw.IfLengthsDiffer(_items.Count, "the items' content (rows)", itemCount, "the items of the interactions");
            Add(_items, (row, feature) => (userCount + feature, row));
        }

        return Interactions.FromIndices(
            Names(interactions.UserNames, _items), Names(interactions.ItemNames, _listeners),
            users.ToArray(), items.ToArray(), weights.ToArray(), DuplicatePairs.Refuse);

        void Add(ContentTable content, Func<int, int, (int User, int Item)> place)
        {
            for (int row = 0; row < content.Count; row++)
            {
                foreach ((int feature, double weight) in Weighted(content.Values.RowColumns(row).ToArray(), content.Values.RowValues(row).ToArray()))
                {
                    (int user, int item) = place(row, feature);
                    users.Add(user);
                    items.Add(item);
                    weights.Add(weight);
                }
            }
        }
    }

    private ListenerHistory RowOf(Listener listener)
    {
        (int[] columns, float[] values) = _listeners is null ? ([], []) : _listeners.RowOf(listener.History, listener.User);
        double[] ratings = Ratings.Of(listener.History.Weights, _options.Factors.Scale);
        List<(int Item, double Weight)> row = [.. listener.History.Items.ToArray().Zip(ratings)];
        row.AddRange(Weighted(columns, values).Select(part => (Fitted.ItemCount + part.Feature, part.Weight)));
        return ListenerHistory.Of(row);
    }

    private IEnumerable<(int Feature, double Weight)> Weighted(int[] columns, float[] values) =>
        columns.Select((column, place) => (column, _options.ContentWeight * values[place])).Where(part => part.Item2 > 0);

    private static IReadOnlyList<string> Names(IReadOnlyList<string> own, ContentTable? features) =>
        [.. own, .. (features?.FeatureNames ?? []).Select((name, place) => $"{FeatureMark}{place}{FeatureMark}{name}")];

    private static void CheckSigns(ContentTable? content, string name)
    {
        int place = content is null ? -1 : content.Values.Values.ToArray().AsSpan().IndexOfAnyInRange(float.MinValue, -float.Epsilon);
        if (place >= 0)
        {
            Throw.OutOfRange($"number {place} of {name}", content!.Values.Values[place], "0 or more, as content counts like plays");
        }
    }

    private sealed class HybridScores(float[] scores, HybridFactorization owner, ListenerHistory row) : ItemScores(scores)
    {
        public override Explanation Explain(int item)
        {
            ILookup<bool, Contribution> parts = owner._model!.Explain(row, item).Because.ToLookup(part => part.Name.StartsWith(FeatureMark));
            return MixedReasons.Explain(item, parts[false], parts[true].Select(part => part with { Name = part.Name[(part.Name.IndexOf(FeatureMark, 1) + 1)..] }));
        }
    }
}
