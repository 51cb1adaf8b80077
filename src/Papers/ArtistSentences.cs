using MusicRec.Data;

namespace MusicRec.Papers;

/// <summary>
/// Lists of artists heard together, as skip-gram's sentences (paper 004, section 3.1): of each Last.fm listener the artists, the most
/// played first, so that neighbours in a sentence were played about equally often; of each Spotify playlist the artists of its tracks
/// in their order. Artists are named by <see cref="ArtistKey"/>.
/// </summary>
public static class ArtistSentences
{
    /// <summary>A sentence for each listener.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(Interactions plays)
    {
        ArgumentNullException.ThrowIfNull(plays);
        string[] keys = [.. plays.ItemNames.Select(ArtistKey.Of)];
        List<string[]> sentences = new(plays.UserCount);
        for (int user = 0; user < plays.UserCount; user++)
        {
            int[] items = plays.ItemsOf(user).ToArray();
            double[] weights = plays.WeightsOf(user).ToArray();

            // Equally many plays: by the artist's number.
            sentences.Add([.. Enumerable.Range(0, items.Length).OrderByDescending(place => weights[place]).Select(place => keys[items[place]]).Where(key => key.Length > 0)]);
        }

        return sentences;
    }

    /// <summary>A sentence for each playlist; tracks without an artist are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(Playlists playlists)
    {
        ArgumentNullException.ThrowIfNull(playlists);
        string[] keys = [.. playlists.Tracks.Texts("track_artist").Select(ArtistKey.Of)];
        return [.. playlists.All.Select(list => (string[])[.. list.Tracks.Select(track => keys[track]).Where(key => key.Length > 0)])];
    }

    /// <summary>Both: the listeners' sentences, then the playlists'.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Of(LastFm lastFm, Playlists playlists)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        return [.. Of(lastFm.Plays), .. Of(playlists)];
    }
}
