using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class VectorizerTests
{
    private static readonly string[] _songs = ["Rain, rain on the river", "the river sings", "Sings the rain", "a quiet night"];

    [Fact]
    public void A_worked_example()
    {
        TfidfVectorizer vectorizer = new(new TfidfSettings { Ngrams = new NgramSettings { StopWords = ["the", "on"], MaximumLength = 2, MinimumDocuments = 2 } });
        SparseMatrix rows = vectorizer.FitTransform(_songs);
        Assert.Equal(["rain", "river", "sings"], vectorizer.Vocabulary);

        // Each is in two of the four songs.
        double inverse = Math.Log(5.0 / 3) + 1;
        Assert.All(vectorizer.InverseDocumentFrequencies.ToArray(), value => Assert.Equal(inverse, value, 1e-14));
        Assert.Equal([2 / (float)Math.Sqrt(5), 1 / (float)Math.Sqrt(5)], rows.RowValues(0).ToArray(), Near);
        Assert.Equal([0, 1], rows.RowColumns(0));
        Assert.Equal([1, 2], rows.RowColumns(1));
        Assert.Equal([0, 2], rows.RowColumns(2));
        Assert.Equal(0, rows.RowColumns(3).Length);
    }

    [Fact]
    public void Words_taken_out_bring_their_neighbours_together_but_unknown_ones_and_songs_do_not()
    {
        CountVectorizer vectorizer = new(new NgramSettings { StopWords = ["the"], MinimumLength = 2, MaximumLength = 2 });
        vectorizer.Fit(["rain the river", "river sings"]);
        Assert.Equal(["rain river", "river sings"], vectorizer.Vocabulary);
        Assert.Equal([1, 1], vectorizer.DocumentFrequencies);
        SparseMatrix counts = vectorizer.Transform(["RAIN, a b The the river!", "rain unheard river", "river", "sings"]);
        Assert.Equal([0, 1, 1, 1, 1], counts.RowStarts);
        Assert.Equal([0], vectorizer.Transform(["x rain river"]).ColumnIndices);
    }

    [Fact]
    public void Nothing_is_learnt_from_rows_that_are_only_transformed()
    {
        string[] songs = VectorizerGolden.Train;
        int[] train = [.. Enumerable.Range(0, songs.Length).Where(row => row % 5 != 0)];
        string Fitted(string[] all)
        {
            TfidfVectorizer vectorizer = new(new TfidfSettings { Ngrams = new NgramSettings { MaximumLength = 2, MaximumFeatures = 50 } });
            vectorizer.Fit([.. train.Select(row => all[row])]);
            string state = vectorizer.ToJson();
            _ = vectorizer.Transform(all);
            Assert.Equal(state, vectorizer.ToJson());
            return state;
        }

        string[] heldOutPoisoned = [.. songs.Select((song, row) => row % 5 == 0 ? string.Join(' ', Enumerable.Repeat("poison the", 500)) : song)];
        string[] trainPoisoned = [.. songs.Select((song, row) => row == 1 ? string.Join(' ', Enumerable.Repeat("poison the", 500)) : song)];
        Assert.Equal(Fitted(songs), Fitted(heldOutPoisoned));
        Assert.NotEqual(Fitted(songs), Fitted(trainPoisoned));
    }

    [Fact]
    public void A_fit_that_fails_leaves_what_was_learnt_before()
    {
        TfidfVectorizer vectorizer = new();
        vectorizer.Fit(_songs);
        string state = vectorizer.ToJson();
        Assert.Throws<ArgumentException>(() => vectorizer.Fit(["", "?!", "a"]));
        Assert.Equal(state, vectorizer.ToJson());
    }

    [Fact]
    public void Stop_words_are_those_of_the_moment_the_vectorizer_was_made()
    {
        List<string> stopWords = ["the"];
        CountVectorizer vectorizer = new(new NgramSettings { StopWords = stopWords });
        stopWords.Add("rain");
        vectorizer.Fit(_songs);
        Assert.Contains("rain", vectorizer.Vocabulary);
        Assert.DoesNotContain("the", vectorizer.Vocabulary);
    }

    [Fact]
    public void Terms_stand_in_the_order_of_code_points_not_of_UTF16_units()
    {
        CountVectorizer vectorizer = new();
        vectorizer.Fit(["\U00010428\U00010429 \uFF41\uFF42 zz éé z_"]);
        Assert.Equal(["z_", "zz", "éé", "\uFF41\uFF42", "\U00010428\U00010429"], vectorizer.Vocabulary);
    }

    [Fact]
    public void No_songs_are_no_rows()
    {
        TfidfVectorizer vectorizer = new();
        vectorizer.Fit(_songs);
        SparseMatrix none = vectorizer.Transform([]);
        Assert.Equal((0, vectorizer.Vocabulary.Count), (none.Rows, none.Columns));
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_with_the_reason()
    {
        Assert.Contains("documents is empty", Assert.Throws<ArgumentException>(() => new TfidfVectorizer().Fit([])).Message, StringComparison.Ordinal);
        Assert.Contains("documents[1] is null", Assert.Throws<ArgumentException>(() => new TfidfVectorizer().Fit(["one two", null!])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new TfidfVectorizer().Fit(null!));
        Assert.Contains("only stop words", Refused(new NgramSettings { StopWords = ["one"] }, ["one", "One"]), StringComparison.Ordinal);
        Assert.Contains("length", Refused(new NgramSettings { MinimumLength = 3, MaximumLength = 3 }, ["one two", "two"]), StringComparison.Ordinal);
        Assert.Contains("2 to ", Refused(new NgramSettings { MinimumDocuments = 2 }, ["one", "two"]), StringComparison.Ordinal);
        Assert.Contains("in 3 or more and in 2 or fewer", Refused(new NgramSettings { MinimumDocuments = 3, MaximumDocuments = 2 }, ["one", "one"]), StringComparison.Ordinal);
        Assert.Contains("in 2 or more and in 1 or fewer", Refused(new NgramSettings { MinimumDocumentShare = 1, MaximumDocumentShare = 0.5 }, ["one", "one"]), StringComparison.Ordinal);
        static string Refused(NgramSettings settings, string[] songs) => Assert.Throws<ArgumentException>(() => new CountVectorizer(settings).Fit(songs)).Message;
    }

    [Fact]
    public void What_is_not_fitted_says_so()
    {
        TfidfVectorizer weights = new();
        CountVectorizer counts = new();
        foreach (Action use in new Action[]
        {
            () => weights.Transform(_songs), () => _ = weights.Vocabulary, () => _ = weights.InverseDocumentFrequencies.Length, () => weights.ToJson(),
            () => counts.Transform(_songs), () => _ = counts.Vocabulary, () => _ = counts.DocumentFrequencies.Length, () => counts.ToJson(),
        })
        {
            Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(use).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Settings_outside_what_is_allowed_are_refused_by_name()
    {
        foreach ((NgramSettings settings, string name) in new (NgramSettings, string)[]
        {
            (new() { MinimumLength = 0 }, nameof(NgramSettings.MinimumLength)),
            (new() { MinimumLength = 3, MaximumLength = 2 }, nameof(NgramSettings.MaximumLength)),
            (new() { MaximumLength = 65 }, nameof(NgramSettings.MaximumLength)),
            (new() { MinimumWordLength = 0 }, nameof(NgramSettings.MinimumWordLength)),
            (new() { MinimumDocuments = 0 }, nameof(NgramSettings.MinimumDocuments)),
            (new() { MaximumDocuments = 0 }, nameof(NgramSettings.MaximumDocuments)),
            (new() { MaximumFeatures = 0 }, nameof(NgramSettings.MaximumFeatures)),
            (new() { MinimumDocumentShare = -0.1 }, nameof(NgramSettings.MinimumDocumentShare)),
            (new() { MinimumDocumentShare = double.NaN }, nameof(NgramSettings.MinimumDocumentShare)),
            (new() { MaximumDocumentShare = 1.1 }, nameof(NgramSettings.MaximumDocumentShare)),
            (new() { StopWords = [null!] }, nameof(NgramSettings.StopWords)),
            (new() { StopWords = null! }, nameof(NgramSettings.StopWords)),
        })
        {
            Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(() => new CountVectorizer(settings)).Message, StringComparison.Ordinal);
            Assert.ThrowsAny<ArgumentException>(() => new TfidfVectorizer(new TfidfSettings { Ngrams = settings }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new TfidfVectorizer(new TfidfSettings { Norm = (RowNorm)9 }));
        Assert.Throws<ArgumentNullException>(() => new TfidfVectorizer(new TfidfSettings { Ngrams = null! }));
    }

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) < 1e-6f;
}
