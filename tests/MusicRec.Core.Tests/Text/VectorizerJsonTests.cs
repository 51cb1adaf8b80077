using FsCheck;
using FsCheck.Fluent;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class VectorizerJsonTests
{
    private static readonly string _json = Fitted().ToJson();

    [Fact]
    public void A_vectorizer_comes_back_with_every_bit()
    {
        for (int index = 0; index < VectorizerGolden.Root.GetProperty("cases").GetArrayLength(); index++)
        {
            TfidfSettings settings = VectorizerGolden.Settings(VectorizerGolden.Case(index).GetProperty("settings"));
            TfidfVectorizer weights = new(settings);
            CountVectorizer counts = new(settings.Ngrams);
            weights.Fit(VectorizerGolden.Train);
            counts.Fit(VectorizerGolden.Train);
            TfidfVectorizer weightsBack = TfidfVectorizer.FromJson(weights.ToJson());
            CountVectorizer countsBack = CountVectorizer.FromJson(counts.ToJson());
            Assert.Equal(weights.ToJson(), weightsBack.ToJson());
            Assert.Equal(weights.InverseDocumentFrequencies, weightsBack.InverseDocumentFrequencies);
            Assert.Equal(weights.Transform(VectorizerGolden.HeldOut).Values, weightsBack.Transform(VectorizerGolden.HeldOut).Values);
            Assert.Equal(counts.ToJson(), countsBack.ToJson());
            Assert.Equal(counts.Transform(VectorizerGolden.HeldOut).Values, countsBack.Transform(VectorizerGolden.HeldOut).Values);
        }
    }

    [Fact]
    public void The_text_does_not_depend_on_the_order_of_stop_words()
    {
        static string Written(params string[] stopWords)
        {
            CountVectorizer vectorizer = new(new NgramSettings { StopWords = stopWords });
            vectorizer.Fit(["the rain"]);
            return vectorizer.ToJson();
        }

        Assert.Equal(Written("on", "the", "a"), Written("the", "a", "on", "the"));
    }

    [Fact]
    public void A_vectorizer_fits_into_the_file_of_the_model_that_needs_it()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            Linear model = new(2, 1, new RandomStream(1));
            ModelFile.Save(path, model, new ModelMetadata { Other = new Dictionary<string, string> { ["vectorizer"] = _json } });
            Assert.Equal(_json, TfidfVectorizer.FromJson(ModelFile.Load(path, model).Other["vectorizer"]).ToJson());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("\"format\":\"TfidfVectorizer\"", "\"format\":\"CountVectorizer\"", "must be a 'TfidfVectorizer'")]
    [InlineData("\"version\":1", "\"version\":2", "version 1")]
    [InlineData("\"version\":1", "\"version\":1,\"more\":1", "more")]
    [InlineData("\"version\":1", "\"version\":1,\"version\":1", "version")]
    [InlineData("\"version\":1,", "", "version")]
    [InlineData("\"documentCount\":3", "\"documentCount\":0", "0 documents")]
    [InlineData("\"documentCount\":3", "\"documentCount\":1", "documentFrequencies[2] is 2")]
    [InlineData("[\"night\",", "[", "document frequencies")]
    [InlineData("[\"night\",", "[null,", "terms[0]")]
    [InlineData("[\"night\",", "[\"Night\",", "terms[0]")]
    [InlineData("[\"night\",", "[\"quiet\",", "order")]
    [InlineData("[\"night\",", "[\"quiet  night\",", "terms[0]")]
    [InlineData("[\"night\",", "[\"n\",", "terms[0]")]
    [InlineData("[\"night\",", "[\"the\",", "terms[0]")]
    [InlineData("[\"night\",", "[\"a b c d\",", "terms[0]")]
    [InlineData("[\"night\",", "[\"dark dark night\",", "terms[0]")]
    [InlineData("\"maximumFeatures\":9", "\"maximumFeatures\":1", "1 to 1 terms")]
    [InlineData("\"maximumLength\":2", "\"maximumLength\":0", "MaximumLength")]
    [InlineData("\"norm\":\"l2\"", "\"norm\":\"l3\"", "norm")]
    [InlineData("\"norm\":\"l2\"", "\"norm\":2", "norm")]
    [InlineData("\"documentFrequencies\":[1", "\"documentFrequencies\":[0", "documentFrequencies[0] is 0")]
    [InlineData("\"stopWords\":[\"the\"]", "\"stopWords\":null", "stopWords")]
    public void What_cannot_be_is_refused_with_the_reason(string part, string instead, string reason)
    {
        Assert.Contains(part, _json, StringComparison.Ordinal);
        FormatException refused = Assert.Throws<FormatException>(() => TfidfVectorizer.FromJson(_json.Replace(part, instead, StringComparison.Ordinal)));
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"TfidfVectorizer\",\"version\":1,\"settings\":null,\"documentCount\":1,\"terms\":[\"aa\"],\"documentFrequencies\":[1]}")]
    [InlineData("{\"format\":\"TfidfVectorizer\",\"version\":1,\"settings\":{},\"documentCount\":1,\"terms\":null,\"documentFrequencies\":[1]}")]
    [InlineData("{\"format\":\"TfidfVectorizer\",\"version\":1,\"settings\":{\"ngrams\":null},\"documentCount\":1,\"terms\":[\"aa\"],\"documentFrequencies\":[1]}")]
    public void Other_texts_are_refused(string json) => Assert.Throws<FormatException>(() => TfidfVectorizer.FromJson(json));

    [Fact]
    public void The_other_vectorizers_text_is_refused_by_its_name() =>
        Assert.Equal("The text is a 'TfidfVectorizer'; it must be a 'CountVectorizer'.", Assert.Throws<FormatException>(() => CountVectorizer.FromJson(_json)).Message);

    [Fact]
    public void A_damaged_text_is_refused_or_gives_a_vectorizer_that_works()
    {
        Gen<(int Place, int Length, string Instead)> damages =
            from place in Gen.Choose(0, _json.Length - 1)
            from length in Gen.Choose(0, 3)
            from instead in Gen.Elements("", "0", "\"", ",", "a", "[", "]", "{", "}", "-", "9", " ", "null", "\uD800")
            select (place, length, instead);
        Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            int end = Math.Min(_json.Length, damage.Place + damage.Length);
            try
            {
                TfidfVectorizer read = TfidfVectorizer.FromJson(_json[..damage.Place] + damage.Instead + _json[end..]);
                Assert.Equal(2, read.Transform(["river night", "sun"]).Rows);
                Assert.Equal(read.ToJson(), TfidfVectorizer.FromJson(read.ToJson()).ToJson());
            }
            catch (FormatException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static TfidfVectorizer Fitted()
    {
        TfidfVectorizer vectorizer = new(new TfidfSettings { Ngrams = new NgramSettings { MaximumLength = 2, MaximumFeatures = 9, StopWords = ["the"] } });
        vectorizer.Fit(["Night. The quiet river", "quiet the river", "sun"]);
        Assert.Equal(["night", "night quiet", "quiet", "quiet river", "river", "sun"], vectorizer.Vocabulary);
        return vectorizer;
    }
}
