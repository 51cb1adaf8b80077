using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>SparseLinear against Linear on the same numbers, and Embedding against the plain loops.</summary>
public sealed class SparseLayerTests
{
    [Theory]
    [InlineData(1, 4, 3)]
    [InlineData(6, 20, 70)]
    [InlineData(64, 300, 128)]
    public void A_sparse_layer_does_what_the_dense_one_does(int batch, int inputs, int outputs)
    {
        Matrix rows = SparseMatrixTests.Draw(batch, inputs, 0.2, new RandomStream(3));
        Tensor dense = Tensor.From(rows), targets = Tensor.From(new float[batch * outputs], batch, outputs);
        SparseMatrix sparse = SparseMatrix.From(rows);
        int[] order = [.. Enumerable.Range(0, batch)];
        Tape tape = new();
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            SparseLinear layer = new(inputs, outputs, new RandomStream(1), activation);
            Linear twin = new(inputs, outputs, new RandomStream(1));
            for (int pass = 0; pass < 2; pass++)
            {
                float[] same;
                using (tape.Record())
                {
                    Tensor output = twin.Forward(dense, activation);
                    same = output.Values.ToArray();
                    Loss.MeanSquaredError.Of(output, targets).Backward();
                }

                using (tape.Record())
                {
                    Tensor output = layer.Forward(tape.GatherRows(sparse, order));
                    AssertNear(same, output.Values);
                    Loss.MeanSquaredError.Of(output, targets).Backward();
                }
            }

            AssertNear(twin.Bias.Gradient, layer.Bias.Gradient);
            float[] turned = new float[inputs * outputs];
            MatrixProduct.Transpose(twin.Weight.Gradient, turned, outputs, inputs);
            AssertNear(turned, layer.Weight.Gradient);
        }

        static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int index = 0; index < expected.Length; index++)
            {
                Assert.Equal(expected[index], actual[index], 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(7, 9, null)]
    [InlineData(7, 33, 2)]
    public void An_embedding_looks_up_rows_and_adds_their_gradients_in_order(int count, int size, int? padding)
    {
        RandomStream random = new(4);
        Embedding embedding = new(count, size, random, padding);
        int[] indices = [.. Enumerable.Range(0, 12).Select(_ => random.NextInt32(count))];
        float[] targets = SameBits.Random(random, 12 * size), expected = new float[count * size];
        Tape tape = new();
        for (int pass = 0; pass < 2; pass++)
        {
            using (tape.Record())
            {
                Tensor output = embedding.Forward(IndexTensor.From(indices, 4, 3));
                Assert.Equal(new Shape(4, 3, size), output.Shape);
                for (int place = 0; place < 12; place++)
                {
                    Assert.Equal(embedding.Weight.Values.Slice(indices[place] * size, size).ToArray(), output.Values.Slice(place * size, size).ToArray());
                }

                Loss.MeanSquaredError.Of(output, Tensor.From(targets, 4, 3, size)).Backward();
                Reference.AddRows<float>(output.Gradient, indices, expected, size, padding ?? -1);
            }

            Assert.Equal(Enumerable.Range(0, count).Select(row => indices.Contains(row) && row != padding), embedding.Weight.TouchedRows.ToArray());
        }

        SameBits.Assert(expected, embedding.Weight.Gradient);
        if (padding is int nothing)
        {
            Assert.All(embedding.Weight.Values.Slice(nothing * size, size).ToArray(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void A_batch_of_sparse_rows_is_those_rows_and_is_reused()
    {
        Matrix rows = SparseMatrixTests.Draw(9, 11, 0.4, new RandomStream(8));
        SparseMatrix sparse = SparseMatrix.From(rows);
        Tape tape = new();
        SparseTensor first;
        using (tape.Record())
        {
            first = tape.GatherRows(sparse, [8, 0, 8, 3]);
            SparseMatrix same = new(4, 11, first.RowStarts, first.ColumnIndices, first.Values);
            Assert.Equal(rows.SelectRows([8, 0, 8, 3]).Values, same.ToMatrix().Values);
            SparseColumns columns = first.ByColumn;
            SparseMatrix turned = same.Transpose();
            Assert.Equal(Enumerable.Range(0, 11).Where(column => turned.RowColumns(column).Length > 0), columns.Touched.ToArray());
            Assert.Equal(turned.ColumnIndices.ToArray(), columns.Rows.ToArray());
            Assert.Equal(turned.Values.ToArray(), columns.Values.ToArray());
        }

        using (tape.Record())
        {
            Assert.Same(first, tape.GatherRows(sparse, [1, 2]));
            Assert.Equal(new Shape(2, 11), first.Shape);
            Assert.Equal(first.Count, first.ByColumn.Rows.Length);
        }
    }

    [Fact]
    public void Errors_name_what_was_given_and_what_is_needed()
    {
        RandomStream random = new(1);
        SparseLinear layer = new(3, 2, random);
        Embedding embedding = new(5, 2, random);
        SparseTensor wrong = SparseTensor.From(SparseMatrix.From(new Matrix(2, 4)));
        Tape tape = new();
        using (tape.Record())
        {
            AssertMessage<ArgumentException>("shape [2, 4]; it needs [batch, 3]", () => layer.Forward(wrong));
            AssertMessage<ArgumentOutOfRangeException>("input[1] is 5", () => embedding.Forward(IndexTensor.From([0, 5], 2)));
            AssertMessage<ArgumentOutOfRangeException>("input[0] is -1", () => embedding.Forward(IndexTensor.From([-1], 1)));
        }

        AssertMessage<ArgumentOutOfRangeException>("count is 0", () => _ = new Embedding(0, 1, random));
        AssertMessage<ArgumentOutOfRangeException>("paddingIndex is 5", () => _ = new Embedding(5, 1, random, 5));
        AssertMessage<ArgumentOutOfRangeException>("outputs is 0", () => _ = new SparseLinear(1, 0, random));
        AssertMessage<ArgumentOutOfRangeException>("activation is 9", () => _ = new SparseLinear(1, 1, random, (Activation)9));

        static void AssertMessage<TException>(string part, Action action)
            where TException : Exception => Assert.Contains(part, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);
    }
}
