using System.Text.Json;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class WordStepsTests
{
    [Fact]
    public void Contractions_are_cut_as_NLTK_cuts_them()
    {
        foreach (JsonProperty contraction in TextGolden.Root.GetProperty("contractions").EnumerateObject())
        {
            List<string> pieces = [];
            Contractions.Cut(contraction.Name, pieces);
            Assert.Equal(contraction.Value.Strings(), pieces);
        }
    }

    [Fact]
    public void The_stop_list_is_NLTKs()
    {
        Assert.Equal(179, StopWords.English.Count);
        Assert.All(["the", "don't", "wouldn't", "i", "t", "ma"], word => Assert.Contains(word, StopWords.English));
        Assert.All(["love", "i'm", "", "The", "can't"], word => Assert.DoesNotContain(word, StopWords.English));
    }

    [Theory]
    [InlineData("0", "zero")]
    [InlineData("007", "seven")]
    [InlineData("21", "twenty one")]
    [InlineData("1984", "one thousand nine hundred and eighty four")]
    [InlineData("999999999999999999", "nine hundred and ninety nine quadrillion nine hundred and ninety nine trillion nine hundred and ninety nine billion nine hundred and ninety nine million nine hundred and ninety nine thousand nine hundred and ninety nine")]
    [InlineData("1234567890123456789", "one two three four five six seven eight nine zero one two three four five six seven eight nine")]
    [InlineData("\u0968\u0967", "twenty one")]
    public void Numbers_become_words(string digits, string expected)
    {
        Assert.True(NumberWords.IsNumber(digits));
        Assert.Equal(expected, string.Join(' ', NumberWords.Of(digits)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2pac")]
    [InlineData("1.5")]
    [InlineData("½")]
    [InlineData("②")]
    public void What_is_no_whole_number_alone_stays(string word) => Assert.False(NumberWords.IsNumber(word));

    [Fact]
    public void Every_step_can_be_switched_off()
    {
        TextPipelineSettings none = new()
        {
            FoldsCase = false,
            Punctuation = PunctuationHandling.Keep,
            SpellsNumbers = false,
            CutsContractions = false,
            KeepsLettersOnly = false,
            StopWords = new HashSet<string>(),
            Lemmas = [],
        };
        const string Text = "The 2 DOGS don't wanna, «go»!";
        Assert.Equal(Text, new TextPipeline(none).Clean("  The 2\tDOGS don't\nwanna, «go»! "));
        Assert.Equal("the 2 dogs don't wanna, «go»!", new TextPipeline(none with { FoldsCase = true }).Clean(Text));
        Assert.Equal("The 2 DOGS dont wanna go", new TextPipeline(none with { Punctuation = PunctuationHandling.Delete }).Clean(Text));
        Assert.Equal("The 2 DOGS don't wanna go", new TextPipeline(none with { Punctuation = PunctuationHandling.Separate }).Clean(Text));
        Assert.Equal("The two DOGS don't wanna, «go»!", new TextPipeline(none with { SpellsNumbers = true }).Clean(Text));
        Assert.Equal("The 2 DOGS do n't wanna, «go»!", new TextPipeline(none with { CutsContractions = true }).Clean(Text));
        Assert.Equal("The DOGS", new TextPipeline(none with { KeepsLettersOnly = true }).Clean(Text));
        Assert.Equal("The 2 DOGS wanna, «go»!", new TextPipeline(none with { StopWords = StopWords.English }).Clean(Text));
        Assert.Equal("the 2 dog don't wanna, «go»!", new TextPipeline(none with { FoldsCase = true, Lemmas = [PartOfSpeech.Noun] }).Clean(Text));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TextPipeline(new() { Punctuation = (PunctuationHandling)7 }));
        Assert.Contains("Lemmas", Assert.Throws<ArgumentOutOfRangeException>(() => new TextPipeline(new() { Lemmas = [(PartOfSpeech)9] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new TextPipeline(new() { StopWords = null! }));
        Assert.Throws<ArgumentNullException>(() => new TextPipeline().Clean(null!));
        Assert.Throws<ArgumentNullException>(() => new TextPipeline().Trace([null!, "a"]));
    }
}
