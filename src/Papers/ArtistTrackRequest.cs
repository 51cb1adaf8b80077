namespace MusicRec.Papers;

/// <summary>What a listener asks <see cref="ArtistTrackSuggester"/> for.</summary>
public sealed record ArtistTrackRequest
{
    /// <summary>How many songs, 1 or more.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Most songs by one artist, 1 or more; of a song by several each of them counts.</summary>
    public int MostPerArtist { get; init; } = 1;

    /// <summary>
    /// Artists to be near to, by name: songs are then by these artists and by the <see cref="NearArtists"/> most like them. Empty: by any artist.
    /// Names that are not known are answered with near ones and count as not given.
    /// </summary>
    public IReadOnlyList<string> Like { get; init; } = [];

    /// <summary>How many of the catalogue's artists, those most like the ones of <see cref="Like"/>, may play the songs besides these; 0 or more.</summary>
    public int NearArtists { get; init; } = 50;

    /// <summary>Whether songs by artists whom the listener has rated may be suggested; songs that were rated never are.</summary>
    public bool IncludesRatedArtists { get; init; }

    /// <summary>Whether songs by artists without a vector may be suggested, of which the model knows the sound alone.</summary>
    public bool IncludesUnknownArtists { get; init; }

    internal void Check()
    {
        Throw.IfBelow(Count, 1);
        Throw.IfBelow(MostPerArtist, 1);
        ArgumentNullException.ThrowIfNull(Like);
        Throw.IfBelow(NearArtists, 0);
    }
}
