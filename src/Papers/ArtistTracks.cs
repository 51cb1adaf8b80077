using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// The tracks from which paper 004's artist network learns: each track once, with the artists that have enough tracks. The paper has at least 100 tracks
/// of each of 70,000 artists; open data have far fewer.
/// </summary>
public sealed class ArtistTracks
{
    private readonly Frame _tracks;

    private ArtistTracks(string[] names, string[] keys, int[] trackCounts, Frame tracks, int[][] sets, int minimum, int repeats)
    {
        RepeatCount = repeats;
        (Names, Keys, TrackCounts, ArtistSets, MinimumTracks) = (names, keys, trackCounts, sets, minimum);
        _tracks = tracks;
        Features = tracks.ToMatrix([.. AudioFeatures.Eight]);
        MoreFeatures = tracks.ToMatrix([.. AudioFeatures.All]);
        Labels = Array.ConvertAll(sets, set => set[0]);
    }

    /// <summary>The artists' names as first written in the data.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The same by <see cref="ArtistKey"/>, all different.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Number of tracks of each artist.</summary>
    public IReadOnlyList<int> TrackCounts { get; }

    /// <summary>Number of artists.</summary>
    public int ArtistCount => Names.Count;

    /// <summary>Number of tracks.</summary>
    public int Count => Labels.Length;

    /// <summary>Fewest tracks of an artist.</summary>
    public int MinimumTracks { get; }

    /// <summary>Tracks left out because another id stands for the same recording.</summary>
    public int RepeatCount { get; private set; }

    /// <summary>The paper's eight features, [tracks, 8], columns as <see cref="AudioFeatures.Eight"/>.</summary>
    public Matrix Features { get; }

    /// <summary>All thirteen, [tracks, 13], columns as <see cref="AudioFeatures.All"/>.</summary>
    public Matrix MoreFeatures { get; }

    /// <summary>The artists of each track in the order in which they are credited, those with too few tracks left out.</summary>
    public int[][] ArtistSets { get; }

    /// <summary>The first of each track's artists.</summary>
    public int[] Labels { get; }

    /// <summary>Takes the tracks of artists with <paramref name="minimumTracks"/> of them or more.</summary>
    /// <param name="tracks">As <see cref="MusicData.Spotify114K"/> gives them: track_id, artists separated by semicolons, features. Rows without an artist are left out.</param>
    /// <param name="minimumTracks">Fewest different tracks of an artist, 1 or more.</param>
    /// <param name="keepsRepeats">
    /// Whether a recording that stands under several ids (album, single, compilation: all thirteen features alike) is as many tracks. Then it can be on both
    /// sides of a split, and recognising it counts as telling the artist.
    /// </param>
    /// <exception cref="ArgumentException">Fewer than two artists have so many.</exception>
    public static ArtistTracks From(Frame tracks, int minimumTracks, bool keepsRepeats = false)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        Throw.IfBelow(minimumTracks, 1);
        Frame ids = tracks.Distinct("track_id"), distinct = keepsRepeats ? ids : ids.Distinct([.. AudioFeatures.All]);
        string?[] credits = distinct.Texts("artists");
        Dictionary<string, int> places = [];
        List<string> names = [], keys = [];
        List<int> counts = [];
        int[][] sets = Array.ConvertAll(credits, credit => ReadCredits(credit, places, names, keys, counts));

        int[] kept = [.. Enumerable.Range(0, names.Count).Where(artist => counts[artist] >= minimumTracks)];
        if (kept.Length < 2)
        {
            throw new ArgumentException($"{kept.Length} of {names.Count} artists have {minimumTracks} tracks or more; needed: 2.", nameof(minimumTracks));
        }

        int[] numbers = new int[names.Count];
        Array.Fill(numbers, -1);
        for (int place = 0; place < kept.Length; place++)
        {
            numbers[kept[place]] = place;
        }

