namespace MusicRec.Data;

/// <summary>A playlist: its tracks in order, without repeats.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Genre">One of six genres.</param>
/// <param name="Subgenre">One of 24 finer genres.</param>
/// <param name="Tracks">Its tracks in order, as rows of <see cref="Playlists.Tracks"/>, no two alike.</param>
public sealed record Playlist(string Id, string Name, string Genre, string Subgenre, int[] Tracks);

/// <summary>
/// Playlists with their tracks in order. The order of the rows is taken for the playlist's order; of a playlist that
/// stands in several blocks of rows only the first is kept, and a track that comes again in a playlist is dropped.
/// </summary>
public sealed class Playlists
{
    private Playlists(Frame tracks, IReadOnlyList<Playlist> all, int laterBlocks, int laterBlockRows, int repeats) =>
        (Tracks, All, LaterBlocks, LaterBlockRows, Repeats) = (tracks, all, laterBlocks, laterBlockRows, repeats);

    /// <summary>The playlists, in the order of the file.</summary>
    public IReadOnlyList<Playlist> All { get; }

    /// <summary>The different tracks, one row each, in the order of first appearance; of the playlists' own columns none.</summary>
    public Frame Tracks { get; }

    /// <summary>Blocks of rows left out because their playlist had stood before.</summary>
    public int LaterBlocks { get; }

    /// <summary>Rows in those blocks.</summary>
    public int LaterBlockRows { get; }

    /// <summary>Rows left out because their track had come before in the same block.</summary>
    public int Repeats { get; }

    /// <summary>
    /// Each playlist as a user under its id, with its tracks in order, each with weight 1. A track is called "artist – title";
    /// where several are called so, or a part is missing, "[id]" follows. Users and items are numbered as <see cref="All"/> and
    /// <see cref="Tracks"/>.
    /// </summary>
    public Interactions ToInteractions() =>
        Interactions.FromSequences([.. All.Select(playlist => playlist.Id)], TrackNames(), [.. All.Select(playlist => playlist.Tracks)]);

    /// <summary>
    /// Each playlist as a user under its id, with the artists of its tracks in order, each once, where they come first. Artists are those
    /// that write their names alike; tracks without one are left out. Nine of ten tracks stand in one playlist only, so that nobody could
    /// learn what comes before or after them; artists come again.
    /// </summary>
    public Interactions ToArtistInteractions()
    {
        string?[] artists = Tracks.Texts("track_artist");
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        List<string> names = [];
        foreach (string? artist in artists)
        {
            if (artist is not null && places.TryAdd(artist, names.Count))
            {
                names.Add(artist);
            }
        }

        return Interactions.FromSequences(
            [.. All.Select(playlist => playlist.Id)], names,
            [.. All.Select(playlist => playlist.Tracks.Select(track => artists[track]).OfType<string>().Distinct().Select(artist => places[artist]).ToArray())]);
    }

    private string[] TrackNames()
    {
        string?[] ids = Tracks.Texts("track_id"), artists = Tracks.Texts("track_artist"), titles = Tracks.Texts("track_name");
        string[] names = [.. artists.Zip(titles, (artist, title) => $"{artist} – {title}")];
        Dictionary<string, int> bearers = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            bearers[name] = bearers.GetValueOrDefault(name) + 1;
        }

        return
        [
            .. names.Select((name, track) =>
                bearers[name] == 1 && artists[track] is not null && titles[track] is not null ? name : $"{name} [{ids[track]}]"),
        ];
    }

    internal static Playlists From(Frame songs)
    {
        string[] lists = songs.Texts("playlist_id")!, ids = songs.Texts("track_id")!;
        string?[] names = songs.Texts("playlist_name"), genres = songs.Texts("playlist_genre"), subgenres = songs.Texts("playlist_subgenre");
        Dictionary<string, int> trackPlaces = new(StringComparer.Ordinal);
        List<int> trackRows = [];
        List<Playlist> all = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        int laterBlocks = 0, laterBlockRows = 0, repeats = 0;
        for (int start = 0, end; start < lists.Length; start = end)
        {
            end = start + 1;
            while (end < lists.Length && lists[end] == lists[start])
            {
                end++;
            }

            if (!seen.Add(lists[start]))
            {
                laterBlocks++;
                laterBlockRows += end - start;
                continue;
            }

            HashSet<int> inList = [];
            List<int> order = [];
            for (int row = start; row < end; row++)
            {
                if (!trackPlaces.TryGetValue(ids[row], out int track))
                {
                    track = trackRows.Count;
                    trackPlaces.Add(ids[row], track);
                    trackRows.Add(row);
                }

                if (inList.Add(track))
                {
                    order.Add(track);
                }
            }

            repeats += end - start - order.Count;
            all.Add(new Playlist(lists[start], names[start]!, genres[start]!, subgenres[start]!, [.. order]));
        }

        Frame tracks = songs.Rows(trackRows.ToArray()).Without("playlist_id", "playlist_name", "playlist_genre", "playlist_subgenre");
        return new Playlists(tracks, all, laterBlocks, laterBlockRows, repeats);
    }
}
