using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>What a method is told about the mood.</summary>
/// <param name="Recent">The mean mood of how many latest songs; 0: nothing, or the next song's.</param>
/// <param name="IsNext">The mood of the song that comes next.</param>
internal readonly record struct MoodSource(int Recent, bool IsNext)
{
    public static MoodSource None => default;

    public static MoodSource Next => new(0, true);

    public static MoodSource Latest(int recent) => new(recent, false);
}

/// <summary>What <see cref="MoodStudy"/> asks about some playlists, and what is learnt from the others.</summary>
internal sealed class MoodQuestions
{
    private const int K = 10, FirstKnown = 5;
    private static readonly List<SongMood> _quadrants = [.. SongMood.Quadrants];
    private readonly Interactions _train;
    private readonly Question[] _questions;
    private readonly Matrix _tracks;
    private readonly double[] _means;

    private MoodQuestions(Interactions train, Matrix moods, Matrix tracks, Question[] questions)
    {
        (_train, Moods, _tracks, _questions) = (train, moods, tracks, questions);
        _means = [.. Enumerable.Range(0, 2).Select(axis => moods.Column(axis).Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).Average())];
        PlaylistCount = questions.Select(question => question.Playlist).Distinct().Count();
    }

    /// <summary>Mean valence and energy of each artist's songs in the playlists learnt from, [artists, 2]; NaN without one.</summary>
    public Matrix Moods { get; }

    /// <summary>Lists asked for.</summary>
    public int Count => _questions.Length;

    /// <summary>Playlists with a question.</summary>
    public int PlaylistCount { get; }

    /// <summary>Questions about playlists.</summary>
    /// <param name="playlists">All.</param>
    /// <param name="without">Those that nothing is learnt from.</param>
    /// <param name="asked">Those that are asked about, in the order of the figures.</param>
    public static MoodQuestions Of(Playlists playlists, int[] without, int[] asked)
    {
        HashSet<int> left = [.. without];
        Interactions all = playlists.ToArtistInteractions();
        int[] owners = all.UserOfEachPair();
        Interactions train = all.Select([.. Enumerable.Range(0, owners.Length).Where(place => !left.Contains(owners[place]))]);
        if (train.Count == 0)
        {
            throw new ArgumentException($"None of {playlists.All.Count - left.Count} playlists that are not held out has an artist to learn from; allowed: playlists with artists on both sides.");
        }

        int[] artists = [.. playlists.Tracks.Texts("track_artist").Select(name => name is not null && all.TryFindItem(name, out int artist) ? artist : -1)];
        Matrix tracks = playlists.Tracks.ToMatrix("valence", "energy");
        int[] heard = [.. playlists.All.Where((_, place) => !left.Contains(place)).SelectMany(list => list.Tracks).Distinct().Order()];
        Question[] questions = [.. asked.SelectMany(place => Ask(playlists.All[place], place, artists, tracks))];
        if (questions.Length == 0)
        {
            throw new ArgumentException($"None of {asked.Length} playlists held out has {FirstKnown + 1} artists or more, the last of them with a song whose valence and energy are known; hold out more or longer ones.");
        }

        return new MoodQuestions(train, MeanMoods(heard, artists, tracks, all.ItemCount), tracks, questions);
    }

    /// <summary>The same moods, each at another of the artists that have one.</summary>
    public static Matrix ShuffleRows(Matrix moods, RandomStream random)
    {
        int[] known = [.. Enumerable.Range(0, moods.Rows).Where(row => !double.IsNaN(moods[row, 0]))], order = random.Permutation(known.Length);
        Matrix shuffled = new(moods.Rows, moods.Columns, [.. moods.Values]);
        for (int place = 0; place < known.Length; place++)
        {
            moods.Row(known[order[place]]).CopyTo(shuffled.Row(known[place]));
        }

        return shuffled;
    }

    /// <summary>Fits a method and judges its lists, playlist by playlist.</summary>
    public MoodResult Judge(string name, string? steered, string settings, Recommender recommender, MoodSource source)
    {
        recommender.Fit(_train);
        ListenerHistory[] histories = [.. _questions.Select(question => source == MoodSource.None ? question.History : question.History.WithContent(Told(question, source)))];
        int[][] lists = recommender.RankItems(histories, K);
        double[] Mean(Func<Question, int[], double> figure) =>
        [
            .. _questions.Select((question, place) => (question.Playlist, Figure: figure(question, lists[place]))).GroupBy(pair => pair.Playlist).Select(group => group.Average(pair => pair.Figure)),
        ];
        return new MoodResult(
            name, steered, settings, Mean((question, list) => RankingMetrics.NdcgAtK(list, [question.Artist], K)), Mean((question, list) => RankingMetrics.HitAtK(list, [question.Artist], K)),
            Mean((question, list) => list.Average(artist => Distance(artist, question.Track))), Mean((question, list) => list.Average(artist => Quadrant(Mood(artist)) == Quadrant(_tracks.Row(question.Track)) ? 1.0 : 0)));
    }

    private static IEnumerable<Question> Ask(Playlist list, int place, int[] artists, Matrix tracks)
    {
        List<int> known = [];
        for (int index = 0; index < list.Tracks.Length; index++)
        {
            int track = list.Tracks[index], artist = artists[track];
            if (artist >= 0 && !known.Contains(artist))
            {
                if (known.Count >= FirstKnown && IsKnown(tracks.Row(track)))
                {
                    yield return new Question(place, ListenerHistory.InOrder([.. known]), list.Tracks[..index], artist, track);
                }

                known.Add(artist);
            }
        }
    }

    private static Matrix MeanMoods(int[] heard, int[] artists, Matrix tracks, int artistCount)
    {
        Matrix moods = new(artistCount, 2);
        int[] songs = new int[artistCount];
        foreach (int track in heard.Where(track => artists[track] >= 0 && IsKnown(tracks.Row(track))))
        {
            songs[artists[track]]++;
            moods[artists[track], 0] += tracks[track, 0];
            moods[artists[track], 1] += tracks[track, 1];
        }

        for (int artist = 0; artist < artistCount; artist++)
        {
            foreach (ref double value in moods.Row(artist))
            {
                value = songs[artist] == 0 ? double.NaN : value / songs[artist];
            }
        }

        return moods;
    }

    private SparseMatrix Told(Question question, MoodSource source)
    {
        int[] songs = source.IsNext ? [question.Track] : [.. question.Heard.Where(track => IsKnown(_tracks.Row(track))).TakeLast(source.Recent)];
        double[] mood = [.. Enumerable.Range(0, 2).Select(axis => songs.Length == 0 ? _means[axis] : songs.Sum(track => _tracks[track, axis]) / songs.Length)];
        return SparseMatrix.From(new Matrix(1, 2, mood));
    }

    // An artist without a known mood, such as a popular one that fills a list, stands where the mean artist does.
    private double[] Mood(int artist) => double.IsNaN(Moods[artist, 0]) ? _means : Moods.Row(artist).ToArray();

    private double Distance(int artist, int track)
    {
        double[] mood = Mood(artist);
        double across = mood[0] - _tracks[track, 0], along = mood[1] - _tracks[track, 1];
        return Math.Sqrt((across * across) + (along * along));
    }

    private static int Quadrant(ReadOnlySpan<double> mood)
    {
        (double valence, double energy) = (mood[0], mood[1]);
        return _quadrants.FindIndex(quadrant => quadrant.Contains(valence, energy));
    }

    private static bool IsKnown(ReadOnlySpan<double> mood) => !double.IsNaN(mood[0]) && !double.IsNaN(mood[1]);

    /// <param name="Playlist">Whose.</param>
    /// <param name="History">The artists so far.</param>
    /// <param name="Heard">The songs so far.</param>
    /// <param name="Artist">The right answer.</param>
    /// <param name="Track">The song that came next.</param>
    private sealed record Question(int Playlist, ListenerHistory History, int[] Heard, int Artist, int Track);
}
