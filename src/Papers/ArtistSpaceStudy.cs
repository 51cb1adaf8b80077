using System.Globalization;
using MusicRec.Embeddings;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Artist spaces judged by the same triplets of Spotify's related artists: skip-gram over several seeds beside gensim's on the same sentences,
/// mutual information, and <see cref="ArtistSpace"/>, whose parts are joined as triplets inside one half of the artists have it.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ArtistSpaceStudy : IRenderable
{
    private readonly (string Name, string Key, ArtistTriplets Triplets)[] _lists;
    private readonly ArtistSpaceSelection _selection;
    private readonly ReferenceTriplets? _peer;
    private readonly double[][] _skipGrams;
    private readonly double[][] _untouchedSkipGrams;
    private readonly double[] _heard;
    private readonly double[] _best;
    private readonly ConfidenceInterval[] _leads;

    private ArtistSpaceStudy(
        (string Name, string Key, ArtistTriplets Triplets)[] lists, IReadOnlyList<NamedVectors> skipGrams, ArtistSpaceParts parts, ReferenceTriplets? peer, ulong seed)
    {
        (_lists, _peer) = (lists, peer);
        _selection = ArtistSpaceSelection.Run(parts, [.. lists.Select(list => list.Triplets)]);
        Space = parts.Join(Choice.TagShare, Choice.NeighborShare);
        double[][][] right = [.. lists.Select(list => skipGrams.Select(list.Triplets.Right).ToArray())];
        double[][] own = [.. lists.Select(list => list.Triplets.Right(Space))];
        _skipGrams = [.. right.Select(seeds => seeds.Select(values => values.Average()).ToArray())];
        _heard = [.. lists.Select(list => list.Triplets.Accuracy(parts.Heard))];
        _best = [.. own.Select(values => values.Average())];
        _leads =
        [
            .. lists.Select((list, place) => list.Triplets.Interval(
                [.. own[place].Select((value, triplet) => value - right[place].Average(values => values[triplet]))], seed)),
        ];
        _untouchedSkipGrams =
        [
            .. lists.Select((list, place) =>
            {
                int[] inside = [.. Enumerable.Range(0, list.Triplets.Count).Where(triplet => IsUntouched(list.Triplets.Known[triplet]))];
                return right[place].Select(values => inside.Average(triplet => values[triplet])).ToArray();
            }),
        ];
    }

    /// <summary>Our best space: the parts joined as chosen on half 0 of the first halving.</summary>
    public NamedVectors Space { get; }

    /// <summary>That choice.</summary>
    public ArtistSpaceChoice Choice => _selection.Choices[0];

    /// <summary>Judges them.</summary>
    /// <param name="lists">A title, a short name and the triplets of each list.</param>
    /// <param name="skipGrams">Skip-gram's vectors, one for each seed.</param>
    /// <param name="parts">What our best space is joined from.</param>
    /// <param name="peer">Gensim's figures, by the lists' short names; null: none.</param>
    /// <param name="seed">Decides the intervals' draws.</param>
    /// <exception cref="ArgumentException">There is no list or no skip-gram, or the peer counted other triplets.</exception>
    /// <exception cref="InvalidOperationException">A half of the artists has no triplets.</exception>
    public static ArtistSpaceStudy Run(
        IReadOnlyList<(string Name, string Key, ArtistTriplets Triplets)> lists, IReadOnlyList<NamedVectors> skipGrams, ArtistSpaceParts parts, ReferenceTriplets? peer, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(skipGrams);
        ArgumentNullException.ThrowIfNull(parts);
        Throw.IfEmpty(lists.Count, nameof(lists));
        Throw.IfEmpty(skipGrams.Count, nameof(skipGrams));
        foreach ((_, string key, ArtistTriplets triplets) in peer is null ? [] : lists)
        {
            Throw.IfLengthsDiffer(triplets.Count, $"the triplets of {key}", peer!.Count(key), "those that the peer counted");
        }

        return new ArtistSpaceStudy([.. lists], skipGrams, parts, peer, seed);
    }

    /// <summary>Records counts and accuracies, also of the untouched half.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        for (int list = 0; list < _lists.Length; list++)
        {
            string name = $"{set}.{_lists[list].Key}";
            Metrics.Record($"{name}.count", _lists[list].Triplets.Count);
            Metrics.Record($"{name}.skip-gram", _skipGrams[list].Average());
            Metrics.Record($"{name}.skip-gram.lowest", _skipGrams[list].Min());
            Metrics.Record($"{name}.mutual-information", _heard[list]);
            Metrics.Record($"{name}.our-best", _best[list]);
            Metrics.Record($"{name}.our-best.untouched", Choice.Untouched[list]);
            Metrics.Record($"{name}.our-best.untouched.mean", _selection.Choices.Average(choice => choice.Untouched[list]));
            if (_peer is not null)
            {
                Metrics.Record($"{name}.skip-gram-gensim", _skipGrams[list].Average() - _peer.Accuracies(_lists[list].Key).Average());
                Metrics.Record($"{name}.our-best-gensim", _best[list] - _peer.Accuracies(_lists[list].Key).Average());
                Metrics.Record($"{name}.our-best-gensim.untouched", Choice.Untouched[list] - Untouched(list, Choice).Average());
                Metrics.Record($"{name}.our-best-gensim.untouched.least", Leads(list).Min());
            }
        }

        Metrics.Record($"{set}.choice.tag-share", Choice.TagShare);
        Metrics.Record($"{set}.choice.neighbor-share", Choice.NeighborShare);
    }

    /// <summary>Where our best space has its figures from: the untouched half of the first halving, and all sixteen choices.</summary>
    public Table UntouchedHalves()
    {
        Table table = new("judged by", "untouched", "gensim", "skip-gram", "our best", "− gensim", "16 halves: our best", "± sd", "− gensim ", "± sd ", "least");
        for (int list = 0; list < _lists.Length; list++)
        {
            (double mean, double deviation) = ResampledTTest.Describe([.. _selection.Choices.Select(choice => choice.Untouched[list])]);
            (double Mean, double Deviation)? lead = _peer is null ? null : ResampledTTest.Describe(Leads(list));
            table.Row(
                _lists[list].Name, _lists[list].Triplets.Known.Count(IsUntouched), _peer is null ? null : Untouched(list, Choice).Average(), _untouchedSkipGrams[list].Average(), Choice.Untouched[list],
                _peer is null ? null : 100 * (Choice.Untouched[list] - Untouched(list, Choice).Average()), mean, deviation, 100 * lead?.Mean, 100 * lead?.Deviation, _peer is null ? null : 100 * Leads(list).Min());
        }

        foreach (string header in (ReadOnlySpan<string>)["gensim", "skip-gram", "our best", "16 halves: our best", "± sd"])
        {
            table.Format(header, "0.0 %");
        }

        foreach (string header in (ReadOnlySpan<string>)["− gensim", "− gensim ", "least"])
        {
            table.Format(header, "+0.0;−0.0;0.0");
        }

        int sameTags = _selection.Choices.Count(choice => choice.TagShare is 0.5 or 0.75), shared = _selection.Choices.Count(choice => choice.NeighborShare > 0);
        return table.Format("± sd ", "0.0").Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Chosen on half 0 of the first halving: tags have {Choice.TagShare:0%} of the cosine, neighbours' tags count {Choice.NeighborShare:0.##} times the own. Of 16 choices, {sameTags} give the tags 50 or 75 %, {shared} share them along the lists; {ArtistSpaceSelection.Candidates.Count} candidates, among them lists alone and tags alone. Sixteen halves overlap, so their sd says less than that of sixteen samples."));
    }

    /// <summary>The shares of all triplets, space by space.</summary>
    public Figure Figure()
    {
        IEnumerable<string> peer = _peer is null ? [] : ["gensim's skip-gram"];
        string[] spaces = [.. peer, "our skip-gram", "mutual information", "our best"];
        double[] Shares(int list) => [.. _peer is null ? Array.Empty<double>() : [_peer.Accuracies(_lists[list].Key).Average()], _skipGrams[list].Average(), _heard[list], _best[list]];
        return Reporting.Figure.GroupedBar(spaces, _lists.Select((list, place) => (list.Name, Shares(place))))
            .Title("Triplets told rightly")
            .Subtitle(string.Create(CultureInfo.InvariantCulture, $"{string.Join(" and ", _lists.Select(list => list.Triplets.Count.ToString("#,0", CultureInfo.InvariantCulture)))} triplets of Spotify's related artists with three known artists; chance is 50 %"))
            .YAxis("triplets right", percent: true).YRange(0.5, 1);
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    // By the first choice: none of the artists is in the half that it was made on.
    private bool IsUntouched((string Anchor, string Positive, string Negative) triplet) =>
        ArtistHalves.HalfOf(triplet.Anchor, Choice.Halving) != Choice.Half && ArtistHalves.HalfOf(triplet.Positive, Choice.Halving) != Choice.Half
        && ArtistHalves.HalfOf(triplet.Negative, Choice.Halving) != Choice.Half;

    private IReadOnlyList<double> Untouched(int list, ArtistSpaceChoice choice) => _peer!.Accuracies(_lists[list].Key, choice.Halving, 1 - choice.Half);

    private double[] Leads(int list) => [.. _selection.Choices.Select(choice => choice.Untouched[list] - Untouched(list, choice).Average())];

    private Table ToTable()
    {
        Table table = new("judged by", "count", "all known", "gensim", "± sd", "skip-gram", "± sd ", "lowest", "mutual information", "our best", "− gensim", "− skip-gram, 95 % interval");
        for (int list = 0; list < _lists.Length; list++)
        {
            ArtistTriplets triplets = _lists[list].Triplets;
            (double Mean, double Deviation)? theirs = _peer is null ? null : ResampledTTest.Describe([.. _peer.Accuracies(_lists[list].Key)]);
            (double Mean, double Deviation)? ours = _skipGrams[list].Length < 2 ? null : ResampledTTest.Describe(_skipGrams[list]);
            ConfidenceInterval lead = _leads[list];
            table.Row(
                _lists[list].Name, triplets.Count, triplets.Count / (double)triplets.All, theirs?.Mean, theirs?.Deviation, _skipGrams[list].Average(), ours?.Deviation, _skipGrams[list].Min(), _heard[list], _best[list],
                theirs is null ? null : 100 * (_best[list] - theirs.Value.Mean), string.Create(CultureInfo.InvariantCulture, $"{100 * lead.Low:+0.0;−0.0;0.0} to {100 * lead.High:+0.0;−0.0;0.0}"));
        }

        foreach (string header in (ReadOnlySpan<string>)["all known", "gensim", "skip-gram", "lowest", "mutual information", "our best"])
        {
            table.Format(header, "0.0 %");
        }

        return table.Format("± sd", "0.00 %").Format("± sd ", "0.00 %").Format("− gensim", "+0.0;−0.0;0.0").Note(
            $"Triplets told rightly; skip-gram over {_skipGrams[0].Length} seeds{(_peer is null ? "" : $", gensim over {_peer.Accuracies(_lists[0].Key).Count} ({_peer.MadeWith}) on the same sentences")}. Differences in points; the interval by bootstrap over anchors.");
    }
}
