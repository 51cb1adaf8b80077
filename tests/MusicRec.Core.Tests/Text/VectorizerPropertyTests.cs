using FsCheck;
using FsCheck.Fluent;
using MusicRec.Core.Tests.Numerics;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class VectorizerPropertyTests
{
    private static readonly Gen<string> _song =
        from words in Gen.Frequency(
            (6, Gen.Elements("rain", "river", "Night", "the", "sun", "it", "it's", "a", "déjà", "日本", "x1", "...")),
            (1, Gen.Choose(0, 300).Select(number => $"w{number}"))).ListOf()
        from length in Gen.Frequency((5, Gen.Choose(0, 12)), (1, Gen.Choose(100, 400)))
        select string.Join(' ', Enumerable.Range(0, words.Count == 0 ? 0 : length).Select(index => words[(index * 7919 % 104729) % words.Count]));

    private static readonly Gen<string[]> _songs = Gen.Choose(1, 25).SelectMany(count => _song.ArrayOf(count));

    private static readonly Gen<NgramSettings> _settings =
        from minimum in Gen.Choose(1, 3)
        from more in Gen.Choose(0, 2)
        from lowercase in Gen.Elements(true, false)
        from binary in Gen.Elements(true, false)
        from fewest in Gen.Choose(1, 3)
        from share in Gen.Elements<double?>(null, 0.5, 0.9, 1)
        from features in Gen.Elements<int?>(null, null, 1, 7, 30)
        from stopWords in Gen.Elements<string[]>([], ["the", "rain"])
        select new NgramSettings
        {
            MinimumLength = minimum,
            MaximumLength = minimum + more,
            Lowercase = lowercase,
            Binary = binary,
            MinimumDocuments = fewest,
            MaximumDocumentShare = share,
            MaximumFeatures = features,
            StopWords = stopWords,
        };

    private static readonly Gen<string> _anything =
        from units in Gen.OneOf(
            Gen.Choose(0, 0xFFFF).Select(code => (char)code),
            Gen.Elements('a', 'Σ', '\uD835', '\uDC9C', '_', '\0', ' ', 'İ', '\u0301', '9')).ListOf()
        select new string([.. units]);

    [Fact]
    public void Vocabulary_and_counts_are_those_of_plain_counting() => Prop.ForAll(_songs.ToArbitrary(), _settings.ToArbitrary(), (songs, settings) =>
    {
        if (PlainCounts.Of(songs, settings) is not PlainCounts plain)
        {
            Assert.Throws<ArgumentException>(() => new CountVectorizer(settings).Fit(songs));
            return;
        }

        CountVectorizer vectorizer = new(settings);
        using TinyPieces tiny = new();
        SparseMatrix counts = vectorizer.FitTransform(songs);
        Assert.Equal(plain.Terms, vectorizer.Vocabulary);
        Assert.Equal(plain.DocumentFrequencies, vectorizer.DocumentFrequencies.ToArray());
        Assert.Equal(plain.Counts, counts.ToMatrix().Values);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(250));

    [Fact]
    public void Reading_once_or_twice_in_any_order_of_songs_gives_the_same_rows() => Prop.ForAll(_songs.ToArbitrary(), _settings.ToArbitrary(), (songs, ngrams) =>
    {
        TfidfSettings settings = new() { Ngrams = ngrams, SublinearTermFrequencies = songs.Length % 2 == 0 };
        if (!TryFit(settings, songs, out TfidfVectorizer vectorizer, out SparseMatrix rows))
        {
            return;
        }

        AssertSame(rows, vectorizer.Transform(songs));
        int[] backwards = [.. Enumerable.Range(0, songs.Length).Reverse()];
        TfidfVectorizer other = new(settings);
        AssertSame(rows.SelectRows(backwards), other.FitTransform([.. songs.Reverse()]));
        Assert.Equal(vectorizer.ToJson(), other.ToJson());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Rows_have_length_one_or_are_empty() => Prop.ForAll(_songs.ToArbitrary(), _settings.ToArbitrary(), (songs, ngrams) =>
    {
        foreach (RowNorm norm in new[] { RowNorm.L1, RowNorm.L2 })
        {
            if (!TryFit(new TfidfSettings { Ngrams = ngrams, Norm = norm }, songs, out _, out SparseMatrix rows))
            {
                return;
            }

            for (int row = 0; row < rows.Rows; row++)
            {
                double size = rows.RowValues(row).ToArray().Sum(value => norm == RowNorm.L1 ? value : (double)value * value);
                Assert.InRange(size, rows.RowColumns(row).Length == 0 ? 0 : 1 - 1e-6, rows.RowColumns(row).Length == 0 ? 0 : 1 + 1e-6);
                Assert.All(rows.RowValues(row).ToArray(), value => Assert.InRange(value, float.Epsilon, 1.000001f));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Any_characters_are_read_or_refused_as_holding_no_words() => Prop.ForAll(_anything.ArrayOf(4).ToArbitrary(), songs =>
    {
        TfidfVectorizer known = new();
        known.Fit(["aa σς i\u0307 9_"]);
        Assert.Equal(songs.Length, known.Transform(songs).Rows);
        foreach (bool lowercase in new[] { true, false })
        {
            TfidfSettings settings = new() { Ngrams = new NgramSettings { MaximumLength = 2, MinimumWordLength = 1, Lowercase = lowercase } };
            if (TryFit(settings, songs, out TfidfVectorizer fitted, out SparseMatrix rows))
            {
                AssertSame(rows, TfidfVectorizer.FromJson(fitted.ToJson()).Transform(songs));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static bool TryFit(TfidfSettings settings, string[] songs, out TfidfVectorizer vectorizer, out SparseMatrix rows)
    {
        (vectorizer, rows) = (new TfidfVectorizer(settings), null!);
        try
        {
            rows = vectorizer.FitTransform(songs);
            return true;
        }
        catch (ArgumentException refused) when (refused.Message.Contains("leave no vocabulary", StringComparison.Ordinal) || refused.Message.Contains("no number is both", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static void AssertSame(SparseMatrix expected, SparseMatrix actual)
    {
        Assert.Equal(expected.RowStarts, actual.RowStarts);
        Assert.Equal(expected.ColumnIndices, actual.ColumnIndices);
        Assert.Equal(expected.Values, actual.Values);
    }
}
