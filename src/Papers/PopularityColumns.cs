namespace MusicRec.Papers;

/// <summary>What a model of popularity may look at; columns stand in the order of these values.</summary>
[Flags]
public enum PopularityColumns
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The thirteen audio features.</summary>
    Audio = 1,

    /// <summary>The year; missing (NaN) where it is unknown.</summary>
    Year = 2,

    /// <summary>The genre as a number from 0, of <see cref="PopularitySongs.GenreGroups"/>; missing where there is none.</summary>
    GenreIdentifier = 4,

    /// <summary>The artist as a number from 0, of <see cref="PopularitySongs.ArtistGroups"/>; missing where there is none.</summary>
    ArtistIdentifier = 8,

    /// <summary>The popularity itself: the leak. Paper 000 lists it among its network's inputs; it is here to measure what that is worth.</summary>
    Popularity = 16,

    /// <summary>Followers of the artist, where the data have them.</summary>
    ArtistFollowers = 32,

    /// <summary>1 for explicit lyrics, else 0, where the data say so.</summary>
    Explicit = 64,

    /// <summary>What the form of the title says, without knowing its words: see <see cref="TitleForm"/>.</summary>
    Title = 128,

    /// <summary>Audio, year and genre: what paper 000 lists besides popularity, title and artist.</summary>
    Sound = Audio | Year | GenreIdentifier,
}
