using MusicRec.Data;

namespace MusicRec.Papers;

/// <summary>What kind of music an artist makes, by listeners' tags.</summary>
public static class ArtistStyles
{
    /// <summary>The name of what has none of the styles asked for.</summary>
    public const string None = "other or none";

    /// <summary>The style with which most listeners tagged each artist (of equally common ones the first), or <see cref="None"/>.</summary>
    /// <param name="lastFm">Taggings.</param>
    /// <param name="keys">Artists by <see cref="ArtistKey"/>.</param>
    /// <param name="styles">Tags in lower case, one or more, such as "metal".</param>
    public static string[] Of(LastFm lastFm, IReadOnlyList<string> keys, IReadOnlyList<string> styles)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(styles);
        Throw.IfEmpty(styles.Count, nameof(styles));
        Dictionary<string, int[]> counts = new(StringComparer.Ordinal);
        foreach (string key in keys)
        {
            counts[key] = new int[styles.Count];
        }

        string[] tags = [.. lastFm.Tags.Select(tag => tag.ToLowerInvariant())];
        foreach (Tagging tagging in lastFm.Taggings)
        {
            for (int style = 0; style < styles.Count; style++)
            {
                if (tags[tagging.Tag] == styles[style] && counts.TryGetValue(ArtistKey.Of(lastFm.ArtistNames[tagging.Artist]), out int[]? own))
                {
                    own[style]++;
                }
            }
        }

        return [.. keys.Select(key => counts[key] is var own && own.Max() is > 0 and int most ? styles[Array.IndexOf(own, most)] : None)];
    }
}
