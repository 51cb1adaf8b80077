using MusicRec.Data;
using MusicRec.Papers;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Papers;

public sealed class ColdUserModalitiesTests
{
    private static readonly LastFm _data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")).LastFm();

    [Fact]
    public void Each_method_is_shown_what_its_name_says()
    {
        ContentTable friends = ColdStartContent.PlaysOfFriends(_data, _data.Plays), tags = ColdStartContent.TagsOfListeners(_data, [.. Enumerable.Range(0, _data.Plays.UserCount)]);
        ColdUserContent content = new(friends.NormalizeRows(), ContentTable.Join((friends, 1), (tags, 1)));
        ContentTable Shown(string name) => ColdUserModalities.All.Single(method => method.Name == name).Shown!(content);
        Assert.Equal(friends.FeatureNames, Shown(ColdUserModalities.Friends).FeatureNames);
        ContentTable own = Shown(ColdUserModalities.Tags), expected = tags.NormalizeRows();
        Assert.Equal(expected.FeatureNames, own.FeatureNames);
        Assert.Equal(expected.Values.RowStarts, own.Values.RowStarts);
        Assert.Equal(expected.Values.ColumnIndices, own.Values.ColumnIndices);
        Assert.Equal(expected.Values.Values, own.Values.Values);
        Assert.Equal(friends.FeatureCount + tags.FeatureCount, Shown(ColdUserModalities.Both).FeatureCount);
        Assert.Null(ColdUserModalities.All[0].Shown);
        Assert.Equal([ColdUserModalities.Both], ColdUserModalities.All.Where(method => method.IsHybrid).Select(method => method.Name));
    }
}
