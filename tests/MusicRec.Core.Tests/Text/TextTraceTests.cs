using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class TextTraceTests
{
    [Fact]
    public void One_text_is_shown_after_each_step()
    {
        TextTrace trace = new TextPipeline().Trace("The 2 DOGS don't wanna run.");
        Assert.Equal(
            [
                ("as it came", 0L, 0L, "The 2 DOGS don't wanna run."),
                ("one spelling, lower case", 2, 0, "the 2 dogs don't wanna run."),
                ("punctuation off", 2, 0, "the 2 dogs dont wanna run"),
                ("numbers to words", 1, 0, "the two dogs dont wanna run"),
                ("contractions cut", 1, 0, "the two dogs dont wan na run"),
                ("stop words out", 0, 1, "two dogs dont wan na run"),
                ("only words of letters", 0, 0, "two dogs dont wan na run"),
                ("lemmas", 1, 0, "two dog dont wan na run"),
            ],
            trace.Steps.Select(step => (step.Name, step.Changed, step.Removed, string.Join(' ', step.Words))));
        Assert.Contains("two dog dont wan na run", trace.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_texts_the_words_are_counted_and_none_is_shown_in_a_row()
    {
        TextTrace trace = new TextPipeline().Trace(["dogs the cats dogs", "the dogs sing", ""]);
        TextStep lemmas = trace.Steps[^1];
        Assert.Equal((5L, 4L, 0L, 5L, 3), (lemmas.Before, lemmas.Changed, lemmas.Removed, lemmas.After, lemmas.Distinct));
        Assert.Equal([("dogs", "dog", 3L), ("cats", "cat", 1L)], lemmas.Effects);
        Assert.Empty(lemmas.Words);
        TextStep stopWords = trace.Steps.Single(step => step.Name == "stop words out");
        Assert.Equal((7L, 0L, 2L, 5L), (stopWords.Before, stopWords.Changed, stopWords.Removed, stopWords.After));
        Assert.Contains("dogs → dog, cats → cat", trace.ToText(), StringComparison.Ordinal);
        Assert.Contains("80.00%", trace.ToText().Replace(" %", "%", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("dog cat", trace.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_can_be_traced()
    {
        TextTrace trace = new TextPipeline().Trace([]);
        Assert.All(trace.Steps, step => Assert.Equal(0, step.After));
        Assert.NotEmpty(trace.ToText());
        Assert.NotEmpty(new TextPipeline().Trace("").ToHtml());
    }
}
