using System.Collections;
using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>The answer to a request: songs, best first, or what stands in the way of them.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityRecommendations : IReadOnlyList<PopularityRecommendation>, IRenderable
{
    private readonly PopularityRecommendation[] _songs;
    private readonly string[] _notes;

    internal PopularityRecommendations(
        PopularityRequest request, PopularityOutcome outcome, IEnumerable<PopularityRecommendation> songs, IEnumerable<FilterCount> filters,
        IEnumerable<NearMiss> nearest, IEnumerable<string> nearNames, IEnumerable<string> notes)
    {
        (Request, Outcome, _songs, _notes) = (request, outcome, [.. songs], [.. notes]);
        (Filters, Nearest, NearNames) = ([.. filters], [.. nearest], [.. nearNames]);
    }

    /// <summary>What was asked for.</summary>
    public PopularityRequest Request { get; }

    /// <summary>How it was answered.</summary>
    public PopularityOutcome Outcome { get; }

    /// <summary>What each filter leaves; empty where none was set.</summary>
    public IReadOnlyList<FilterCount> Filters { get; }

    /// <summary>Where no song passes, the songs that miss the least: fewest filters first, then by how little.</summary>
    public IReadOnlyList<NearMiss> Nearest { get; }

    /// <summary>Where a name is unknown, known ones that are like it.</summary>
    public IReadOnlyList<string> NearNames { get; }

    /// <inheritdoc/>
    public int Count => _songs.Length;

    /// <inheritdoc/>
    public PopularityRecommendation this[int index]
    {
        get
        {
            Throw.IfOutside(index, 0, Count - 1);
            return _songs[index];
        }
    }

    /// <summary>The answer in a sentence.</summary>
    public string Message => Outcome switch
    {
        PopularityOutcome.Found => Count == 1 ? "1 song." : string.Create(CultureInfo.InvariantCulture, $"{Count} songs."),
        PopularityOutcome.Fewer => string.Create(CultureInfo.InvariantCulture, $"{Request.Count} asked for, {Count} found: no other song passes ({Most()})."),
        PopularityOutcome.UnknownGenre => $"The catalogue has no genre {Quoted(Request.Genres)}." + (NearNames.Count > 0 ? $" Near names: {string.Join(", ", NearNames)}." : ""),
        _ => Blame(),
    };

    /// <inheritdoc/>
    public IEnumerator<PopularityRecommendation> GetEnumerator() => ((IEnumerable<PopularityRecommendation>)_songs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The answer as text.</summary>
    public override string ToString() => ToText();

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"“{(name.Length > 60 ? $"{name.AsSpan(0, 60)}…" : name)}”"));

    private string Most() => Request.MaximumPerArtist == 1
        ? "one song per artist, each song once"
        : string.Create(CultureInfo.InvariantCulture, $"at most {Request.MaximumPerArtist} per artist, each song once");

    // One filter that nothing passes is to blame alone; else those are named without which songs would be left.
    private string Blame()
    {
        FilterCount[] empty = [.. Filters.Where(filter => filter.Alone == 0)];
        if (empty.Length > 0)
        {
            return $"No song passes: {string.Join(" and ", empty.Select(filter => filter.Filter))} {(empty.Length == 1 ? "leaves" : "leave")} nothing even alone.";
        }

        FilterCount[] decisive = [.. Filters.Where(filter => filter.WithoutIt > 0)];
        return decisive.Length == 0
            ? "No song passes, and none would if one filter were dropped."
            : "No song passes all filters together. " + string.Join(" ", decisive.Select(filter => string.Create(
                CultureInfo.InvariantCulture, $"Without “{filter.Filter}”, {filter.WithoutIt:#,0} would.")));
    }

    private Table ToTable()
    {
        Table table = _songs.Length > 0
            ? Table.Of(
                _songs.Select((song, place) => (It: song, Rank: place + 1)), ("#", row => row.Rank), ("song", row => row.It.Title), ("artist", row => row.It.Artist),
                ("year", row => row.It.Year?.ToString(CultureInfo.InvariantCulture) ?? ""), ("genre", row => row.It.Genre),
                ("predicted popularity", row => PopularityRecommendation.OnScale(row.It.PredictedPopularity)), ("score", row => row.It.Score), ("why", row => row.It.Reason))
                .Format("score", "0.000").Format("predicted popularity", "0").Align("year", Alignment.Right)
            : Outcome == PopularityOutcome.UnknownGenre
            ? Table.Of(NearNames, ("genres of the catalogue like it", name => name))
            : Table.Of(Filters, ("filter", row => row.Filter), ("songs that pass it", row => row.Alone), ("songs that pass all others", row => row.WithoutIt));
        table.Caption(Message);
        foreach (NearMiss near in Nearest)
        {
            table.Note($"Near: {near.Title} ({near.Artist}): {near.Misses}.");
        }

        foreach (string note in _notes)
        {
            table.Note(note);
        }

        return table;
    }
}
