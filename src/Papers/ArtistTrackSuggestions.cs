using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>The songs suggested, the most probable first, with their reasons.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ArtistTrackSuggestions : IRenderable
{
    private readonly string _model;

    internal ArtistTrackSuggestions(string model, IReadOnlyList<ArtistTrackSuggestion> songs, IReadOnlyList<UnknownArtist> unknown, int candidates) =>
        (_model, Songs, UnknownArtists, CandidateCount) = (model, songs, unknown, candidates);

    /// <summary>The songs; fewer than asked for where the request leaves no more.</summary>
    public IReadOnlyList<ArtistTrackSuggestion> Songs { get; }

    /// <summary>Names in the request that are not known, with near ones.</summary>
    public IReadOnlyList<UnknownArtist> UnknownArtists { get; }

    /// <summary>Songs of the catalogue that the request allows.</summary>
    public int CandidateCount { get; }

    /// <summary>The songs as a table: shares of artist and sound in points, and whom and what the listener likes that is nearest.</summary>
    public Table ToTable() => Table.Of(
            Songs, ("song", song => song.Title), ("artist", song => song.Artist), ("probability", song => song.Probability),
            ("artist adds", song => 100 * song.ArtistShare), ("liked artist most like it", song => song.NearestArtist), ("likeness", song => song.ArtistLikeness),
            ("sound adds", song => 100 * song.SoundShare), ("liked song that sounds like it", song => song.NearestSong))
        .Format("probability", "0.0 %").Format("artist adds", "+0;−0;0").Format("sound adds", "+0;−0;0").Format("likeness", "0.00")
        .Caption(UnknownArtists.Count == 0 ? "" : $"Not known: {string.Join("; ", UnknownArtists.Select(Describe))}")
        .Note(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"By {_model}, from {CandidateCount} songs. What artist and sound add, in points, starts from {(Songs.Count == 0 ? 0 : Songs[0].Average):0 %}, the mean over the songs rated. Probabilities rank; nobody has checked them on this catalogue."));

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The songs as text.</summary>
    public override string ToString() => ToText();

    private static string Describe(UnknownArtist artist) => artist.NearNames.Count == 0
        ? $"'{artist.Name}'"
        : $"'{artist.Name}' (near: {string.Join(", ", artist.NearNames)})";
}
