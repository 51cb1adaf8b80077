using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Feature-to-factor mapping (Gantner et al. 2010): linear maps from what else is known about listeners and items to their vectors in
/// an <see cref="AlternatingLeastSquares"/>. An item that nobody has gets the vector that its content predicts. A listener's
/// vector solves their least-squares problem with the predicted vector as its centre, so that it is the predicted one without
/// plays and leaves it as plays come in (the paper knows the first case only).
/// </summary>
public sealed class FeatureToFactorMapping : Recommender
{
    private readonly ContentTable? _listeners;
    private readonly ContentTable? _items;
    private readonly FeatureToFactorOptions _options;
    private readonly ulong _seed;
    private AlternatingLeastSquares? _model;
    private FactorMap? _listenerMap;
    private FactorMap? _itemMap;
    private ItemVectors? _vectors;
    private double[] _gram = [];

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="listeners">What is known about listeners, [users, features], users in the order of the interactions; null for nothing.</param>
    /// <param name="items">What is known about items, [items, features], likewise; null for nothing.</param>
    /// <param name="seed">Decides the vectors that the factorisation starts from.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">Both tables are null, or a setting lies outside its range.</exception>
    public FeatureToFactorMapping(ContentTable? listeners, ContentTable? items, ulong seed, FeatureToFactorOptions? options = null)
    {
        if (listeners is null && items is null)
        {
            throw new ArgumentException("Both content tables are null; a map needs one of them at least.", nameof(listeners));
        }

        (_seed, _options) = (seed, options ?? new FeatureToFactorOptions());
        _options.Check();
        (_listeners, _items) = (listeners?.NormalizeRows(), items?.NormalizeRows());
    }

    /// <inheritdoc/>
    public override string Name => "feature-to-factor mapping";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FeatureToFactorMapping Load(string path) => RecommenderFile.Load<FeatureToFactorMapping>(path);

    internal static FeatureToFactorMapping Read(RecommenderReader file) => new(
        ContentTable.ReadOptional(file, "listeners"), ContentTable.ReadOptional(file, "itemContent"), file.Seed("seed"), FeatureToFactorOptions.Read(file));

    /// <summary>A factorisation with the same seed and settings that was fitted on the same interactions, so that many maps can be tried on one; null: the mapping's own.</summary>
    internal AlternatingLeastSquares? Factorization { private get; init; }

    private protected override bool ScoresEmptyHistories => _listeners is not null;

    private protected override void Learn(Interactions interactions)
    {
        CheckTables(interactions);
        AlternatingLeastSquares model = Factorization ?? new(_seed, _options.Factors);
        if (Factorization is null)
        {
            model.Fit(interactions);
        }

        Use(
            interactions, model,
            MapOf(_listeners, model.UserFactors, interactions.ItemsPerUser()), MapOf(_items, model.ItemFactors, interactions.UsersPerItem()));
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user) => ScoreBatch([new Listener(history, user)])[0];

    private protected override ItemScores?[] ScoreBatch(IReadOnlyList<Listener> listeners)
    {
        Problem?[] problems = new Problem?[listeners.Count];
        ParallelLoop.For(problems.Length, place => problems[place] = ProblemOf(listeners[place]));
        int[] known = [.. Enumerable.Range(0, problems.Length).Where(place => problems[place] is not null)];
        float[][] scores = _vectors!.Score([.. known.Select(place => problems[place]!.Solution)]);
        ItemScores?[] answers = new ItemScores?[problems.Length];
        for (int index = 0; index < known.Length; index++)
        {
            answers[known[index]] = new MappedScores(scores[index], this, problems[known[index]]!);
        }

        return answers;
    }

