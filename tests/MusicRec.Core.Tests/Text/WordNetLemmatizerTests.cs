using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class WordNetLemmatizerTests
{
    [Theory]
    [InlineData(PartOfSpeech.Noun)]
    [InlineData(PartOfSpeech.Verb)]
    [InlineData(PartOfSpeech.Adjective)]
    [InlineData(PartOfSpeech.Adverb)]
    public void Lemmas_are_NLTKs_on_2000_words(PartOfSpeech partOfSpeech)
    {
        string[] words = TextGolden.Root.GetProperty("lemmas").GetProperty(partOfSpeech.ToString()).Strings();
        Assert.Equal(2000, words.Length);
        string[] wrong = [.. words.Select(pair => pair.Split(' ')).Select(pair => (Word: pair[0], Expected: pair[^1], Lemma: WordNetLemmatizer.Lemmatize(pair[0], partOfSpeech)))
            .Where(row => row.Lemma != row.Expected).Select(row => $"{row.Word}: {row.Lemma}, not {row.Expected}")];
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("dogs", PartOfSpeech.Noun, "dog")]
    [InlineData("churches", PartOfSpeech.Noun, "church")]
    [InlineData("aardwolves", PartOfSpeech.Noun, "aardwolf")]
    [InlineData("abaci", PartOfSpeech.Noun, "abacus")]
    [InlineData("hardrock", PartOfSpeech.Noun, "hardrock")]
    [InlineData("running", PartOfSpeech.Noun, "running")]
    [InlineData("running", PartOfSpeech.Verb, "run")]
    [InlineData("bases-on-balls", PartOfSpeech.Noun, "base_on_balls")]
    [InlineData("was", PartOfSpeech.Noun, "wa")]
    [InlineData("was", PartOfSpeech.Verb, "be")]
    [InlineData("better", PartOfSpeech.Adjective, "good")]
    [InlineData("better", PartOfSpeech.Adverb, "well")]
    [InlineData("dogssss", PartOfSpeech.Noun, "dog")]
    [InlineData("Dogs", PartOfSpeech.Noun, "Dogs")]
    [InlineData("", PartOfSpeech.Verb, "")]
    public void The_examples_of_NLTKs_manual_and_its_oddities(string word, PartOfSpeech partOfSpeech, string lemma) =>
        Assert.Equal(lemma, WordNetLemmatizer.Lemmatize(word, partOfSpeech));

    [Fact]
    public void Words_no_one_means_to_lemmatise_come_back_quickly_and_unchanged()
    {
        string endless = string.Concat(Enumerable.Repeat("inged", 20)) + string.Concat(Enumerable.Repeat("es", 50));
        Assert.Equal(WordNetLemmatizer.MaximumLength, endless.Length);
        foreach (string word in new[] { endless, endless + "s", "dog" + new string('s', 1_000_000), "ice_creams", "\uD800", "dögs" })
        {
            Assert.All(Enum.GetValues<PartOfSpeech>(), partOfSpeech => Assert.Same(word, WordNetLemmatizer.Lemmatize(word, partOfSpeech)));
        }
    }

    [Fact]
    public void An_unknown_part_of_speech_is_refused() =>
        Assert.Contains("Noun, Verb, Adjective, Adverb", Assert.Throws<ArgumentOutOfRangeException>(() => WordNetLemmatizer.Lemmatize("dog", (PartOfSpeech)4)).Message, StringComparison.Ordinal);
}
