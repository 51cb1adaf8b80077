using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Papers;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

[Collection(ReportingCollection.Name)]
public sealed class CrossDomainStudyTests : IDisposable
{
    private static readonly MusicData _data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path("."));
    private static readonly LastFm _lastFm = _data.LastFm();
    private static readonly Playlists _playlists = _data.Playlists();

    public CrossDomainStudyTests() => Metrics.Clear();

    public void Dispose() => Metrics.Clear();

    [Fact]
    public void What_another_domain_teaches_helps_most_where_little_is_known()
    {
        // Playlists that are the listeners' own lists of artists: as near as two domains can be.
        Playlists same = OfListeners(_lastFm);
        CrossDomainStudy study = CrossDomainStudy.Run(_lastFm, same, 1, heldOut: 40, listeners: [3, 60]);
        PairedRandomizationTest few = study.Difference(CrossDomainStudy.Both, CrossDomainStudy.Target, 3), many = study.Difference(CrossDomainStudy.Both, CrossDomainStudy.Target, 60);
        Assert.True(few.Mean.Low > 0.02, study.ToText());
        Assert.True(few.Mean.Estimate > many.Mean.Estimate, study.ToText());
        Assert.True(study.Difference(CrossDomainStudy.Source, CrossDomainStudy.SourcePopularity, 3).Mean.Estimate > 0, study.ToText());
    }

    [Fact]
    public void The_sample_gives_tables_a_picture_and_figures()
    {
        CrossDomainStudy study = CrossDomainStudy.Run(_lastFm, _playlists, 2, heldOut: 30);
        int left = _lastFm.Plays.UserCount - 30 - 15;
        Assert.Equal([20, 80, left, 0], study.Results.Select(result => result.Listeners).Distinct());
        HashSet<string> keys = [.. _lastFm.ArtistNames.Select(ArtistKey.Of)];
        Assert.Equal(_playlists.Tracks.Texts("track_artist").Select(ArtistKey.Of).Where(keys.Contains).Distinct().Count(), study.LinkedArtists);
        Assert.InRange(study.Playlists, 1, _playlists.All.Count);
        Assert.All(study.Results, result => Assert.Equal(study.Results[0].Ndcg.Length, result.Ndcg.Length));
        Assert.Contains("artists link the two, by name", study.ToText(), StringComparison.Ordinal);
        Assert.Contains(CrossDomainStudy.Both, study.Tests().ToText(), StringComparison.Ordinal);
        Assert.Contains(CrossDomainStudy.Target, study.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(study.Picture());
        study.Record("domains");
        Assert.Contains("domains.ease-listeners-and-playlists.80.ndcg", Metrics.Recorded.Keys);
        Assert.Throws<ArgumentException>(() => study.Difference(CrossDomainStudy.Both, "nobody", 80));
        Assert.Throws<ArgumentException>(() => study.Difference(CrossDomainStudy.Both, CrossDomainStudy.Target, 81));
    }

    [Fact]
    public void Nothing_is_learnt_from_listeners_held_out()
    {
        // Every listener has artists of their own: nobody can be learnt about from others.
        int[] listeners = [.. Enumerable.Range(0, 480).Select(row => row / 8)], artists = [.. Enumerable.Range(0, 480)];
        Column Whole(IEnumerable<int> values) => new IntegerColumn([.. values]);
        LastFm apart = LastFm.From(
            new Frame(("id", Whole(artists)), ("name", new TextColumn([.. artists.Select(artist => $"artist {artist}")]))),
            new Frame(("userID", Whole(listeners)), ("artistID", Whole(artists)), ("weight", new NumberColumn([.. artists.Select(artist => 1.0 + (artist % 5))]))),
            new Frame(("tagID", Whole([])), ("tagValue", new TextColumn([]))),
            new Frame(("userID", Whole([])), ("artistID", Whole([])), ("tagID", Whole([])), ("month", Whole([])), ("year", Whole([]))),
            new Frame(("userID", Whole([])), ("friendID", Whole([]))));
        CrossDomainStudy study = CrossDomainStudy.Run(apart, OfListeners(apart), 1, heldOut: 20, listeners: [30]);
        Assert.True(study.Results.Single(result => result.Name == CrossDomainStudy.Target).Ndcg.Average() < 0.2, study.ToText());

        // The playlists are the listeners' own, those held out among them: who may look there knows all.
        Assert.True(study.Results.Single(result => result.Name == CrossDomainStudy.Source).Ndcg.Average() > 0.9, study.ToText());
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossDomainStudy.Run(_lastFm, _playlists, 1, heldOut: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossDomainStudy.Run(_lastFm, _playlists, 1, heldOut: 30, known: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossDomainStudy.Run(_lastFm, _playlists, 1, heldOut: 30, listeners: [100_000]));
        Assert.Throws<ArgumentException>(() => CrossDomainStudy.Run(_lastFm, _playlists, 1, heldOut: 30, known: 1_000));
    }

    private static Playlists OfListeners(LastFm lastFm)
    {
        (string List, string Artist)[] rows = [.. lastFm.Plays.UserOfEachPair().Zip(lastFm.Plays.ItemOfEachPair(), (user, artist) => ($"list {user}", lastFm.ArtistNames[artist]))];
        Column Text(Func<(string List, string Artist), string> value) => new TextColumn([.. rows.Select(value)]);
        return Playlists.From(new Frame(
            ("playlist_id", Text(row => row.List)), ("playlist_name", Text(_ => "made up")), ("playlist_genre", Text(_ => "pop")), ("playlist_subgenre", Text(_ => "pop")),
            ("track_id", Text(row => $"song of {row.Artist}")), ("track_name", Text(_ => "song")), ("track_artist", Text(row => row.Artist))));
    }
}
