using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class UnicodeFormTests
{
    private const int Block = 4096;

    [Theory]
    [InlineData("composed")]
    [InlineData("folded")]
    public void Every_character_becomes_what_Python_makes_of_it(string form)
    {
        Func<string, string> transform = form == "composed" ? UnicodeForm.Compose : UnicodeForm.Fold;
        string[] expected = TextGolden.Root.GetProperty(form).Strings();
        string[] actual = [.. Enumerable.Range(0, expected.Length).Select(block => Digest(block * Block, transform))];
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Marks_Hangul_and_ligatures_are_put_together_as_Python_does()
    {
        foreach (JsonElement row in TextGolden.Root.GetProperty("strings").EnumerateArray())
        {
            string[] texts = row.Strings();
            Assert.Equal(texts[1], UnicodeForm.Compose(texts[0]), StringComparer.Ordinal);
            Assert.Equal(texts[2], UnicodeForm.Fold(texts[0]), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void A_run_of_many_marks_takes_no_square_of_its_length()
    {
        string text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 100_000));
        string composed = UnicodeForm.Compose(text);
        Assert.Equal((text.Length - 1, '\u1EA1', '\u0323', '\u0301'), (composed.Length, composed[0], composed[1], composed[^1]));
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() => Assert.Equal("\uFFFDa\uFFFD", UnicodeForm.Fold("\uDC00A\uD800"));

    private static string Digest(int start, Func<string, string> transform)
    {
        IEnumerable<string> characters = Enumerable.Range(start, Block).Where(Rune.IsValid).Select(point => transform(new Rune(point).ToString()));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', characters))))[..16].ToLower(CultureInfo.InvariantCulture);
    }
}
