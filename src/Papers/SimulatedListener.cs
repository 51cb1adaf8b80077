using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>What decides a simulated listener's likes.</summary>
public enum ListenerKind
{
    /// <summary>
    /// Three genres and five artists from them (genres drawn evenly, artists by their songs): what the online model can say.
    /// </summary>
    GenresAndArtists,

    /// <summary>
    /// Four songs drawn from the catalogue, and the songs whose sound lies nearest to one of them, together a twelfth of the catalogue,
    /// whatever the genre: islands, which no weighted sum of features can say.
    /// </summary>
    SoundIslands,

    /// <summary>Six years in a row: nothing that the model looks at.</summary>
    Years,

    /// <summary>Nothing: each song with the same probability. No method can gain here.</summary>
    Indifferent,
}

/// <summary>
/// A made-up listener of real songs. What they care for they like with probability 0.9, the rest with 0.05; the answer to a song is
/// drawn once and the same for every method. Their likes do not depend on popularity.
/// </summary>
public sealed class SimulatedListener
{
    private const double LikesFavourite = 0.9;
    private const double LikesOther = 0.05;
    private const int GenreCount = 3;
    private const int ArtistCount = 5;
    private const int IslandCount = 4;
    private const double IslandShare = 1.0 / 12;
    private const int YearCount = 6;
    private readonly bool[] _likes;

    private SimulatedListener(ListenerKind kind, bool[] likes) => (Kind, _likes) = (kind, likes);

    /// <summary>What decides the likes.</summary>
    public ListenerKind Kind { get; }

    /// <summary>Whether each song is liked.</summary>
    public IReadOnlyList<bool> Likes => _likes;

    /// <summary>Draws a listener.</summary>
    /// <param name="kind">What decides the likes.</param>
    /// <param name="songs">The songs that exist.</param>
    /// <param name="space">The same as tastes see them.</param>
    /// <param name="seed">Decides taste and answers.</param>
    public static SimulatedListener Draw(ListenerKind kind, PopularitySongs songs, ListenerSpace space, ulong seed)
    {
        Throw.IfUndefined(kind);
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(space);
        Throw.IfLengthsDiffer(songs.Count, nameof(songs), space.Count, nameof(space));
        RandomStream random = new(seed);
        bool[] favourites = kind switch
        {
            ListenerKind.GenresAndArtists => GenresAndArtists(space, random.Split(0)),
            ListenerKind.SoundIslands => Islands(space, random.Split(0)),
            ListenerKind.Years => Years(songs, random.Split(0)),
            _ => new bool[space.Count],
        };
        RandomStream answers = random.Split(1);
        double other = kind == ListenerKind.Indifferent ? 2 * LikesOther : LikesOther;
        return new SimulatedListener(kind, Array.ConvertAll(favourites, favourite => answers.NextDouble() < (favourite ? LikesFavourite : other)));
    }

    private static bool[] GenresAndArtists(ListenerSpace space, RandomStream random)
    {
        HashSet<int> genres = [.. random.Permutation(space.GenreCount).Take(GenreCount)];
        int[] candidates = [.. Enumerable.Range(0, space.Count).Where(song => genres.Contains(space.Genres[song]) && space.Artists[song] >= 0)];
        HashSet<int> artists = [];
        random.Shuffle(candidates.AsSpan());
        foreach (int song in candidates)
        {
            if (artists.Count < ArtistCount)
            {
                artists.Add(space.Artists[song]);
            }
        }

        return [.. Enumerable.Range(0, space.Count).Select(song => genres.Contains(space.Genres[song]) || artists.Contains(space.Artists[song]))];
    }

    private static bool[] Islands(ListenerSpace space, RandomStream random)
    {
        double[] nearest = new double[space.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        foreach (int centre in random.Permutation(space.Count).Take(IslandCount))
        {
            for (int song = 0; song < nearest.Length; song++)
            {
                nearest[song] = Math.Min(nearest[song], space.SquaredDistance(song, centre));
            }
        }

        double[] sorted = [.. nearest];
        Array.Sort(sorted);
        double reach = sorted[(int)(IslandShare * (sorted.Length - 1))];
        return Array.ConvertAll(nearest, distance => distance <= reach);
    }

    private static bool[] Years(PopularitySongs songs, RandomStream random)
    {
        int[] years = [.. songs.Years.ToArray().Where(year => year != 0).Distinct().Order()];
        int first = years.Length == 0 ? 0 : years[random.NextInt32(Math.Max(1, years.Length - YearCount + 1))];
        return [.. songs.Years.ToArray().Select(year => year != 0 && year >= first && year < first + YearCount)];
    }
}
