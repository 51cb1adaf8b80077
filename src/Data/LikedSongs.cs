using MusicRec.Numerics;

namespace MusicRec.Data;

/// <summary>Songs that one listener liked or disliked, with thirteen audio features.</summary>
public sealed class LikedSongs
{
    internal LikedSongs(Frame table, string labelColumn)
    {
        Table = table;
        Features = table.ToMatrix([.. AudioFeatures.All]);
        Labels = table.Integers(labelColumn);
        Titles = table.Has("song_title") ? table.Texts("song_title") : null;
        Artists = table.Has("artist") ? table.Texts("artist") : null;
    }

    /// <summary>The table as it was read.</summary>
    public Frame Table { get; }

    /// <summary>The audio features, [songs, 13], columns in the order of <see cref="AudioFeatures.All"/>.</summary>
    public Matrix Features { get; }

    /// <summary>For each song 1 when it was liked, else 0.</summary>
    public int[] Labels { get; }

    /// <summary>The songs' titles; null where the data set has none.</summary>
    public string?[]? Titles { get; }

    /// <summary>The songs' artists; null where the data set has none.</summary>
    public string?[]? Artists { get; }

    /// <summary>Number of songs.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of songs that were liked.</summary>
    public int LikedCount => Labels.Sum();
}
