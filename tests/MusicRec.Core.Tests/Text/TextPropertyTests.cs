using FsCheck;
using FsCheck.Fluent;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class TextPropertyTests
{
    private static readonly TextPipeline[] Pipelines = [new(), new(TextPipelineSettings.ForRawLyrics)];

    private static readonly TextPipelineSettings Unlemmatized = new() { Lemmas = [], CutsContractions = false };

    private static readonly TextPipeline FoldingOnly = new(Unlemmatized with
    {
        Punctuation = PunctuationHandling.Keep,
        SpellsNumbers = false,
        KeepsLettersOnly = false,
        StopWords = new HashSet<string>(),
    });

    private static readonly Gen<string> Pieces = Gen.OneOf(
        Gen.Elements("love", "Loves", "don't", "don\u2019t", "gonna", "2", "1,000", "21st", " ", "\n", "\u00A0", "'", "\u02BC", "\u0149", "\u0344", "\u1FB3", "-", "…", "´", "ſ", "ß", "İ", "é", "e\u0301",
            "한", "\u1112\u1161", "हि", "\uD800", "\uDC00", "\uD83C\uDFB5", "\u200D", "\u00AD", "\0", "½", "㎏", "№", "ΑΣ"),
        Gen.Choose(0, 0xFFFF).Select(code => ((char)code).ToString()),
        Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32));

    private static readonly Arbitrary<string> Texts = Pieces.ListOf().Select(string.Concat).ToArbitrary();

    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Any_text_becomes_words_of_letters_that_are_no_stop_words() => Prop.ForAll(Texts, text =>
    {
        foreach (TextPipeline pipeline in Pipelines)
        {
            Assert.All(pipeline.Tokens(text), word => Assert.True(WordCharacters.AreLetters(word), word));
        }

        Assert.All(new TextPipeline(Unlemmatized).Tokens(text), word => Assert.DoesNotContain(word, StopWords.English));
    }).Check(Checks);

    [Fact]
    public void Case_and_spelling_are_unified_once_and_for_all() => Prop.ForAll(Texts, text =>
    {
        string once = FoldingOnly.Clean(text);
        Assert.Equal(once, FoldingOnly.Clean(once), StringComparer.Ordinal);
        Assert.Equal(UnicodeForm.Compose(text), UnicodeForm.Compose(UnicodeForm.Compose(text)), StringComparer.Ordinal);
    }).Check(Checks);

    [Fact]
    public void Without_lemmas_a_second_pass_changes_nothing() => Prop.ForAll(Texts, text =>
    {
        foreach (PunctuationHandling punctuation in new[] { PunctuationHandling.Delete, PunctuationHandling.Separate })
        {
            TextPipeline pipeline = new(Unlemmatized with { Punctuation = punctuation });
            string once = pipeline.Clean(text);
            Assert.Equal(once, pipeline.Clean(once), StringComparer.Ordinal);
        }
    }).Check(Checks);

    [Fact]
    public void Words_go_through_one_by_one() => Prop.ForAll(Texts, Texts, (first, second) =>
    {
        foreach (TextPipeline pipeline in Pipelines)
        {
            Assert.Equal([.. pipeline.Tokens(first), .. pipeline.Tokens(second)], pipeline.Tokens($"{first} {second}"));
            Assert.Equal(new TextPipeline(pipeline.Settings).Tokens(first), pipeline.Tokens(first));
        }
    }).Check(Checks);

    [Fact]
    public void A_trace_ends_where_the_pipeline_does_and_its_counts_add_up() => Prop.ForAll(Texts, text =>
    {
        foreach (TextPipeline pipeline in Pipelines)
        {
            TextTrace trace = pipeline.Trace(text);
            Assert.Equal(pipeline.Tokens(text), trace.Steps[^1].Words);
            Assert.All(trace.Steps, step => Assert.Equal(step.After, step.Words.Count));
            Assert.All(trace.Steps.Zip(trace.Steps.Skip(1)), pair => Assert.Equal(pair.First.After, pair.Second.Before));
        }
    }).Check(Checks);

    [Fact]
    public void A_lemma_is_no_longer_than_its_word_or_an_exceptions_base() => Prop.ForAll(Texts, text =>
    {
        foreach (PartOfSpeech partOfSpeech in Enum.GetValues<PartOfSpeech>())
        {
            string lemma = WordNetLemmatizer.Lemmatize(text, partOfSpeech);
            Assert.True(lemma.Length <= text.Length || WordNetData.Shared.BasesOf(text, partOfSpeech) is not null, lemma);
            Assert.True(lemma == text || WordNetData.Shared.Contains(lemma, partOfSpeech), lemma);
        }
    }).Check(Checks);
}
