using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>
/// Playlists in order. Each drifts through neighbouring styles in one direction and keeps that direction, so that two
/// steps back tell more than one; within a style the next track is near in energy, or the one that usually follows.
/// </summary>
internal static class SamplePlaylists
{
    private const int Playlists = 64;
    private const int Pool = 480;
    private const int Rows = 2_000;

    public static void Write(SampleTrack[] tracks, RandomStream random, SampleNames names, string folder)
    {
        SampleTrack[] pool = [.. SampleTables.Draw(tracks, Pool, random).OrderBy(track => track.Number)];
        int[][] byStyle = [.. Enumerable.Range(0, SampleStyle.All.Length).Select(style => Enumerable.Range(0, Pool).Where(place => pool[place].StyleIndex == style).ToArray())];
        SampleFile file = new SampleFile(quoteTexts: true).Header(
            "track_id", "track_name", "track_artist", "track_popularity", "track_album_id", "track_album_name", "track_album_release_date", "playlist_name",
            "playlist_id", "playlist_genre", "playlist_subgenre", "danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness",
            "instrumentalness", "liveness", "valence", "tempo", "duration_ms");
        int written = 0;
        string firstName = names.Next();
        for (int playlist = 0; written < Rows; playlist++)
        {
            // The sixth list is a second block of the first one, as some real lists stand in two.
            int number = playlist == 5 ? 0 : playlist;
            RandomStream own = random.Split((ulong)playlist);
            int[] order = Compose(pool, byStyle, Math.Min(Rows - written, 26 + own.NextInt32(12)), own);
            string name = number == 0 ? firstName : names.Next();
            SampleStyle start = pool[order[0]].Style;
            foreach (int place in order)
            {
                SampleTrack track = pool[place];
                bool nameless = written is 801 or 1_402;
                file.Text(track.Id).Text(nameless ? null : track.Name).Text(nameless ? null : track.Artist.Name).Integer(track.Popularity)
                    .Text(SampleNames.SpotifyId("album", track.AlbumNumber)).Text(nameless ? null : track.AlbumName).Text(track.ReleaseDate)
                    .Text(name).Text(SampleNames.SpotifyId("list", number)).Text(start.PlaylistGenre).Text(start.Name.Replace('-', ' '));
                SampleTables.Sound(file, track).Integer(track.DurationMilliseconds).EndRow();
                written++;
            }
        }

        Throw.IfOutside(written, Rows, Rows);
        file.Write(folder, "spotify-playlists/spotify_songs.csv");
    }

    private static int[] Compose(SampleTrack[] pool, int[][] byStyle, int length, RandomStream random)
    {
        int direction = random.Chance(0.5) ? 1 : -1;
        int style = random.NextInt32(byStyle.Length);
        double energy = pool[byStyle[style][0]].Energy;
        HashSet<int> used = [];
        List<int> order = [];
        while (order.Count < length)
        {
            int next = order.Count > 0 && random.Chance(0.3) ? Successor(pool, byStyle, order[^1], direction) : -1;
            if (next < 0 || used.Contains(next))
            {
                if (order.Count > 0 && random.Chance(0.4))
                {
                    style = (style + direction + byStyle.Length) % byStyle.Length;
                }

                next = Nearest(pool, byStyle[style], used, energy, random);
            }

            // A few lists repeat a track, as some real ones do.
            next = order.Count == 9 && random.Chance(0.2) ? order[4] : next;
            used.Add(next);
            order.Add(next);
            style = pool[next].StyleIndex;
            energy = (0.5 * energy) + (0.5 * pool[next].Energy) + 0.01;
        }

        return [.. order];
    }

    // The track that usually follows another one, given the direction of the list.
    private static int Successor(SampleTrack[] pool, int[][] byStyle, int place, int direction)
    {
        int[] neighbours = byStyle[(pool[place].StyleIndex + direction + byStyle.Length) % byStyle.Length];
        return neighbours[place % neighbours.Length];
    }

    private static int Nearest(SampleTrack[] pool, int[] candidates, HashSet<int> used, double energy, RandomStream random)
    {
        double[] weights = [.. candidates.Select(place => used.Contains(place) ? 0 : 0.02 + SampleDraw.Bump(pool[place].Energy, energy, 0.12))];
        int chosen = weights.Any(weight => weight > 0) ? random.Weighted(weights) : -1;
        return chosen >= 0 ? candidates[chosen] : Enumerable.Range(0, pool.Length).First(place => !used.Contains(place));
    }
}
