using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Rows from which batches are gathered.</summary>
/// <typeparam name="T">What a batch of them is.</typeparam>
public abstract class RowSource<T>
{
    /// <summary>A source of <paramref name="rows"/> rows, 1 or more.</summary>
    protected RowSource(int rows)
    {
        Throw.IfEmpty(rows, nameof(rows));
        Rows = rows;
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The rows called for, in that order, as part of the tape's open scope.</summary>
    /// <param name="tape">Its scope is open on this thread.</param>
    /// <param name="rows">Each from 0 to <see cref="Rows"/> − 1.</param>
    public abstract T Gather(Tape tape, ReadOnlySpan<int> rows);
}

/// <summary>Makes <see cref="RowSource{T}"/>s; what they are made from is not copied.</summary>
public static class RowSource
{
    /// <summary>The rows of a tensor [rows, …] of finite numbers.</summary>
    /// <exception cref="ArgumentException">There are none, or a number is not finite.</exception>
    public static RowSource<Tensor> Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Throw.IfNotFinite(tensor.Values, nameof(tensor));
        return new TensorRows(tensor);
    }

    /// <summary>The rows of a tensor [rows] or [rows, …] of classes, ids or lengths.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static RowSource<IndexTensor> Of(IndexTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new IndexRows(tensor);
    }

    /// <summary>Rows of which few numbers are not 0, [rows, columns].</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static RowSource<SparseTensor> Of(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new SparseRows(matrix);
    }

    /// <summary>Two sources side by side, such as sequences and their lengths.</summary>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public static RowSource<(TFirst First, TSecond Second)> Of<TFirst, TSecond>(RowSource<TFirst> first, RowSource<TSecond> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Throw.IfLengthsDiffer(first.Rows, nameof(first), second.Rows, nameof(second));
        return new PairedRows<TFirst, TSecond>(first, second);
    }

    private sealed class TensorRows(Tensor tensor) : RowSource<Tensor>(tensor.Shape[0])
    {
        public override Tensor Gather(Tape tape, ReadOnlySpan<int> rows) => tape.GatherRows(tensor, rows);
    }

    private sealed class IndexRows(IndexTensor tensor) : RowSource<IndexTensor>(tensor.Shape[0])
    {
        public override IndexTensor Gather(Tape tape, ReadOnlySpan<int> rows) => tape.GatherRows(tensor, rows);
    }

    private sealed class SparseRows(SparseMatrix matrix) : RowSource<SparseTensor>(matrix.Rows)
    {
        public override SparseTensor Gather(Tape tape, ReadOnlySpan<int> rows) => tape.GatherRows(matrix, rows);
    }

    private sealed class PairedRows<TFirst, TSecond>(RowSource<TFirst> first, RowSource<TSecond> second)
        : RowSource<(TFirst First, TSecond Second)>(first.Rows)
    {
        public override (TFirst First, TSecond Second) Gather(Tape tape, ReadOnlySpan<int> rows) =>
            (first.Gather(tape, rows), second.Gather(tape, rows));
    }
}
