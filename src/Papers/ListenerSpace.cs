using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Recommenders;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// A catalogue as listeners' tastes see it: the audio features but the key as standard deviations from the mean song, and genre and artist
/// as kinds. Popularity is not in it. All tastes over one catalogue share it.
/// </summary>
public sealed class ListenerSpace
{
    // Noise hours long and the like would outweigh every other feature.
    private const double Furthest = 3;

    // From here on a feature is called high or low.
    private const double Clear = 0.5;
    private readonly IReadOnlyList<string?> _genreNames;
    private readonly IReadOnlyList<string?> _artistNames;

    /// <summary>The space of a catalogue.</summary>
    /// <param name="songs">At least one song.</param>
    public ListenerSpace(PopularitySongs songs)
        : this((songs ?? throw new ArgumentNullException(nameof(songs))).Audio, songs.Genres, songs.GenreGroups, songs.Artists, songs.ArtistGroups)
    {
    }

    /// <summary>The space of songs that one real listener rated; their genres are not known.</summary>
    /// <param name="rated">At least one song.</param>
    public ListenerSpace(LikedSongs rated)
        : this((rated ?? throw new ArgumentNullException(nameof(rated))).Features, new string[rated.Count], new int[rated.Count], Names(rated), Numbers(rated))
    {
    }

    private ListenerSpace(Matrix audio, IReadOnlyList<string?> genres, ReadOnlySpan<int> genreGroups, IReadOnlyList<string?> artists, ReadOnlySpan<int> artistGroups)
    {
        Throw.IfEmpty(audio.Rows, "the catalogue of songs");
        StandardScaler scaler = new();
        scaler.Fit(audio);
        Audio = scaler.Transform(audio);
        for (int index = 0; index < Audio.Values.Length; index++)
        {
            // Keys go round in a circle, from B back to C: "a higher key" is no taste.
            bool isKey = PopularitySongs.AudioFeatureNames[index % Audio.Columns] == "key";
            Audio.Values[index] = isKey ? 0 : Math.Clamp(Audio.Values[index], -Furthest, Furthest);
        }

        (_genreNames, _artistNames) = (genres, artists);
        (Genres, GenreCount) = Kinds(genreGroups, genres);
        (Artists, ArtistCount) = Kinds(artistGroups, artists);
    }

    /// <summary>Number of songs.</summary>
    public int Count => Audio.Rows;

    /// <summary>Standardised audio features, no further than 3 from 0, [songs, features].</summary>
    internal Matrix Audio { get; }

    /// <summary>Each song's genre from 0; −1 where missing.</summary>
    internal int[] Genres { get; }

    internal int GenreCount { get; }

    /// <summary>Each song's artist from 0; −1 where missing.</summary>
    internal int[] Artists { get; }

    internal int ArtistCount { get; }

    /// <summary>A weighted sum over each song's features.</summary>
    /// <param name="audioWeights">One per audio feature.</param>
    /// <param name="genreWeights">One per genre.</param>
    /// <param name="artistWeights">Of the artists that have one.</param>
    internal double[] Weigh(ReadOnlySpan<double> audioWeights, ReadOnlySpan<double> genreWeights, double[] artistWeights)
    {
        double[] scores = new double[Count];
        for (int song = 0; song < scores.Length; song++)
        {
            double score = OrderedSums.Dot(audioWeights, Audio.Row(song));
            score += Genres[song] < 0 ? 0 : genreWeights[Genres[song]];
            scores[song] = score + (Artists[song] < 0 ? 0 : artistWeights[Artists[song]]);
        }

        return scores;
    }

    /// <summary>The parts of that sum for one song, the largest in size first.</summary>
    internal IReadOnlyList<Contribution> Parts(int song, ReadOnlySpan<double> audioWeights, double genreWeight, double artistWeight)
    {
        List<Contribution> parts = [];
        for (int feature = 0; feature < audioWeights.Length; feature++)
        {
            parts.Add(new Contribution(Describe(PopularitySongs.AudioFeatureNames[feature], Audio[song, feature]), audioWeights[feature] * Audio[song, feature]));
        }

        if (Genres[song] >= 0)
        {
            parts.Add(new Contribution(_genreNames[song]!, genreWeight));
        }

        if (Artists[song] >= 0)
        {
            parts.Add(new Contribution(_artistNames[song]!, artistWeight));
        }

        return [.. parts.Where(part => part.Amount != 0).OrderByDescending(part => Math.Abs(part.Amount)).ThenBy(part => part.Name, StringComparer.Ordinal)];
    }

    /// <summary>How far two songs' sounds lie apart, squared, in standard deviations.</summary>
    internal double SquaredDistance(int first, int second)
    {
        ReadOnlySpan<double> left = Audio.Row(first), right = Audio.Row(second);
        double squares = 0;
        for (int feature = 0; feature < left.Length; feature++)
        {
            double difference = left[feature] - right[feature];
            squares += difference * difference;
        }

        return squares;
    }

    internal void CheckSong(int song) => Throw.IfOutside(song, 0, Count - 1);

    private static string Describe(string feature, double value) => feature == "mode"
        ? value > 0 ? "major key" : "minor key"
        : (value > Clear ? "high " : value < -Clear ? "low " : "middling ") + feature.Replace("_ms", "", StringComparison.Ordinal).Replace('_', ' ');

    // Selections keep the numbers of the songs they were taken from, of which few may be left.
    private static (int[] Kinds, int Count) Kinds(ReadOnlySpan<int> groups, IReadOnlyList<string?> names)
    {
        Dictionary<int, int> places = [];
        int[] kinds = new int[groups.Length];
        for (int song = 0; song < kinds.Length; song++)
        {
            if (string.IsNullOrEmpty(names[song]))
            {
                kinds[song] = -1;
            }
            else if (!places.TryGetValue(groups[song], out kinds[song]))
            {
                kinds[song] = places.Count;
                places.Add(groups[song], kinds[song]);
            }
        }

        return (kinds, places.Count);
    }

    private static string?[] Names(LikedSongs rated) => rated.Artists is { } artists ? [.. artists] : new string?[rated.Count];

    private static int[] Numbers(LikedSongs rated) => new TextColumn([.. Names(rated).Select(name => NameKey.Of(name))]).ToCodes().Codes;
}
