using System.Text;
using System.Text.Json;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

public sealed class VectorizerGoldenTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, VectorizerGolden.Root.GetProperty("cases").GetArrayLength())];

    [Fact]
    public void There_are_twenty_settings_or_more() => Assert.InRange(Cases.Count, 20, 100);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vocabulary_and_weights_equal_scikit_learn(int index)
    {
        JsonElement golden = VectorizerGolden.Case(index);
        TfidfVectorizer vectorizer = new(VectorizerGolden.Settings(golden.GetProperty("settings")));
        SparseMatrix trained = vectorizer.FitTransform(VectorizerGolden.Train);
        Assert.Equal(golden.GetProperty("vocabulary").GetString()!.Split(" | "), vectorizer.Vocabulary);
        if (golden.GetProperty("inverseDocumentFrequencies") is { ValueKind: JsonValueKind.Array } inverse)
        {
            AssertClose(inverse.Numbers(), vectorizer.InverseDocumentFrequencies.ToArray());
        }

        AssertClose(golden.GetProperty("trainedRows").Numbers(), OneNumberPerRow(trained));
        SparseMatrix heldOut = vectorizer.Transform(VectorizerGolden.HeldOut);
        JsonElement expected = golden.GetProperty("heldOut");
        Assert.Equal((VectorizerGolden.HeldOut.Length, vectorizer.Vocabulary.Count), (heldOut.Rows, heldOut.Columns));
        Assert.Equal(expected.GetProperty("starts").Integers(), heldOut.RowStarts);
        Assert.Equal(expected.GetProperty("columns").Integers(), heldOut.ColumnIndices);
        AssertClose(expected.GetProperty("values").Numbers(), [.. heldOut.Values.ToArray().Select(value => (double)value)]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Counts_equal_scikit_learn(int index)
    {
        JsonElement golden = VectorizerGolden.Case(index);
        CountVectorizer vectorizer = new(VectorizerGolden.Settings(golden.GetProperty("settings")).Ngrams);
        Assert.Equal(golden.GetProperty("countedRows").Numbers(), OneNumberPerRow(vectorizer.FitTransform(VectorizerGolden.Train)));
        Assert.Equal(golden.GetProperty("vocabulary").GetString()!.Split(" | "), vectorizer.Vocabulary);
        Assert.Equal(golden.GetProperty("heldOutCounts").Numbers(), Sums(vectorizer.Transform(VectorizerGolden.HeldOut), _ => 1));
    }

    [Fact]
    public void Ties_at_the_cut_fall_as_numpy_leaves_them()
    {
        foreach (JsonElement cut in VectorizerGolden.Root.GetProperty("cuts").EnumerateArray())
        {
            int[] frequencies = MadeUpFrequencies(cut);
            int digest = 0;
            foreach (int index in FrequencyOrder.MostFrequent(frequencies, cut.GetProperty("count").GetInt32()))
            {
                digest = (int)(((digest * 31L) + index) % 1000003);
            }

            Assert.True(cut.GetProperty("digest").GetInt32() == digest, cut.ToString());
        }
    }

    [Fact]
    public void Word_characters_and_small_letters_are_Pythons()
    {
        JsonElement golden = VectorizerGolden.Root.GetProperty("unicode");
        HashSet<int> words = [.. Codes(golden.GetProperty("word"))];
        string[] small = golden.GetProperty("lowerTo").GetString()!.Split(' ');
        Dictionary<int, string> lower = golden.GetProperty("lowerFrom").GetString()!.EnumerateRunes().Index()
            .ToDictionary(entry => entry.Item.Value, entry => small[entry.Index]);
        List<int> assigned = [.. Codes(golden.GetProperty("assigned"))];
        Assert.InRange(assigned.Count, 140_000, 150_000);
        foreach (int code in assigned)
        {
            Rune character = new(code);
            Assert.True(words.Contains(code) == PythonText.IsWordCharacter(character), $"word character U+{code:X4}");
            Assert.True(lower.GetValueOrDefault(code, character.ToString()) == PythonText.ToLower(character.ToString()), $"small letter of U+{code:X4}");
        }
    }

    [Fact]
    public void A_capital_sigma_becomes_final_where_Python_makes_it_so()
    {
        JsonElement golden = VectorizerGolden.Root.GetProperty("unicode");
        Assert.Equal(golden.GetProperty("sigmasLower").Texts(), golden.GetProperty("sigmas").Texts().Select(PythonText.ToLower));
    }

    private static double[] OneNumberPerRow(SparseMatrix matrix) => Sums(matrix, column => (column % 7) + 1);

    private static double[] Sums(SparseMatrix matrix, Func<int, double> weight) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.RowColumns(row).ToArray().Zip(matrix.RowValues(row).ToArray(), (column, value) => weight(column) * value).Sum())];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            double allowed = 1e-6 * Math.Max(1, Math.Abs(expected[index]));
            Assert.InRange(actual[index], expected[index] - allowed, expected[index] + allowed);
        }
    }

    // Pairs of how far a range starts behind the last one and how long it is.
    private static IEnumerable<int> Codes(JsonElement ranges)
    {
        int end = 0;
        foreach (int[] range in ranges.Integers().Chunk(2))
        {
            for (int code = end + range[0]; code < end + range[0] + range[1]; code++)
            {
                yield return code;
            }

            end += range[0] + range[1];
        }
    }

    // As make_vectorizers.py makes them.
    private static int[] MadeUpFrequencies(JsonElement cut)
    {
        int size = cut.GetProperty("size").GetInt32(), distinct = cut.GetProperty("distinct").GetInt32();
        if (cut.GetProperty("kind").GetString() == "killer")
        {
            int[] killer = Killer(size);
            return [.. killer.Select(value => killer.Max() - (value / distinct) + 1)];
        }

        long state = cut.GetProperty("seed").GetInt32();
        int[] frequencies = new int[size];
        for (int index = 0; index < size; index++)
        {
            state = ((state * 1103515245) + 12345) % (1L << 31);
            frequencies[index] = 1 + (int)((state >> 16) % distinct);
        }

        return frequencies;
    }

    private static int[] Killer(int size)
    {
        int[] result = new int[size];
        int half = size / 2;
        for (int index = 1; index <= half; index++)
        {
            if (index % 2 == 1)
            {
                result[index - 1] = index;
                result[index] = half + index;
            }

            result[half + index - 1] = 2 * index;
        }

        return result;
    }
}
