using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class NameKeyTests
{
    [Theory]
    [InlineData("Beyoncé", "beyonce")]
    [InlineData("  BEYONCE\u0301 ", "beyonce")]
    [InlineData("Sigur Rós", "sigur ros")]
    [InlineData("Mötley Crüe", "motley crue")]
    [InlineData("Straße", "strasse")]
    [InlineData("Røyksopp", "røyksopp")]
    [InlineData("\u1EAE", "a")]
    [InlineData("ガール", "ガール")]
    [InlineData("한국", "한국")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Names_that_differ_in_case_accents_or_space_have_one_key(string? name, string key)
    {
        Assert.Equal(key, NameKey.Of(name));
        Assert.Equal(key, NameKey.Of(key));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_reason_to_fail() => Assert.Equal("a\uFFFD", NameKey.Of("A\uD800"));
}
