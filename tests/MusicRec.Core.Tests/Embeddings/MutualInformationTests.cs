using System.Text.Json;
using MusicRec.Embeddings;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Embeddings.EmbeddingsGolden;

namespace MusicRec.Core.Tests.Embeddings;

public sealed class MutualInformationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Mutual_information_and_its_largest_singular_values_are_numpys(int number)
    {
        JsonElement golden = Root.GetProperty("mutualInformation")[number];
        int[][] lists = [.. golden.GetProperty("lists").EnumerateArray().Select(list => Numbers(list).Select(value => (int)value).ToArray())];
        SparseMatrix information = PositiveMutualInformation.Of(lists, 15, golden.GetProperty("smoothing").GetDouble());
        double[] expected = Rows(golden.GetProperty("information")), found = information.ToMatrix().Values;
        Assert.All(expected, (value, place) => Assert.Equal(value, found[place], 1e-6));

        // The script's rank may be all there is, zeros included.
        double[] values = Numbers(golden.GetProperty("values")), products = Rows(golden.GetProperty("products"));
        (Matrix left, double[] singular) = TruncatedSingularVectors.Of(information, values.Length, new RandomStream(3));
        Assert.All(values, (value, place) => Assert.Equal(value, singular[place], 1e-6));
        for (int row = 0; row < 15; row++)
        {
            for (int other = 0; other < 15; other++)
            {
                double product = 0;
                for (int vector = 0; vector < values.Length; vector++)
                {
                    product += left[row, vector] * left[other, vector] * singular[vector];
                }

                Assert.Equal(products[(row * 15) + other], product, 1e-5);
            }
        }
    }

    [Fact]
    public void Large_matrices_of_low_rank_are_taken_apart_whole_on_any_threads()
    {
        RandomStream random = new(4);
        Matrix left = new(300, 5), right = new(5, 200), product = new(300, 200);
        foreach (ref double value in left.Values.AsSpan())
        {
            value = random.NextGaussian();
        }

        foreach (ref double value in right.Values.AsSpan())
        {
            value = random.NextInt32(3) == 0 ? random.NextGaussian() : 0;
        }

        for (int row = 0; row < 300; row++)
        {
            for (int column = 0; column < 200; column++)
            {
                for (int inner = 0; inner < 5; inner++)
                {
                    product[row, column] += left[row, inner] * right[inner, column];
                }
            }
        }

        SparseMatrix matrix = SparseMatrix.From(product);
        (Matrix vectors, double[] values) = TruncatedSingularVectors.Of(matrix, 8, new RandomStream(1));
        Assert.All(values[5..], value => Assert.InRange(value, 0, 1e-4));

        // The squares of all numbers are the squares of the singular values, and the vectors stand at right angles.
        double squares = product.Values.Sum(value => value * value);
        Assert.Equal(squares, values.Sum(value => value * value), squares * 1e-6);
        for (int first = 0; first < 5; first++)
        {
            for (int second = 0; second < 5; second++)
            {
                double dot = vectors.Column(first).Zip(vectors.Column(second), (one, other) => one * other).Sum();
                Assert.Equal(first == second ? 1 : 0, dot, 1e-9);
            }
        }

        WorkerPool.IsSerial = true;
        try
        {
            Assert.Equal(vectors.Values, TruncatedSingularVectors.Of(matrix, 8, new RandomStream(1)).Left.Values);
        }
        finally
        {
            WorkerPool.IsSerial = false;
        }
    }

    [Fact]
    public void Words_of_one_group_end_up_together_and_mistakes_are_named()
    {
        RandomStream random = new(8);
        string[][] sentences = [.. Enumerable.Range(0, 120).Select(sentence => (string[])[.. Enumerable.Range(0, 6).Select(_ => $"w{(10 * (sentence % 2)) + random.NextInt32(10)}")])];
        NamedVectors vectors = MutualInformationVectors.Fit(sentences, 2);
        Assert.All(Enumerable.Range(0, 20), word => Assert.All(vectors.MostSimilar($"w{word}", 9), found => Assert.Equal(word / 10, int.Parse(found.Name[1..], null) / 10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => MutualInformationVectors.Fit(sentences, 21));
        Assert.Throws<ArgumentOutOfRangeException>(() => MutualInformationVectors.Fit(sentences, 2, 1.5));
        Assert.Throws<ArgumentException>(() => MutualInformationVectors.Fit([], 1));
        Assert.Throws<ArgumentException>(() => MutualInformationVectors.Fit([["a", ""]], 1));
        Assert.Throws<ArgumentException>(() => MutualInformationVectors.Fit([null!], 1));
    }
}
