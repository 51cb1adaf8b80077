using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class TextPipelineTests
{
    private static readonly TextPipeline Paper = new();
    private static readonly TextPipeline Raw = new(TextPipelineSettings.ForRawLyrics);

    [Theory]
    [InlineData("The DOGS are running, running home!", "dog running running home")]
    [InlineData("Don't stop me now", "dont stop")]
    [InlineData("I\u2019m gonna dance; uh-oh", "im gon na dance uhoh")]
    [InlineData("cannot", "")]
    [InlineData("2 hearts, 100 miles, 21 guns, 2pac", "two heart one hundred mile twenty one gun")]
    [InlineData("1,000 nights", "one thousand night")]
    [InlineData("\u0661\u0662 bells", "twelve bell")]
    [InlineData("\uFB01re \uFF26\uFF29\uFF32\uFF25 cafe\u0301 STRASSE stra\u00DFe", "fire fire café strasse strasse")]
    [InlineData("soft\u00ADly \uFEFFlove\u200D", "softly love")]
    [InlineData("la\tla\r\nla\u00A0la", "la la la la")]
    [InlineData("हिन्दी गाना", "हिन्दी गाना")]
    [InlineData("boss", "bos")]
    [InlineData("", "")]
    [InlineData(" ?! ... \uD83C\uDFB5 ", "")]
    public void The_papers_steps(string text, string expected) => Assert.Equal(expected, Paper.Clean(text));

    [Theory]
    [InlineData("The DOGS are running, running home!", "dog run run home")]
    [InlineData("Don't stop me now, don\u02BCt you dare", "stop dare")]
    [InlineData("can't won\u2019t shan`t I'm he'd", "")]
    [InlineData("mama's rockin' chair", "mama rockin chair")]
    [InlineData("uh-oh, hearts/souls\u2014love", "uh oh heart soul love")]
    [InlineData("1,000 nights, 24/7", "one thousand night twenty four seven")]
    [InlineData("la-la land", "la la land")]
    [InlineData("gimme gimme more'n this", "gim gim")]
    public void The_steps_for_lyrics_as_they_are_sung(string text, string expected) => Assert.Equal(expected, Raw.Clean(text));
}
