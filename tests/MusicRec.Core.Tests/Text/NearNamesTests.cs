using FsCheck;
using FsCheck.Fluent;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class NearNamesTests
{
    private static readonly string[] _genres = ["rock", "metal", "metalcore", "hip-hop", "trip-hop", "drum-and-bass", "k-pop"];

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("same", "same", 0)]
    public void The_distance_is_Levenshteins(string first, string second, int distance)
    {
        Assert.Equal(distance, NearNames.EditDistance(first, second));
        Assert.Equal(distance, NearNames.EditDistance(second, first));
    }

    [Fact]
    public void The_likest_comes_first_and_the_unlike_not_at_all()
    {
        Assert.Equal(["metal", "metalcore"], NearNames.Of("metall", _genres));
        Assert.Equal("hip-hop", NearNames.Of("HipHop", _genres)[0]);
        Assert.Equal(["drum-and-bass"], NearNames.Of("bass", _genres));
        Assert.Empty(NearNames.Of("gamelan", _genres));
        Assert.Single(NearNames.Of("metall", _genres, 1));
    }

    [Theory]
    [InlineData("Hip-Hop ", "hip hop")]
    [InlineData(" R & B", "r b")]
    [InlineData("Beyoncé", "beyonce")]
    [InlineData("!!!", "!!!")]
    [InlineData("", "")]
    public void A_key_has_no_case_accents_or_signs(string name, string key) => Assert.Equal(key, NearNames.Key(name));

    [Fact]
    public void Any_text_is_answered_and_known_names_find_themselves() => Prop.ForAll<string?>(text =>
    {
        string name = text ?? "";
        Assert.True(NearNames.Of(name, _genres).Length <= 3);
        Assert.All(_genres, genre => Assert.Equal(genre, NearNames.Of(genre, _genres)[0]));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_too_long_for_a_name_is_like_none() => Assert.Empty(NearNames.Of(new string('x', 1_000_000), [new string('x', 1_000_000), "rock"]));
}