    private protected override double[] ScoreSimilar(int item) => _vectors!.Cosines(item);

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("seed", _seed);
        _options.Write(file);
        ContentTable.WriteOptional(_listeners, file, "listeners");
        ContentTable.WriteOptional(_items, file, "itemContent");
        file.Add("model", _model!);
        file.Add("hasListenerMap", _listenerMap is not null);
        _listenerMap?.Write(file, "listenerMap");
        file.Add("hasItemMap", _itemMap is not null);
        _itemMap?.Write(file, "itemMap");
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file)
    {
        CheckTables(interactions);
        AlternatingLeastSquares model = file.Recommender("model") as AlternatingLeastSquares ?? throw file.Bad("its model is no ALS.");
        Throw.IfLengthsDiffer(model.FactorCount, "the model's factors", _options.Factors.Factors, "the factors of the settings");
        Use(
            interactions, model,
            file.Flag("hasListenerMap") && _listeners is not null ? FactorMap.Read(file, "listenerMap", _listeners.FeatureCount, model.FactorCount) : null,
            file.Flag("hasItemMap") && _items is not null ? FactorMap.Read(file, "itemMap", _items.FeatureCount, model.FactorCount) : null);
    }

    private void Use(Interactions interactions, AlternatingLeastSquares model, FactorMap? listenerMap, FactorMap? itemMap)
    {
        (_model, _listenerMap, _itemMap) = (model, listenerMap, itemMap);
        Matrix vectors = model.ItemFactors;
        ItemVectors learnt = new(vectors);

        // Items that nobody had a chance to play are no evidence against anything: the sum over all items is that of the fit.
        double[] gram = new double[learnt.Stride * learnt.Stride];
        NormalEquations.Gram(learnt.Values, learnt.Stride, learnt.FactorCount, listenerMap is null ? _options.Factors.Regularization : _options.PriorWeight, gram);
        _gram = gram;
        int[] players = interactions.UsersPerItem();
        for (int item = 0; itemMap is not null && item < players.Length; item++)
        {
            if (players[item] == 0 && _items!.Values.RowColumns(item).Length > 0)
            {
                itemMap.Predict(_items.Values.RowColumns(item), _items.Values.RowValues(item)).CopyTo(vectors.Row(item));
            }
        }

        _vectors = new ItemVectors(vectors);
    }

    private FactorMap? MapOf(ContentTable? content, Matrix vectors, int[] plays) => content is null ? null : FactorMap.Learn(
        content.Values, vectors,
        [.. Enumerable.Range(0, content.Count).Where(row => plays[row] > 0 && content.Values.RowColumns(row).Length > 0)], _options.Regularization);

    private void CheckTables(Interactions interactions)
    {
        if (_listeners is not null)
        {
            Throw.IfLengthsDiffer(_listeners.Count, "the listeners' content (rows)", interactions.UserCount, "the users of the interactions");
        }

        if (_items is not null)
        {
            Throw.IfLengthsDiffer(_items.Count, "the items' content (rows)", interactions.ItemCount, "the items of the interactions");
        }
    }

    private Problem? ProblemOf(Listener listener)
    {
        ListenerHistory history = listener.History;
        (int[] columns, float[] values) = _listenerMap is null ? ([], []) : _listeners!.RowOf(history, listener.User);
        if (history.Count == 0 && columns.Length == 0)
        {
            return null;
        }

        ItemVectors items = _vectors!;
        double[] center = _listenerMap?.Predict(columns, values) ?? new double[items.FactorCount];
        float[] extra = Array.ConvertAll(Ratings.Of(history.Weights, _options.Factors.Scale), rating => (float)(_options.Factors.Confidence * rating));
        double[] vector = new double[items.Stride];
        for (int factor = 0; factor < center.Length; factor++)
        {
            // Who has played nothing has passed over nothing either: the predicted vector stands.
            double sum = _listenerMap is null ? 0 : history.Count == 0 ? center[factor] : _options.PriorWeight * center[factor];
            for (int place = 0; place < extra.Length; place++)
            {
                sum += (1.0 + extra[place]) * items[history.Items[place]][factor];
            }

            vector[factor] = sum;
        }

        if (history.Count > 0)
        {
            ImplicitLeastSquares.Weigh(history.Items, extra, items.Values, _gram, vector);
        }

        return new Problem(history, extra, columns, values, Array.ConvertAll(vector, number => (float)number));
    }

    // With W the inverse of the listener's matrix the score of item i is yᵢᵀ·W·(Σ cⱼ·yⱼ + λ·(mean + Σ features · weights)): a sum over parts.
    private Explanation Explain(Problem problem, int item)
    {
        ItemVectors items = _vectors!;
        double[] image = Array.ConvertAll(items[item].ToArray(), number => (double)number);
        double prior = problem.History.Count == 0 ? 1 : _options.PriorWeight;
        if (problem.History.Count > 0)
        {
            ImplicitLeastSquares.Weigh(problem.History.Items, problem.Extra, items.Values, _gram, image);
        }

        Contribution[] because = new Contribution[problem.Extra.Length];
        for (int place = 0; place < because.Length; place++)
        {
            int played = problem.History.Items[place];
            because[place] = new Contribution(Fitted.ItemNames[played], (1.0 + problem.Extra[place]) * OrderedSums.Dot(Array.ConvertAll(items[played].ToArray(), number => (double)number), image));
        }

        Contribution[] features =
        [
            .. problem.Columns.Select((column, place) => new Contribution(
                _listeners!.FeatureNames[column], prior * problem.Values[place] * OrderedSums.Dot(_listenerMap!.Weights.Row(column), image))),
        ];
        return MixedReasons.Explain(item, because, features);
    }

    /// <summary>A listener's least-squares problem and its solution.</summary>
    private sealed record Problem(ListenerHistory History, float[] Extra, int[] Columns, float[] Values, float[] Solution);

    private sealed class MappedScores(float[] scores, FeatureToFactorMapping owner, Problem problem) : ItemScores(scores)
    {
        public override Explanation Explain(int item) => owner.Explain(problem, item);
    }
}