        int[][] keptSets = Array.ConvertAll(sets, set => Array.FindAll(Array.ConvertAll(set, artist => numbers[artist]), number => number >= 0));
        int[] rows = [.. Enumerable.Range(0, sets.Length).Where(row => keptSets[row].Length > 0)];
        return new ArtistTracks(
            Array.ConvertAll(kept, artist => names[artist]), Array.ConvertAll(kept, artist => keys[artist]), Array.ConvertAll(kept, artist => counts[artist]),
            distinct.Rows(rows), Array.ConvertAll(rows, row => keptSets[row]), minimumTracks, ids.RowCount - distinct.RowCount);
    }

    /// <summary>The same tracks without those of some artists: what a network may learn from that is to know nothing of them.</summary>
    /// <param name="artistKeys">The artists to leave out, by <see cref="ArtistKey"/>, also where they are credited beside others; those that are not there change nothing.</param>
    /// <exception cref="ArgumentException">Fewer than two artists with <see cref="MinimumTracks"/> tracks are left.</exception>
    public ArtistTracks Without(IEnumerable<string> artistKeys)
    {
        ArgumentNullException.ThrowIfNull(artistKeys);
        HashSet<string> left = [.. artistKeys];
        ArtistTracks rest = From(_tracks.Where("artists", credit => !(credit ?? "").Split(';').Any(part => left.Contains(ArtistKey.Of(part)))), MinimumTracks, keepsRepeats: true);
        rest.RepeatCount = RepeatCount;
        return rest;
    }

    /// <summary>
    /// One split that keeps an artist's tracks of one album on one side: of every artist albums drawn at random are tested as long as no more than the share asked for
    /// of the artist's tracks is in them, so that each artist keeps training tracks; artists with one album are trained on alone.
    /// </summary>
    /// <param name="testShare">Largest share of an artist's tracks to test, above 0 and below 1.</param>
    /// <param name="seed">Draws the albums.</param>
    /// <exception cref="InvalidOperationException">The tracks come without album_name, or no artist has an album that is small enough.</exception>
    public Split SplitByAlbum(double testShare, ulong seed)
    {
        Throw.IfOutside(testShare, double.Epsilon, Math.BitDecrement(1.0));
        if (!_tracks.Has("album_name"))
        {
            throw new InvalidOperationException("These tracks come without album_name, so that albums cannot be kept together.");
        }

        string?[] albums = _tracks.Texts("album_name");
        bool[] isTest = new bool[Count];
        foreach (IGrouping<int, int> artist in Enumerable.Range(0, Count).GroupBy(row => Labels[row]))
        {
            // Tracks without an album's name share nothing that is known.
            int[][] groups = [.. artist.GroupBy(row => NameKey.Of(albums[row]) is { Length: > 0 } key ? key : $"\0{row}", StringComparer.Ordinal).Select(group => group.ToArray())];
            int left = (int)(testShare * artist.Count());
            foreach (int place in new RandomStream(seed).Split((ulong)artist.Key).Permutation(groups.Length))
            {
                if (groups[place].Length <= left)
                {
                    left -= groups[place].Length;
                    Array.ForEach(groups[place], row => isTest[row] = true);
                }
            }
        }

        int[] test = [.. Enumerable.Range(0, Count).Where(row => isTest[row])];
        return test.Length > 0
            ? new Split([.. Enumerable.Range(0, Count).Where(row => !isTest[row])], test)
            : throw new InvalidOperationException($"No artist has an album with at most {testShare} of the artist's tracks, so nothing can be tested.");
    }

    // An artist credited twice on a track counts once.
    private static int[] ReadCredits(string? credit, Dictionary<string, int> places, List<string> names, List<string> keys, List<int> counts)
    {
        List<int> set = [];
        foreach (string part in (credit ?? "").Split(';'))
        {
            string key = ArtistKey.Of(part);
            if (key.Length == 0)
            {
                continue;
            }

            if (!places.TryGetValue(key, out int artist))
            {
                artist = places.Count;
                places.Add(key, artist);
                names.Add(part.Trim());
                keys.Add(key);
                counts.Add(0);
            }

            if (!set.Contains(artist))
            {
                set.Add(artist);
                counts[artist]++;
            }
        }

        return [.. set];
    }
}
