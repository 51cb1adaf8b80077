using MusicRec.Data;
using MusicRec.Papers;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Papers;

public sealed class ColdStartRankingTests
{
    private static readonly AlternatingLeastSquaresOptions _factors = new() { Factors = 8, Iterations = 5, Regularization = 3 };
    private static readonly LastFm _data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")).LastFm();

    [Fact]
    public void Friends_and_tags_help_listeners_of_whom_nothing_is_known()
    {
        ColdUserStudy study = ColdUserStudy.Run(_data, 1, heldOut: 40, methods:
        [
            new("popularity", false, [("", (_, _) => new Popularity())]),
            new("plays", false, [.. new double[] { 3, 30 }.Select(value => ($"λ {value}", Plain((_, seed) => new AlternatingLeastSquares(seed, _factors with { Regularization = value }))))]),
            new("mapping", true, [("", (content, seed) => new FeatureToFactorMapping(content.Both, null, seed, new FeatureToFactorOptions { Factors = _factors }))], content => content.Both),
            new("friends alone", true, [("", (content, seed) => new FeatureToFactorMapping(content.Friends, null, seed, new FeatureToFactorOptions { Factors = _factors }))], content => content.Friends),
        ]);
        Assert.Equal(40, study.Listeners.Count + study.DroppedListeners);
        Assert.All(study.Listeners, user => Assert.True(_data.Plays.ItemsOf(user).Length > 10));
        Assert.All(study.Results, result => Assert.All(result.Ndcg, values => Assert.Equal(study.Listeners.Count, values.Length)));
        Assert.Contains(study.Results[1].Settings, new[] { "λ 3", "λ 30" });

        // Without plays ALS knows nothing, and both give what is popular.
        Assert.Equal(study.Results[0].Ndcg[0], study.Results[1].Ndcg[0]);
        Assert.True(study.Difference("mapping", "popularity", 0).Mean.Low > 0.05, study.ToText());
        Assert.True(study.Difference("mapping", "plays", 2).Mean.Low > 0, study.ToText());
        Assert.Contains("mapping", study.Tests().ToText(), StringComparison.Ordinal);
        Assert.Contains("NDCG@10", study.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(study.Curves());
        Assert.Throws<ArgumentOutOfRangeException>(() => study.Difference("mapping", "plays", 3));
        Assert.Throws<ArgumentException>(() => study.Difference("mapping", "nobody", 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColdUserStudy.Run(_data, 1, heldOut: 0));

        static Func<ColdUserContent, ulong, IRecommender> Plain(Func<ColdUserContent, ulong, IRecommender> make) => make;
    }

    [Fact]
    public void Tags_help_artists_whom_nobody_has_played()
    {
        ColdItemStudy study = ColdItemStudy.Run(_data, 2, size: 8, methods:
        [
            ColdItemStudy.Methods[0],
            new("plays", false, [("", (_, seed) => new AlternatingLeastSquares(seed, _factors))]),
            ColdItemStudy.Methods[2],
            new("mapping", true, [("", (content, seed) => new FeatureToFactorMapping(null, content.Tags, seed, new FeatureToFactorOptions { Factors = _factors }))]),
        ]);
        Assert.NotEmpty(study.NewArtists);
        Assert.True(study.Difference("mapping", "random").Mean.Low > 0.1, study.ToText());
        Assert.True(study.Difference("mapping", "plays").Mean.Low > 0.1, study.ToText());
        Assert.Contains("mapping", study.Tests().ToText(), StringComparison.Ordinal);
        Assert.Contains("content neighbours", study.ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ColdItemStudy.Run(_data, 1, share: 0.5));
        Assert.Throws<ArgumentException>(() => ColdItemStudy.Run(_data, 1, minimumListeners: 10_000));
    }

    [Fact]
    public void What_is_held_out_is_nowhere_in_the_content()
    {
        int judged = _data.Friends[0].Friend, asker = _data.Friends[0].User;
        int[] owners = _data.Plays.UserOfEachPair();
        Interactions train = _data.Plays.Select([.. Enumerable.Range(0, owners.Length).Where(place => owners[place] != judged)]);
        ContentTable with = ColdStartContent.PlaysOfFriends(_data, _data.Plays), without = ColdStartContent.PlaysOfFriends(_data, train);

        // What a held-out friend alone plays is gone, and the rest of the friends' plays is as it was.
        int[] others = [.. _data.Friends.Where(pair => pair.User == asker && pair.Friend != judged).SelectMany(pair => _data.Plays.ItemsOf(pair.Friend).ToArray()).Distinct().Order()];
        Assert.Equal(others, without.Values.RowColumns(asker).ToArray());
        Assert.Equal(others.Union(_data.Plays.ItemsOf(judged).ToArray()).Order(), with.Values.RowColumns(asker).ToArray());

        HashSet<int> left = [.. _data.Taggings.Select(tagging => tagging.User).Distinct().Take(5)];
        ContentTable tags = ColdStartContent.TagsOfArtists(_data, [.. Enumerable.Range(0, _data.Plays.ItemCount)], left);
        for (int artist = 0; artist < 40; artist++)
        {
            Assert.Equal(
                _data.Taggings.Where(tagging => tagging.Artist == artist && !left.Contains(tagging.User)).Select(tagging => tagging.Tag).Distinct().Order(),
                tags.Values.RowColumns(artist).ToArray());
        }
    }

    [Fact]
    public void Weights_of_tags_are_learnt_from_training_rows_and_follow_the_formula()
    {
        int[] users = [.. _data.Taggings.Select(tagging => tagging.User).Distinct().Order()];
        int[] training = users[..(users.Length / 2)];
        ContentTable tags = ColdStartContent.TagsOfListeners(_data, training);
        foreach (int user in new[] { users[0], users[^1] })
        {
            ReadOnlySpan<int> columns = tags.Values.RowColumns(user);
            for (int place = 0; place < columns.Length; place++)
            {
                int tag = columns[place];
                int count = _data.Taggings.Count(tagging => tagging.User == user && tagging.Tag == tag);
                int having = training.Count(other => _data.Taggings.Any(tagging => tagging.User == other && tagging.Tag == tag));
                double expected = (1 + Math.Log(count)) * (Math.Log((1.0 + training.Length) / (1 + having)) + 1);
                Assert.Equal(expected, tags.Values.RowValues(user)[place], 4);
                Assert.Equal($"tag {_data.Tags[tag]}", tags.FeatureNames[tag]);
            }
        }
    }
}
