namespace MusicRec.Papers;

/// <summary>What a listener asks for: filters that a song must pass, and by what the songs that pass are ranked.</summary>
public sealed record PopularityRequest
{
    /// <summary>Genres of which a song must have one, in capitals or not; none: all.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>First year, included; null: no limit. A song whose year is unknown passes no limit.</summary>
    public int? FirstYear { get; init; }

    /// <summary>Last year, included; null: no limit.</summary>
    public int? LastYear { get; init; }

    /// <summary>The mood a song must have; null: any.</summary>
    public SongMood? Mood { get; init; }

    /// <summary>Artists whose songs are left out, in capitals or not.</summary>
    public IReadOnlyList<string> ArtistsLeftOut { get; init; } = [];

    /// <summary>Whether explicit songs may come, where the data know them.</summary>
    public bool AllowsExplicit { get; init; } = true;

    /// <summary>How many songs, 1 or more; fewer come back when no more pass.</summary>
    public int Count { get; init; } = 10;

    /// <summary>At most so many songs of one artist, 1 or more.</summary>
    public int MaximumPerArtist { get; init; } = 2;

    /// <summary>
    /// The dial between obscure (0) and mainstream (1): songs are the better the nearer the share of the catalogue that is predicted less
    /// popular than they are is to this number. 1 ranks by predicted popularity, 0 by its reverse, a half prefers what is neither.
    /// </summary>
    public double Mainstream { get; init; } = 1;

    /// <summary>How much the fit to the listener counts, 0 (not at all) to 1 (alone), where there is a taste to fit; the dial has the rest.</summary>
    public double FitShare { get; init; } = 0.5;

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Genres);
        ArgumentNullException.ThrowIfNull(ArtistsLeftOut);
        foreach (string name in Genres.Concat(ArtistsLeftOut))
        {
            ArgumentNullException.ThrowIfNull(name, "name of a genre or artist");
        }

        Throw.IfBelow(Count, 1, nameof(Count));
        Throw.IfBelow(MaximumPerArtist, 1, nameof(MaximumPerArtist));
        Throw.IfOutside(Mainstream, 0, 1, nameof(Mainstream));
        Throw.IfOutside(FitShare, 0, 1, nameof(FitShare));
        if (FirstYear > LastYear)
        {
            Throw.OutOfRange(nameof(LastYear), LastYear!.Value, $"{FirstYear} (the first year) or later");
        }
    }
}
