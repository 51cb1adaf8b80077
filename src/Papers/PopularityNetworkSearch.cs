using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// The paper's future work on hyper-parameters: settings of its network searched at random with successive halving, inside the training songs
/// of one fold, and then held against the network as written on that fold's test songs, which the search has not seen.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityNetworkSearch : IRenderable
{
    /// <summary>What the network as written is called in <see cref="Study"/>.</summary>
    public const string AsWritten = "as written";

    /// <summary>What the network with the settings found is called in <see cref="Study"/>.</summary>
    public const string Found = "found";

    private const double HeldOutShare = 0.2;

    private PopularityNetworkSearch(SearchResult search, PopularityNetworkSettings settings, PopularityNetworkStudy study) =>
        (Search, Settings, Study) = (search, settings, study);

    /// <summary>Nine candidates for two epochs, three for six, one for eighteen.</summary>
    public static SearchSettings Budget { get; } = new()
    {
        Candidates = 9,
        Resource = SearchResource.Iterations,
        MinimumResource = 2,
        MaximumResource = 18,
    };

    /// <summary>Every candidate with its R² on training songs held out, by the epochs it was given.</summary>
    public SearchResult Search { get; }

    /// <summary>The settings found.</summary>
    public PopularityNetworkSettings Settings { get; }

    /// <summary>Both networks on the fold's test songs, with several seeds.</summary>
    public PopularityNetworkStudy Study { get; }

    /// <summary>What is searched: the network as written, and what is drawn around it.</summary>
    public static ParameterSpace Space()
    {
        PopularityNetworkSettings written = new();
        return new ParameterSpace()
            .LogUniform("learning rate", 3e-4, 1e-2).Choice("batch", 16, 32, 64, 128).LogInteger("embedding", 4, 32).LogInteger("states", 8, 64)
            .LogInteger("dense units", 8, 128).Uniform("dropout", 0, 0.4).Choice("numbers as", "sequence", "one position")
            .Include(
                ("learning rate", written.LearningRate), ("batch", written.BatchSize), ("embedding", written.EmbeddingSize), ("states", written.HiddenSize),
                ("dense units", written.DenseSize), ("dropout", written.Dropout), ("numbers as", "sequence"));
    }

    /// <summary>The settings that a candidate stands for.</summary>
    /// <param name="values">Drawn from <see cref="Space"/>.</param>
    /// <param name="epochs">Passes over the training songs.</param>
    public static PopularityNetworkSettings SettingsOf(ParameterValues values, int epochs)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new PopularityNetworkSettings
        {
            LearningRate = values.Number("learning rate"),
            BatchSize = values.Integer("batch"),
            EmbeddingSize = values.Integer("embedding"),
            HiddenSize = values.Integer("states"),
            DenseSize = values.Integer("dense units"),
            Dropout = values.Number("dropout"),
            UsesNumericSequence = values.Value<string>("numbers as") == "sequence",
            Epochs = epochs,
        };
    }

    /// <summary>Searches among a fold's training songs and judges on its test songs.</summary>
    /// <param name="songs">Songs.</param>
    /// <param name="fold">What to search and train on, and what to judge on.</param>
    /// <param name="cut">From which popularity on a song is popular, for what is reported; 0 to 100.</param>
    /// <param name="budget">Resources are epochs, with a maximum; null for <see cref="Budget"/>.</param>
    /// <param name="seeds">How often each of the two networks is trained for the comparison, 1 or more.</param>
    /// <param name="seed">Decides the songs held out, the candidates and all weights.</param>
    /// <exception cref="ArgumentException">The fold is not of these songs, or the budget is in rows or has no maximum.</exception>
    public static PopularityNetworkSearch Run(
        PopularitySongs songs, Split fold, int cut = PopularityFolds.MedianCut, SearchSettings? budget = null, int seeds = 3, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(songs);
        FoldRows.Check([fold], songs.Count);
        SearchSettings chosen = budget ?? Budget;
        RandomStream random = new(seed);
        int[] order = [.. random.Split(0).Permutation(fold.Train.Length).Select(place => fold.Train[place])];
        int heldOutCount = Math.Max(2, (int)(HeldOutShare * order.Length));
        Throw.IfBelow(order.Length - heldOutCount, 1, "number of training songs to search with");
        int[] heldOut = order[..heldOutCount], training = order[heldOutCount..];
        double[] targets = FoldRows.Pick(songs.Popularity.ToArray(), heldOut);
        SearchResult search = RandomSearch.Run(Space(), chosen, Score, random.Split(1).NextUInt64(), "epochs");
        PopularityNetworkSettings settings = SettingsOf(search.Best.Parameters, search.Rungs[^1].Resource);
        return new PopularityNetworkSearch(
            search, settings, PopularityNetworkStudy.Run(songs, [fold], cut, seeds, [(AsWritten, new PopularityNetworkSettings()), (Found, settings)], random.Split(2).NextUInt64()));

        double Score(SearchTrial trial)
        {
            PopularityNetwork network = new(trial.Seed, SettingsOf(trial.Parameters, trial.Resource));
            try
            {
                network.Fit(songs, training);
                return RegressionMetrics.RSquared(targets, network.Predict(songs, heldOut));
            }
            catch (ArithmeticException)
            {
                // Its learning rate was too large for its weights to stay finite.
                return double.NegativeInfinity;
            }
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => Search.ToHtml() + Study.ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{Search.ToText()}\n\n{Study.ToText()}";

    /// <summary>Search and study as text.</summary>
    public override string ToString() => ToText();
}
