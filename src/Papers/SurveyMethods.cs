using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// The methods that paper 003 reviews, and the baselines that the field holds them against, each with what may be chosen about it. The first
/// candidate of every space is the method's usual setting, so that a search can only do better on validation.
/// </summary>
public static class SurveyMethods
{
    /// <summary>What counts as deep learning in tables and verdicts.</summary>
    public const string Deep = "deep";

    /// <summary>The linear model with powers of popularity, this project's own choice beside the review's methods.</summary>
    public const string EaseWithPowers = "EASE with item powers";

    /// <summary>The baseline that knows nothing.</summary>
    public const string Random = "random";

    /// <summary>The baseline that knows what most listeners have.</summary>
    public const string Popularity = "popularity";

    private static readonly RatingScale[] s_scales = [RatingScale.Binary, RatingScale.Logarithm, RatingScale.Rank];
    private static readonly (string, object)[] s_nextItem = [("size", 64), ("dropout", 0.2), ("learning rate", 0.002), ("epochs", 10)];

    /// <summary>Methods for plays without an order.</summary>
    public static IReadOnlyList<SurveyMethod> ForPlays { get; } =
    [
        new("baseline", new TunableRecommender(Random, null, (_, seed) => new RandomItems(seed))),
        new("baseline", new TunableRecommender(Popularity, null, (_, _) => new Recommenders.Popularity())),
        new("baseline", new TunableRecommender(
            "personal popularity",
            new ParameterSpace().LogInteger("groups", 5, 200).LogInteger("dimensions", 5, 60).LogUniform("average listeners", 1, 100)
                .Include(("groups", 20), ("dimensions", 20), ("average listeners", 10.0)),
            (values, seed) => new PersonalPopularity(
                seed, new() { Groups = values!.Integer("groups"), Dimensions = values.Integer("dimensions"), AverageListeners = values.Number("average listeners") }))),
        new("neighbours", new TunableRecommender(
            "user neighbours, Pearson",
            new ParameterSpace().LogInteger("neighbours", 10, 500).Choice("scale", s_scales).LogUniform("shrinkage", 0.1, 100)
                .Include(("neighbours", 50), ("scale", RatingScale.Logarithm), ("shrinkage", 1.0)),
            (values, _) => new PearsonNeighbors(
                new() { Neighbors = values!.Integer("neighbours"), Scale = values.Value<RatingScale>("scale"), Shrinkage = values.Number("shrinkage") }))),
        new("neighbours", new TunableRecommender("user neighbours", Neighborhood(), (values, _) => new UserNeighbors(Neighborhood(values!)))),
        new("neighbours", new TunableRecommender("item neighbours", Neighborhood(), (values, _) => new ItemNeighbors(Neighborhood(values!)))),
        new("factors", new TunableRecommender(
            "ALS", Factors().Include(("factors", 64), ("regularisation", 10.0), ("confidence", 1.0), ("scale", RatingScale.Logarithm)),
            (values, seed) => new AlternatingLeastSquares(seed, Factors(values!)))),
        new("factors", new TunableRecommender(
            "BPR",
            new ParameterSpace().Choice("factors", 32, 64, 128).Choice("epochs", 100, 200, 400).LogUniform("learning rate", 0.02, 0.2).LogUniform("regularisation", 1e-3, 0.05).Choice("offsets", true, false)
                .Include(("factors", 64), ("epochs", 200), ("learning rate", 0.05), ("regularisation", 0.01), ("offsets", true)),
            (values, seed) => new BayesianPersonalizedRanking(seed, new()
            {
                Factors = values!.Integer("factors"), Epochs = values.Integer("epochs"), LearningRate = values.Number("learning rate"), Regularization = values.Number("regularisation"),
                HasOffsets = values.Value<bool>("offsets"),
            }))),
        new("linear", new TunableRecommender(
            "EASE",
            new ParameterSpace().LogUniform("regularisation", 5, 3000).Choice("scale", s_scales).Include(("regularisation", 500.0), ("scale", RatingScale.Logarithm)),
            (values, _) => new Ease(new() { Regularization = values!.Number("regularisation"), Scale = values.Value<RatingScale>("scale") }))),
        new("linear", new TunableRecommender(
            EaseWithPowers,
            new ParameterSpace().LogUniform("regularisation", 5, 3000).Choice("scale", s_scales).Uniform("item power", 0, 0.5).Uniform("score power", 0, 0.3)
                .Include(("regularisation", 500.0), ("scale", RatingScale.Logarithm), ("item power", 0.0), ("score power", 0.0)),
            (values, _) => new Ease(new()
            {
                Regularization = values!.Number("regularisation"), Scale = values.Value<RatingScale>("scale"), ItemPower = values.Number("item power"), ScorePower = values.Number("score power"),
            }))),
        new(Deep, new TunableRecommender(
            "denoising autoencoder",
            Network().Choice("latent size", 100, 200, 400).Include(("learning rate", 1e-3), ("dropout", 0.5), ("scale", RatingScale.Binary), ("latent size", 200)),
            (values, seed) => new DenoisingAutoencoder(seed, new()
            {
                LearningRate = values!.Number("learning rate"), Dropout = values.Number("dropout"), Scale = values.Value<RatingScale>("scale"), LatentSize = values.Integer("latent size"),
            }))),
        new(Deep, new TunableRecommender(
            "variational autoencoder",
            Network().Choice("hidden size", 200, 400, 600).Uniform("KL weight", 0, 1)
                .Include(("learning rate", 1e-3), ("dropout", 0.5), ("scale", RatingScale.Binary), ("hidden size", 600), ("KL weight", 0.2)),
            (values, seed) => new VariationalAutoencoder(seed, new()
            {
                LearningRate = values!.Number("learning rate"), Dropout = values.Number("dropout"), Scale = values.Value<RatingScale>("scale"),
                HiddenSize = values.Integer("hidden size"), LatentSize = values.Integer("hidden size") / 3, KlWeight = values.Number("KL weight"),
            }))),
    ];

