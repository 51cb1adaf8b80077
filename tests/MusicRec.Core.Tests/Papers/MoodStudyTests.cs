using System.Globalization;
using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

[Collection(ReportingCollection.Name)]
public sealed class MoodStudyTests : IDisposable
{
    public MoodStudyTests() => Metrics.Clear();

    public void Dispose() => Metrics.Clear();

    [Fact]
    public void Where_mood_decides_who_comes_next_steering_by_it_finds_them_and_shuffled_moods_do_not()
    {
        // Forty artists, half of them sad and half happy; each playlist begins in one mood and goes over to the other.
        MoodStudy study = MoodStudy.Run(Make([.. Lists(5)], artist => artist < 20 ? 0.2 : 0.8), 1);
        PairedRandomizationTest steered = study.Difference("popularity, mood", result => result.Ndcg);
        Assert.True(steered.Mean.Low > 0.05 && steered.PValue < 0.01, study.ToText());
        Assert.True(study.Difference("session neighbours, mood", result => result.Ndcg).Mean.Low > 0, study.ToText());
        Assert.True(study[MoodStudy.Shuffled].Ndcg.Average() < study["session neighbours, mood"].Ndcg.Average(), study.ToText());
        Assert.True(study.Difference(MoodStudy.Told, result => result.Distance).Mean.High < 0, study.ToText());
        Assert.True(study.Difference(MoodStudy.Told, result => result.SameQuadrant).Mean.Low > 0.1, study.ToText());

        // 10 of 50 playlists, each asked about from the sixth artist on.
        Assert.Equal((10, 10 * 11), (study.Playlists, study.Questions));
        Assert.All(study.Results, result => Assert.Equal([10, 10, 10, 10], new[] { result.Ndcg, result.HitRate, result.Distance, result.SameQuadrant }.Select(figure => figure.Length)));
        Assert.Equal(study.ToText(), MoodStudy.Run(Make([.. Lists(5)], artist => artist < 20 ? 0.2 : 0.8), 1).ToText());
    }

    [Fact]
    public void The_sample_gives_tables_a_picture_and_figures()
    {
        MoodStudy study = MoodStudy.Run(MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")).Playlists(), 1);
        Assert.Contains("of which nothing was learnt", study.ToText(), StringComparison.Ordinal);
        Assert.Contains("session neighbours, mood", study.Tests().ToText(), StringComparison.Ordinal);
        Assert.Contains(MoodStudy.Shuffled, study.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(study.Picture());
        study.Record("mood");
        Assert.Contains("mood.session-neighbours-mood.ndcg", Metrics.Recorded.Keys);
        Assert.All(Metrics.Recorded.Keys, key => Assert.Matches("^[a-z0-9.-]+$", key));
        Assert.Throws<ArgumentException>(() => study["nobody"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => MoodStudy.Run(Make([[0, 1]], _ => 0), 1, share: 0.5));
        Assert.Throws<ArgumentException>(() => MoodStudy.Run(Make([[0, 1], [1, 0], [0, 1], [1, 0], [0, 1]], _ => 0), 1));
    }

    [Fact]
    public void Nothing_is_learnt_from_playlists_held_out()
    {
        Playlists playlists = Make([[0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 7]], artist => artist / 10.0);
        MoodQuestions questions = MoodQuestions.Of(playlists, [0], [0]), poisoned = MoodQuestions.Of(Make([[8, 9, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 7]], artist => artist / 10.0), [0], [0]);
        Assert.Equal((2, 1), (questions.Count, questions.PlaylistCount));
        int row = 0;
        foreach (string artist in playlists.ToArtistInteractions().ItemNames.Take(8))
        {
            Assert.Equal(int.Parse(artist[7..], CultureInfo.InvariantCulture) / 10.0, questions.Moods[row++, 0], 12);
        }

        // Artists 8 and 9 stand in the playlist held out alone: no mood of theirs is known.
        Assert.Equal(2, Enumerable.Range(0, poisoned.Moods.Rows).Count(artist => double.IsNaN(poisoned.Moods[artist, 0])));
        Matrix shuffled = MoodQuestions.ShuffleRows(questions.Moods, new RandomStream(3));
        Assert.NotEqual(questions.Moods.Values, shuffled.Values);
        Assert.Equal(questions.Moods.Column(0).Order(), shuffled.Column(0).Order());
        Assert.All(Enumerable.Range(0, shuffled.Rows), artist => Assert.Equal(shuffled[artist, 0], shuffled[artist, 1]));
    }

    private static IEnumerable<int[]> Lists(ulong seed)
    {
        RandomStream random = new(seed);
        for (int list = 0; list < 50; list++)
        {
            int[] sad = random.Permutation(20), happy = random.Permutation(20);
            yield return [.. sad[..8], .. happy[..8].Select(artist => 20 + artist)];
        }
    }

    /// <summary>Playlists of artists, each with a song of its own whose valence and energy are the artist's mood.</summary>
    private static Playlists Make(int[][] lists, Func<int, double> mood)
    {
        (int List, int Artist)[] rows = [.. lists.SelectMany((list, place) => list.Select(artist => (place, artist)))];
        Column Text(Func<(int List, int Artist), string> value) => new TextColumn([.. rows.Select(value)]);
        Column Number() => new NumberColumn([.. rows.Select(row => mood(row.Artist))]);
        return Playlists.From(new Frame(
            ("playlist_id", Text(row => $"list {row.List}")), ("playlist_name", Text(_ => "made up")), ("playlist_genre", Text(_ => "pop")), ("playlist_subgenre", Text(_ => "pop")),
            ("track_id", Text(row => $"song {row.List} {row.Artist}")), ("track_name", Text(_ => "song")), ("track_artist", Text(row => $"artist {row.Artist}")),
            ("valence", Number()), ("energy", Number())));
    }
}
