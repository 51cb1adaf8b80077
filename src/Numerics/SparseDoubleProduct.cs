using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Sparse × dense in double, for solvers that float would stop short of their minimum. Every number of the result is one
/// chain of fused multiply-adds in the order in which the row's numbers are stored. Plain version: <see cref="SparseProductReference"/>.
/// </summary>
internal static unsafe class SparseDoubleProduct
{
    // Its factor comes from all over the memory: a multiply-add takes as long as some in a dense product.
    private const long Cost = 4;

    /// <summary>result [rows, n] = start + a · b.</summary>
    /// <param name="a">The sparse factor.</param>
    /// <param name="b">Row after row, [columns of a, n].</param>
    /// <param name="start">A row [n] that every row of the result starts from, or empty for 0.</param>
    /// <param name="result">Row after row.</param>
    /// <param name="n">Columns of b and of the result.</param>
    public static void Multiply(SparseMatrix a, ReadOnlySpan<double> b, ReadOnlySpan<double> start, Span<double> result, int n)
    {
        KernelGuard.NotNegative(n);
        KernelGuard.Holds(b, (long)a.Columns * n);
        KernelGuard.Holds(start, start.IsEmpty ? 0 : n);
        KernelGuard.Holds(result, (long)a.Rows * n);
        if (a.Rows == 0 || n == 0)
        {
            return;
        }

        fixed (int* starts = a.RowStarts, indices = a.ColumnIndices)
        fixed (float* values = a.Values)
        fixed (double* bPointer = b, startPointer = start, resultPointer = result)
        {
            Pieces pieces = new()
            {
                Starts = starts,
                Indices = indices,
                Values = values,
                B = bPointer,
                Start = startPointer,
                Result = resultPointer,
                Rows = a.Rows,
                N = n,
                RowsPerPiece = ((a.Rows - 1) / WorkerPool.Pieces(Cost * ((long)a.Count + a.Rows) * n, a.Rows)) + 1,
            };
            WorkerPool.For(((a.Rows - 1) / pieces.RowsPerPiece) + 1, ref pieces);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(int* indices, float* values, int count, double* b, nint n, double* start, double* result)
    {
        nint column = 0;
        for (; column <= n - 8; column += 8)
        {
            Vector256<double> first = start == null ? Vector256<double>.Zero : Vector256.Load(start + column);
            Vector256<double> second = start == null ? Vector256<double>.Zero : Vector256.Load(start + column + 4);
            for (nint entry = 0; entry < count; entry++)
            {
                Vector256<double> value = Vector256.Create((double)values[entry]);
                double* right = b + (indices[entry] * n) + column;
                first = Vector256.FusedMultiplyAdd(value, Vector256.Load(right), first);
                second = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 4), second);
            }

            first.Store(result + column);
            second.Store(result + column + 4);
        }

        for (; column <= n - 4; column += 4)
        {
            Vector256<double> sum = start == null ? Vector256<double>.Zero : Vector256.Load(start + column);
            for (nint entry = 0; entry < count; entry++)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Create((double)values[entry]), Vector256.Load(b + (indices[entry] * n) + column), sum);
            }

            sum.Store(result + column);
        }

        for (; column < n; column++)
        {
            double sum = start == null ? 0 : start[column];
            for (nint entry = 0; entry < count; entry++)
            {
                sum = Math.FusedMultiplyAdd(values[entry], b[(indices[entry] * n) + column], sum);
            }

            result[column] = sum;
        }
    }

    private struct Pieces : IPieces
    {
        public int* Starts;
        public int* Indices;
        public float* Values;
        public double* B;
        public double* Start;
        public double* Result;
        public int Rows;
        public int N;
        public int RowsPerPiece;

        public readonly void Run(int piece)
        {
            int end = Math.Min(Rows, (piece + 1) * RowsPerPiece);
            for (int row = piece * RowsPerPiece; row < end; row++)
            {
                Row(Indices + Starts[row], Values + Starts[row], Starts[row + 1] - Starts[row], B, N, Start, Result + ((nint)row * N));
            }
        }
    }
}