    /// <summary>Methods for sequences: what comes next.</summary>
    public static IReadOnlyList<SurveyMethod> ForSequences { get; } =
    [
        .. ForPlays.Where(method => method.Name is Random or Popularity or "item neighbours"),
        new("sequence", new TunableRecommender(
            "last-item Markov",
            new ParameterSpace().LogInteger("window", 1, 20).LogInteger("look back", 1, 20).Uniform("decay", 0.3, 1).LogUniform("smoothing", 0.01, 10)
                .Include(("window", 1), ("look back", 1), ("decay", 0.8), ("smoothing", 1.0)),
            (values, _) => new LastItemMarkov(new()
            {
                Window = values!.Integer("window"), LookBack = values.Integer("look back"), Decay = values.Number("decay"), Smoothing = values.Number("smoothing"),
            }))),
        new("sequence", new TunableRecommender(
            "session neighbours",
            new ParameterSpace().LogInteger("neighbours", 10, 400).Choice("weighting", SessionWeighting.Uniform, SessionWeighting.Linear)
                .Uniform("inverse frequency", 0, 3).Uniform("rare shared items", 0, 3).LogInteger("reach", 5, 100)
                .Include(("neighbours", 100), ("weighting", SessionWeighting.Uniform), ("inverse frequency", 0.0), ("rare shared items", 0.0), ("reach", 10)),
            (values, _) => new SessionNeighbors(new()
            {
                Neighbors = values!.Integer("neighbours"), Weighting = values.Value<SessionWeighting>("weighting"), InverseFrequency = values.Number("inverse frequency"),
                RareSharedItems = values.Number("rare shared items"), Reach = values.Integer("reach"),
            }))),
        Recurrent("RNN", RecurrentKind.Rnn),
        Recurrent("GRU", RecurrentKind.Gru),
        Recurrent("LSTM", RecurrentKind.Lstm),
        new(Deep, new TunableRecommender(
            "self-attention",
            NextItem().Choice("heads", 1, 2, 4).Include([.. s_nextItem, ("heads", 1)]),
            (values, seed) => new SelfAttentionNextItem(seed, new()
            {
                Size = values!.Integer("size"), Dropout = values.Number("dropout"), LearningRate = values.Number("learning rate"), Epochs = values.Integer("epochs"), Heads = values.Integer("heads"),
            }))),
    ];

    private static ParameterSpace Neighborhood() => new ParameterSpace().LogInteger("neighbours", 10, 1000)
        .Choice("weighting", NeighborWeighting.Cosine, NeighborWeighting.TfIdf, NeighborWeighting.Bm25).Choice("scale", s_scales).LogUniform("shrinkage", 0.1, 100)
        .Include(("neighbours", 100), ("weighting", NeighborWeighting.Cosine), ("scale", RatingScale.Logarithm), ("shrinkage", 1.0));

    private static NeighborOptions Neighborhood(ParameterValues values) => new()
    {
        Neighbors = values.Integer("neighbours"),
        Weighting = values.Value<NeighborWeighting>("weighting"),
        Scale = values.Value<RatingScale>("scale"),
        Shrinkage = values.Number("shrinkage"),
    };

    /// <summary>What may be chosen about factors by least squares, here and in hybrids.</summary>
    internal static ParameterSpace Factors() =>
        new ParameterSpace().Choice("factors", 32, 64, 128, 256).LogUniform("regularisation", 1, 300).LogUniform("confidence", 0.1, 30).Choice("scale", s_scales);

    internal static AlternatingLeastSquaresOptions Factors(ParameterValues values) => new()
    {
        Factors = values.Integer("factors"),
        Regularization = values.Number("regularisation"),
        Confidence = values.Number("confidence"),
        Scale = values.Value<RatingScale>("scale"),
    };

    internal static ParameterSpace Network() =>
        new ParameterSpace().LogUniform("learning rate", 3e-4, 5e-3).Uniform("dropout", 0.1, 0.8).Choice("scale", RatingScale.Binary, RatingScale.Logarithm);

    private static ParameterSpace NextItem() =>
        new ParameterSpace().Choice("size", 32, 64, 128).Uniform("dropout", 0, 0.6).LogUniform("learning rate", 5e-4, 1e-2).Choice("epochs", 10, 25, 60);

    private static SurveyMethod Recurrent(string name, RecurrentKind kind) => new(Deep, new TunableRecommender(
        name,
        NextItem().Include(s_nextItem),
        (values, seed) => new RecurrentNextItem(seed, new()
        {
            Kind = kind,
            Size = values!.Integer("size"),
            Dropout = values.Number("dropout"),
            LearningRate = values.Number("learning rate"),
            Epochs = values.Integer("epochs"),
        })));
}

/// <summary>A method of the survey.</summary>
/// <param name="Family">What kind it is of, such as "neighbours" or <see cref="SurveyMethods.Deep"/>.</param>
/// <param name="Tunable">How it is made.</param>
public sealed record SurveyMethod(string Family, TunableRecommender Tunable)
{
    /// <summary>What it is called.</summary>
    public string Name => Tunable.Name;
}
