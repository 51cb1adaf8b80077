using MusicRec.Core.Tests.Numerics;
using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Embeddings;

public sealed class NearestNeighborsTests
{
    [Theory]
    [InlineData(1, 1, 1, VectorSimilarity.DotProduct)]
    [InlineData(37, 3, 5, VectorSimilarity.Cosine)]
    [InlineData(2100, 7, 10, VectorSimilarity.DotProduct)]
    [InlineData(1500, 20, 700, VectorSimilarity.Cosine)]
    [InlineData(600, 2, 10_000, VectorSimilarity.Cosine)]
    public void One_query_and_many_find_what_sorting_all_rows_finds(int rows, int dimension, int count, VectorSimilarity similarity)
    {
        RandomStream random = new((ulong)rows);

        // Whole numbers: equal scores are common, and exact for scalar products.
        float[] vectors = [.. Enumerable.Range(0, rows * dimension).Select(_ => (float)(random.NextInt32(7) - 3))];
        float[] queries = [.. Enumerable.Range(0, 131 * dimension).Select(_ => (float)(random.NextInt32(7) - 3))];
        NearestNeighbors neighbors = new(vectors, dimension, similarity);
        NearRow[][] together = neighbors.FindBatch(queries, count), cut;
        using (new TinyPieces())
        {
            cut = neighbors.FindBatch(queries, count);
        }

        for (int query = 0; query < 131; query++)
        {
            ReadOnlySpan<float> own = queries.AsSpan(query * dimension, dimension);
            NearRow[] found = neighbors.Find(own, count);
            Assert.Equal(found, together[query]);
            Assert.Equal(found, cut[query]);
            double[] expected = [.. Enumerable.Range(0, rows).Select(row => Similarity(vectors.AsSpan(row * dimension, dimension), queries.AsSpan(query * dimension, dimension)))];
            Assert.Equal(Math.Min(count, rows), found.Length);
            Assert.Equal(found.Length, found.Select(row => row.Row).Distinct().Count());
            double[] best = [.. expected.OrderDescending().Take(count)];
            Assert.All(found, (row, place) =>
            {
                Assert.Equal(expected[row.Row], row.Similarity, 1e-5);
                Assert.Equal(best[place], row.Similarity, 1e-5);
                Assert.True(place == 0 || found[place - 1].Similarity > row.Similarity || (found[place - 1].Similarity == row.Similarity && found[place - 1].Row < row.Row));
            });
            if (similarity == VectorSimilarity.DotProduct)
            {
                Assert.Equal(Enumerable.Range(0, rows).OrderByDescending(row => expected[row]).Take(count), found.Select(row => row.Row));
            }
        }

        double Similarity(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
        {
            double dot = 0, first = 0, second = 0;
            for (int index = 0; index < left.Length; index++)
            {
                (dot, first, second) = (dot + (left[index] * right[index]), first + (left[index] * left[index]), second + (right[index] * right[index]));
            }

            return similarity == VectorSimilarity.DotProduct ? dot : first * second == 0 ? 0 : dot / Math.Sqrt(first * second);
        }
    }

    [Theory]
    [InlineData(VectorSimilarity.Cosine)]
    [InlineData(VectorSimilarity.DotProduct)]
    public void Rows_that_differ_by_less_than_half_the_memory_can_tell_are_found_exactly(VectorSimilarity similarity)
    {
        // All rows are nearly the same, and longer in places: only the last digits tell which is best.
        RandomStream random = new(6);
        const int rows = 20_000, dimension = 24;
        float[] common = SameBits.Random(random, dimension);
        float[] vectors = [.. Enumerable.Range(0, rows * dimension).Select(place => common[place % dimension] * (1 + (1e-4f * (float)random.NextGaussian())) * (place / dimension % 5000 == 17 ? 30 : 1))];
        NearestNeighbors neighbors = new(vectors, dimension, similarity);
        for (int query = 0; query < 20; query++)
        {
            float[] own = SameBits.Random(random, dimension);
            Assert.Equal(neighbors.FindBatch([.. own, .. common], 25)[0], neighbors.Find(own, 25));
        }
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is_asked_for_and_mistakes_are_named()
    {
        NearestNeighbors neighbors = new([1, 0, 0, 1], 2);
        Assert.Empty(neighbors.Find([1, 0], 0));
        Assert.Empty(neighbors.FindBatch([], 3));
        Assert.Equal(new NearRow(0, 0), neighbors.Find([0, 0], 1)[0]);
        Assert.Contains("multiple of 2", Assert.Throws<ArgumentException>(() => neighbors.FindBatch([1, 0, 0], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => neighbors.Find([1, 0, 0, 1], 1));
        Assert.Throws<ArgumentException>(() => neighbors.Find([float.NaN, 0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => neighbors.Find([1, 0], -1));
        Assert.Throws<ArgumentException>(() => new NearestNeighbors([], 2));
        Assert.Throws<ArgumentException>(() => new NearestNeighbors([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new NearestNeighbors([1, float.PositiveInfinity], 2));
        Assert.Throws<ArgumentException>(() => new NearestNeighbors([1e-43f, 0], 2));
        Assert.Throws<ArgumentException>(() => new NearestNeighbors([1e19f, 0], 2, VectorSimilarity.DotProduct));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NearestNeighbors([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NearestNeighbors([1], 1, (VectorSimilarity)7));
    }
}
