using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>A method's figures in <see cref="MultimodalStudy"/>.</summary>
/// <param name="Name">Which modalities it knows, or the baseline's name.</param>
/// <param name="Artists">New artists of whom it knows anything.</param>
/// <param name="Settings">What was chosen on other artists.</param>
/// <param name="Ndcg">Each listener's NDCG@10 with all new artists ranked.</param>
/// <param name="NdcgOfCommon">The same among new artists that have tags and sound alike, in the order of the listeners who play one.</param>
public sealed record MultimodalResult(string Name, int Artists, string Settings, double[] Ndcg, double[] NdcgOfCommon);

/// <summary>
/// Multimodal recommendation (paper 003's challenges): new artists, of whom there is no play at all, are ranked for listeners by what each kind of knowledge tells about them:
/// tags, genres, sound, lyrics, playlists; alone and together. Each is mapped to the factors of the plays (<see cref="FeatureToFactorMapping"/>). Half of the listeners are judged, tags
/// come from the other half. An artist of whom a method knows nothing stands last, so the first figure is of reach and worth together; the second compares worth alone, among artists
/// that have both tags and sound.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class MultimodalStudy : IRenderable
{
    /// <summary>The method that knows everything.</summary>
    public const string Together = "all together";

    /// <summary>The method that knows everything but what listeners wrote.</summary>
    public const string WithoutTags = "all but tags";

    /// <summary>New artists by how many tags they were given: popularity as far as a new artist has any.</summary>
    public const string MostTagged = "most tagged first";

    /// <summary>New artists in random order.</summary>
    public const string Chance = "random";

    private static readonly double[] _regularizations = [2, 8, 32], _shares = [0.3, 1];
    private static readonly bool[] _populations = [false, true];
    private readonly ulong _seed;

    private MultimodalStudy(IReadOnlyList<MultimodalResult> results, int artists, int common, ulong seed) => (Results, NewArtists, CommonArtists, _seed) = (results, artists, common, seed);

    /// <summary>The methods' figures.</summary>
    public IReadOnlyList<MultimodalResult> Results { get; }

    /// <summary>Artists without training plays that are ranked.</summary>
    public int NewArtists { get; }

    /// <summary>Those of them that have tags and sound.</summary>
    public int CommonArtists { get; }

    /// <summary>Runs the study.</summary>
    /// <param name="lastFm">Plays and tags.</param>
    /// <param name="modalities">Such as <see cref="ArtistModalities.Of"/>, tags and sound among them.</param>
    /// <param name="seed">Decides which artists are new, who is judged, and what the methods draw.</param>
    /// <param name="share">Share of the artists that could be new which are, above 0 to 0.4; as many others serve for choosing settings.</param>
    /// <param name="minimumListeners">Listeners that an artist must have to be among those, 1 or more.</param>
    /// <param name="factors">The factorisation of the plays.</param>
    /// <exception cref="ArgumentException">Tags or sound are missing, two modalities have one name, there are not enough such artists, or nobody judged plays one.</exception>
    public static MultimodalStudy Run(
        LastFm lastFm, IReadOnlyList<ArtistModality> modalities, ulong seed, double share = 0.2, int minimumListeners = 5, AlternatingLeastSquaresOptions? factors = null)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        ArgumentNullException.ThrowIfNull(modalities);
        Throw.IfNotNamedApart(modalities, modality => modality.Name, [Together, WithoutTags, MostTagged, Chance]);
        foreach (string needed in new[] { ArtistModalities.Tags, ArtistModalities.Sound }.Where(needed => modalities.All(modality => modality.Name != needed)))
        {
            throw new ArgumentException($"{nameof(modalities)} has no '{needed}', which the study needs beside '{(needed == ArtistModalities.Tags ? ArtistModalities.Sound : ArtistModalities.Tags)}'; given: {string.Join(", ", modalities.Select(modality => modality.Name))}.", nameof(modalities));
        }

        Throw.IfNotAboveZeroTo(share, 0.4);
        Throw.IfBelow(minimumListeners, 1);
        RandomStream seeds = new(seed);
        int[] order = seeds.Split(0).Permutation(lastFm.Plays.UserCount), players = lastFm.Plays.UsersPerItem();
        int[] judged = [.. order[..(order.Length / 2)].Order()];
        int[] everybody = [.. Enumerable.Range(0, lastFm.Plays.ItemCount)];
        bool[] known = new bool[everybody.Length];
        foreach (ContentTable content in modalities.Select(modality => modality.Build(everybody, judged)))
        {
            for (int artist = 0; artist < known.Length; artist++)
            {
                known[artist] |= content.Values.RowColumns(artist).Length > 0;
            }
        }

        int[] eligible = [.. everybody.Where(artist => known[artist] && players[artist] >= minimumListeners)];
        int count = (int)(share * eligible.Length);
        if (count == 0)
        {
            throw new ArgumentException(FormattableString.Invariant($"A {nameof(share)} of {share} of {eligible.Length} artists with {nameof(minimumListeners)} ({minimumListeners}) or more of whom anything is known leaves no artist to be new; at least {Math.Ceiling(1 / share)} are needed. Lower {nameof(minimumListeners)} or raise {nameof(share)}."));
        }

        int[] places = [.. seeds.Split(1).Permutation(eligible.Length).Select(place => eligible[place])];
        int[] test = [.. places[..count].Order()], validation = [.. places[count..(2 * count)].Order()];
        MultimodalSide last = MultimodalSide.Of(lastFm, modalities, test, test, judged), choosing = MultimodalSide.Of(lastFm, modalities, [.. test, .. validation], validation, judged);
        ulong own = seeds.Split(2).NextUInt64();
        int[] taggings = new int[known.Length];
        HashSet<int> judges = [.. judged];
        foreach (Tagging tagging in lastFm.Taggings.Where(tagging => !judges.Contains(tagging.User)))
        {
            taggings[tagging.Artist]++;
        }

        List<MultimodalResult> results =
        [
            last.Judge(Chance, "", null, (listener, artist) => new RandomStream(own).Split((ulong)listener).Split((ulong)artist).NextDouble()),
            last.Judge(MostTagged, "", null, (_, artist) => taggings[artist]),
        ];
        foreach ((string name, bool[] used) in Kinds(modalities))
        {
            // What tags weigh beside the rest is chosen; that of the others among themselves is not.
            bool[] isTags = [.. modalities.Select(modality => modality.Name == ArtistModalities.Tags)];
            double[] shares = name == Together ? _shares : [1];
            (double Share, double Regularization)[] candidates = [.. from part in shares from value in _regularizations select (part, value)];
            MultimodalResult Try(MultimodalSide side, (double Share, double Regularization) candidate) => side.Map(
                name, FormattableString.Invariant($"λ {candidate.Regularization}") + (shares.Length > 1 ? FormattableString.Invariant($", tags 1, others {candidate.Share}") : ""),
                [.. used.Select((isUsed, place) => !isUsed ? 0 : isTags[place] ? 1 : candidate.Share)],
                new FeatureToFactorOptions { Regularization = candidate.Regularization, Factors = factors ?? new() }, own);
            double[] figures = [.. candidates.Select(candidate => Try(choosing, candidate).Ndcg.Average())];
            results.Add(Try(last, candidates[Array.IndexOf(figures, figures.Max())]));
        }

        return new MultimodalStudy(results, test.Length, last.CommonCount, seed);
    }

    /// <summary>The result of one method.</summary>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public MultimodalResult this[string method]
    {
        get
        {
            MultimodalResult? result = Results.FirstOrDefault(result => result.Name == method);
            if (result is null)
            {
                Throw.Unknown("method", method, Results.Select(other => other.Name));
            }

            return result;
        }
    }

    /// <summary>A method's figures minus another's, listener by listener; not corrected for how many are asked about (<see cref="Tests"/> is).</summary>
    /// <param name="method">A name in <see cref="Results"/>.</param>
    /// <param name="baseline">Another.</param>
    /// <param name="common">Among artists that have tags and sound alike.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public PairedRandomizationTest Difference(string method, string baseline, bool common = false)
    {
        double[] first = common ? this[method].NdcgOfCommon : this[method].Ndcg, second = common ? this[baseline].NdcgOfCommon : this[baseline].Ndcg;
        return PairedRandomizationTest.Of([.. first.Select((value, place) => value - second[place])], new RandomStream(_seed).Split(3).NextUInt64());
    }

    /// <summary>All modalities together against every other method, among all new artists and among those that have tags and sound.</summary>
    public Table Tests() => PairedTestTable.Of(
        ["method", "against", "artists"], "NDCG@10 difference",
        [
            .. from common in _populations from other in Results where other.Name != Together
               select (new object?[] { Together, other.Name, common ? "with tags and sound" : "all new" }, Difference(Together, other.Name, common)),
        ],
        $"{Results[0].Ndcg.Length:N0} and {Results[0].NdcgOfCommon.Length:N0} listeners");

    /// <summary>NDCG@10 of each method among all new artists, with its bootstrap interval over listeners.</summary>
    public Figure Picture() => Figure.Intervals(Results.Select((result, place) =>
        {
            ConfidenceInterval interval = Intervals.Bootstrap(result.Ndcg, new RandomStream(_seed).Split(4).Split((ulong)place).NextUInt64(), 2_000);
            return ($"{result.Name} ({result.Artists:N0} artists)", interval.Estimate, interval.Low, interval.High);
        }))
        .Title("New artists: what each kind of knowledge tells").Subtitle($"NDCG@10 among {NewArtists:N0} new artists, mean over {Results[0].Ndcg.Length:N0} listeners with its 95 % interval; in brackets of how many artists it knows anything")
        .XAxis("NDCG@10");

    /// <summary>Records every method's means.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (MultimodalResult result in Results)
        {
            string key = $"{set}.{PopularityStudy.Key(result.Name)}";
            Metrics.Record($"{key}.artists", result.Artists);
            Metrics.Record($"{key}.ndcg", result.Ndcg.Average());
            Metrics.Record($"{key}.ndcg-of-common", result.NdcgOfCommon.Average());
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private static IEnumerable<(string Name, bool[] Used)> Kinds(IReadOnlyList<ArtistModality> modalities)
    {
        for (int own = 0; own < modalities.Count; own++)
        {
            yield return (modalities[own].Name, [.. modalities.Select((_, place) => place == own)]);
        }

        yield return (WithoutTags, [.. modalities.Select(modality => modality.Name != ArtistModalities.Tags)]);
        yield return (Together, [.. modalities.Select(_ => true)]);
    }

    private Table ToTable() => Table.Of(
            Results, ("knows", result => result.Name), ("new artists known", result => result.Artists), ("settings", result => result.Settings),
            ("NDCG@10", result => result.Ndcg.Average()), ("among those with tags and sound", result => result.NdcgOfCommon.Average()))
        .Format("NDCG@10", "0.0000").Format("among those with tags and sound", "0.0000").Best("NDCG@10").Best("among those with tags and sound")
        .Note($"{NewArtists:N0} artists without any training play, {CommonArtists:N0} of them with tags and sound, ranked among themselves for {Results[0].Ndcg.Length:N0} and {Results[0].NdcgOfCommon.Length:N0} listeners who play some. Of whom nothing is known stands last. Tags come from listeners who are not judged; settings were chosen on other artists.");
}
