using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class ContentTableTests
{
    private static readonly ContentTable _words = new(SparseMatrix.From(new Matrix(3, 2, [3, 4, 0, 0, 0, 2])), ["rock", "jazz"]);
    private static readonly ContentTable _friends = new(SparseMatrix.From(new Matrix(3, 3, [0, 5, 0, 1, 0, 0, 0, 0, 0])), ["ann", "bob", "cleo"]);

    [Fact]
    public void Joined_tables_stand_side_by_side_each_row_with_its_table_s_weight_as_length()
    {
        ContentTable joined = ContentTable.Join((_words, 1), (_friends, 2));
        Assert.Equal(["rock", "jazz", "ann", "bob", "cleo"], joined.FeatureNames);
        Assert.Equal(
            new double[] { 0.6f, 0.8f, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0 }, joined.Values.ToMatrix().Values);
        Assert.Equal((3, 5), (joined.Count, joined.FeatureCount));
        Assert.Equal([0, 1, 3], joined.Row(0).RowColumns(0).ToArray());
    }

    [Fact]
    public void Compressed_rows_keep_their_products_and_rows_without_features_are_missing()
    {
        RandomStream random = new(3);
        Matrix values = new(7, 5);
        for (int row = 0; row < 6; row++)
        {
            values[row, row % 5] = 1 + random.NextDouble();
            values[row, (row + 2) % 5] = random.NextDouble();
        }

        Matrix dense = new ContentTable(SparseMatrix.From(values), ["a", "b", "c", "d", "e"]).Compress(5, seed: 1);
        Assert.All(dense.Row(6).ToArray(), number => Assert.True(double.IsNaN(number)));
        for (int row = 0; row < 6; row++)
        {
            for (int other = 0; other < 6; other++)
            {
                Assert.Equal(OrderedSums.Dot(values.Row(row), values.Row(other)), OrderedSums.Dot(dense.Row(row), dense.Row(other)), 5);
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ContentTable(_words.Values, ["rock"]));
        Assert.Throws<ArgumentException>(() => ContentTable.Join());
        Assert.Throws<ArgumentException>(() => ContentTable.Join((_words, 1), (MadeUpContent.Songs(4), 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContentTable.Join((_words, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContentTable.Join((_words, double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _words.Row(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => _words.Compress(3, 1));
        Assert.Throws<ArgumentException>(() => ListenerHistory.Empty.WithContent(_words.Values));
    }
}
