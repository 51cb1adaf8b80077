using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

[Collection(ReportingCollection.Name)]
public sealed class MultimodalStudyTests : IDisposable
{
    private static readonly MusicData _data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path("."));
    private static readonly LastFm _lastFm = _data.LastFm();
    private static readonly IReadOnlyList<ArtistModality> _modalities = ArtistModalities.Of(_data, _lastFm);

    public MultimodalStudyTests() => Metrics.Clear();

    public void Dispose() => Metrics.Clear();

    [Fact]
    public void Tags_tell_about_new_artists_and_what_is_unknown_stands_last()
    {
        MultimodalStudy study = MultimodalStudy.Run(_lastFm, _modalities, 1, factors: new AlternatingLeastSquaresOptions { Factors = 8, Iterations = 5 });
        Assert.Equal(
            [MultimodalStudy.Chance, MultimodalStudy.MostTagged, "tags", "sound", "genres", "lyrics", "playlists", MultimodalStudy.WithoutTags, MultimodalStudy.Together],
            study.Results.Select(result => result.Name));
        Assert.True(study.Difference(ArtistModalities.Tags, MultimodalStudy.Chance).Mean.Low > 0.05, study.ToText());
        Assert.True(study.Difference(MultimodalStudy.Together, MultimodalStudy.Chance).Mean.Low > 0.05, study.ToText());
        Assert.Equal(study.NewArtists, study[MultimodalStudy.Together].Artists);
        Assert.All(study.Results, result => Assert.InRange(result.Artists, 1, study.NewArtists));
        Assert.InRange(study.CommonArtists, 1, Math.Min(study["tags"].Artists, study["sound"].Artists));
        Assert.All(study.Results, result => Assert.Equal((study.Results[0].Ndcg.Length, study.Results[0].NdcgOfCommon.Length), (result.Ndcg.Length, result.NdcgOfCommon.Length)));
        Assert.Contains("all new", study.Tests().ToText(), StringComparison.Ordinal);
        Assert.Contains("Of whom nothing is known stands last", study.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(study.Picture());
        study.Record("modalities");
        Assert.Contains("modalities.all-together.ndcg-of-common", Metrics.Recorded.Keys);
        Assert.Throws<ArgumentException>(() => study["nobody"]);
    }

    [Fact]
    public void New_artists_have_no_play_to_learn_from_and_those_of_whom_nothing_is_known_stand_last()
    {
        int[] ranked = [3, 7, 20, 41, 42, 60, 61, 99], judged = [.. Enumerable.Range(0, _lastFm.Plays.UserCount / 2)];
        MultimodalSide side = MultimodalSide.Of(_lastFm, _modalities, [.. ranked, 100], ranked, judged);
        Assert.All(ranked.Append(100), artist => Assert.Equal(0, side.Train.UsersOf(artist).Length));
        Assert.Equal(_lastFm.Plays.UsersOf(101), side.Train.UsersOf(101));

        // A method that knows two artists and would put them last puts them first, as one does that knows all and likes them best.
        Matrix known = new(_lastFm.Plays.ItemCount, 1);
        (known[7, 0], known[61, 0]) = (1, 1);
        ContentTable content = new(SparseMatrix.From(known), ["known"]);
        MultimodalResult first = side.Judge("", "", content, (_, artist) => -artist), same = side.Judge("", "", null, (_, artist) => artist is 7 or 61 ? 1000 - artist : 0);
        Assert.Equal((2, 8), (first.Artists, same.Artists));
        Assert.Equal(same.Ndcg, first.Ndcg);
        Assert.NotEqual(side.Judge("", "", null, (_, artist) => -artist).Ndcg, first.Ndcg);
    }

    [Fact]
    public void What_is_out_of_range_or_missing_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MultimodalStudy.Run(_lastFm, _modalities, 1, share: 0.5));
        Assert.Throws<ArgumentException>(() => MultimodalStudy.Run(_lastFm, _modalities, 1, minimumListeners: 10_000));
        Assert.Throws<ArgumentException>(() => MultimodalStudy.Run(_lastFm, [_modalities[0]], 1));
    }

    [Fact]
    public void An_artists_playlists_are_those_it_stands_in()
    {
        int[] everybody = [.. Enumerable.Range(0, _lastFm.Plays.ItemCount)];
        ContentTable table = Build("playlists", everybody);
        Frame songs = _data.Table("spotify-playlists", "songs");
        ILookup<string, string> lists = songs.Texts("track_artist").Zip(songs.Texts("playlist_id")).ToLookup(pair => ArtistKey.Of(pair.First), pair => $"playlists: {pair.Second}");
        int known = 0;
        foreach (int artist in everybody)
        {
            string[] own = [.. table.Values.RowColumns(artist).ToArray().Select(column => table.FeatureNames[column]).Order(StringComparer.Ordinal)];
            Assert.Equal(lists[ArtistKey.Of(_lastFm.ArtistNames[artist])].Distinct().Order(StringComparer.Ordinal), own);
            known += own.Length > 0 ? 1 : 0;
        }

        Assert.True(known > 20);
    }

    [Fact]
    public void Every_level_of_sound_holds_as_many_training_artists_and_each_artist_has_one_level_of_a_feature()
    {
        int[] everybody = [.. Enumerable.Range(0, _lastFm.Plays.ItemCount)];
        ContentTable table = Build(ArtistModalities.Sound, everybody);
        int[] known = [.. everybody.Where(artist => table.Values.RowColumns(artist).Length > 0)];
        Assert.All(known, artist => Assert.Equal(Enumerable.Range(0, table.FeatureCount / 5), table.Values.RowColumns(artist).ToArray().Select(column => column / 5)));
        int energy = table.FeatureNames.ToList().IndexOf("energy, level 1 of 5");
        int[] held = [.. Enumerable.Range(energy, 5).Select(column => known.Count(artist => table.Values.RowColumns(artist).Contains(column)))];
        Assert.All(held, count => Assert.InRange(count, (known.Length / 5) - 1, (known.Length / 5) + 1));

        // Edges come from training artists alone: those of half of them put the other half elsewhere.
        ContentTable half = Build(ArtistModalities.Sound, [.. known.OrderBy(artist => LevelOf(table, artist, energy)).Take(known.Length / 2)]);
        Assert.True(known.Count(artist => LevelOf(half, artist, energy) == 4) > known.Length / 2);
    }

    [Fact]
    public void Words_of_too_few_training_artists_are_left_out()
    {
        int[] everybody = [.. Enumerable.Range(0, _lastFm.Plays.ItemCount)];
        ContentTable lyrics = Build("lyrics", everybody);
        int[] bearers = new int[lyrics.FeatureCount];
        foreach (int column in everybody.SelectMany(artist => lyrics.Values.RowColumns(artist).ToArray()))
        {
            bearers[column]++;
        }

        Assert.True(bearers.Length > 20);
        Assert.All(bearers, count => Assert.True(count >= 5));
        Assert.Equal(0, Build("lyrics", everybody[..4]).FeatureCount);
    }

    private static int LevelOf(ContentTable table, int artist, int first) =>
        Enumerable.Range(0, 5).First(level => table.Values.RowColumns(artist).Contains(first + level));

    private static ContentTable Build(string name, int[] known) => _modalities.Single(modality => modality.Name == name).Build(known, []);
}
