using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Sparse × dense. Every number of the result is one chain of fused multiply-adds in the order in which the row's numbers
/// are stored. Plain version: <see cref="SparseProductReference"/>.
/// </summary>
internal static unsafe class SparseProduct
{
    private const int BlockColumns = 64;

    // Its factor comes from all over the memory: a multiply-add takes as long as some in a dense product.
    private const long Cost = 4;

    /// <summary>result [rows, n] = start + a · b, where row i of a holds the numbers starts[i] … starts[i + 1] − 1.</summary>
    /// <param name="starts">Where each row of a starts in the next two, and the end of the last.</param>
    /// <param name="indices">The row of b that each number of a goes with.</param>
    /// <param name="values">The numbers of a.</param>
    /// <param name="b">Row after row, with slack.</param>
    /// <param name="bRows">Rows of b; all indices lie below it, which the caller has checked.</param>
    /// <param name="start">A row that every row of the result starts from, with slack, or empty for 0.</param>
    /// <param name="result">Row after row.</param>
    /// <param name="n">Columns of b and of the result.</param>
    public static void Multiply(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ReadOnlySpan<float> b, int bRows,
        ReadOnlySpan<float> start, Span<float> result, int n)
    {
        int rows = starts.Length - 1;
        KernelGuard.Holds(start, start.IsEmpty ? 0 : (n + 7L) / 8 * 8);
        KernelGuard.Holds(result, (long)rows * n);
        Check(starts, indices.Length, values, b, bRows, n);
        fixed (int* startsPointer = starts, indicesPointer = indices)
        fixed (float* valuesPointer = values, bPointer = b, startPointer = start, resultPointer = result)
        {
            Pieces pieces = new()
            {
                Starts = startsPointer,
                Indices = indicesPointer,
                Values = valuesPointer,
                B = bPointer,
                Start = startPointer,
                Result = resultPointer,
                Rows = rows,
                N = n,
            };
            Run(ref pieces, rows, values.Length);
        }
    }

    /// <summary>
    /// For each i, row targets[i] of result [·, n] becomes Σ of numbers starts[i] … starts[i + 1] − 1 times their rows of b,
    /// added to what stands there when the row is touched; it is touched afterwards. Targets are different rows.
    /// </summary>
    public static void MultiplyIntoRows(
        ReadOnlySpan<int> targets, ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> values,
        ReadOnlySpan<float> b, int bRows, Span<float> result, Span<bool> touched, int n)
    {
        KernelGuard.Holds(result, (long)touched.Length * n);
        Check(starts, indices.Length, values, b, bRows, n);
        if (targets.Length != starts.Length - 1 || (targets.Length > 0 && (uint)targets[^1] >= (uint)touched.Length))
        {
            throw new ArgumentException($"{targets.Length} ascending rows up to {(targets.Length > 0 ? targets[^1] : 0)} do not fit {starts.Length - 1} sums in a table of {touched.Length} rows.");
        }

        fixed (int* startsPointer = starts, indicesPointer = indices, targetsPointer = targets)
        fixed (float* valuesPointer = values, bPointer = b, resultPointer = result)
        fixed (bool* touchedPointer = touched)
        {
            Pieces pieces = new()
            {
                Starts = startsPointer,
                Indices = indicesPointer,
                Values = valuesPointer,
                B = bPointer,
                Result = resultPointer,
                Targets = targetsPointer,
                Touched = touchedPointer,
                Rows = targets.Length,
                N = n,
            };
            Run(ref pieces, targets.Length, values.Length);
        }
    }

    private static void Check(ReadOnlySpan<int> starts, int indices, ReadOnlySpan<float> values, ReadOnlySpan<float> b, int bRows, int n)
    {
        KernelGuard.Holds(b, bRows == 0 ? 0 : ((bRows - 1L) * n) + ((n + 7L) / 8 * 8));
        if (starts.IsEmpty || starts[^1] > values.Length || indices != values.Length)
        {
            throw new ArgumentException($"{indices} indices and {values.Length} values do not make up {starts.Length - 1} rows.");
        }
    }

    private static void Run(ref Pieces pieces, int rows, long count)
    {
        if (rows == 0 || pieces.N == 0)
        {
            return;
        }

        pieces.RowsPerPiece = ((rows - 1) / WorkerPool.Pieces(Cost * (count + rows) * pieces.N, rows)) + 1;
        WorkerPool.For(((rows - 1) / pieces.RowsPerPiece) + 1, ref pieces);
    }

    private struct Pieces : IPieces
    {
        public int* Starts;
        public int* Indices;
        public float* Values;
        public float* B;
        public float* Start;
        public float* Result;
        public int* Targets;
        public bool* Touched;
        public int Rows;
        public int N;
        public int RowsPerPiece;

        public readonly void Run(int piece)
        {
            int end = Math.Min(Rows, (piece + 1) * RowsPerPiece);
            for (int row = piece * RowsPerPiece; row < end; row++)
            {
                int target = Targets == null ? row : Targets[row];
                float* to = Result + ((nint)target * N);
                float* from = Start;
                if (Touched != null)
                {
                    from = Touched[target] ? to : null;
                    Touched[target] = true;
                }

                Row(Indices + Starts[row], Values + Starts[row], Starts[row + 1] - Starts[row], B, N, from, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(int* indices, float* values, int count, float* b, nint n, float* start, float* result)
    {
        nint column = 0;
        for (; column <= n - BlockColumns; column += BlockColumns)
        {
            Vector256<float> sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7;
            if (start == null)
            {
                sum0 = sum1 = sum2 = sum3 = sum4 = sum5 = sum6 = sum7 = Vector256<float>.Zero;
            }
            else
            {
                float* from = start + column;
                sum0 = Vector256.Load(from);
                sum1 = Vector256.Load(from + 8);
                sum2 = Vector256.Load(from + 16);
                sum3 = Vector256.Load(from + 24);
                sum4 = Vector256.Load(from + 32);
                sum5 = Vector256.Load(from + 40);
                sum6 = Vector256.Load(from + 48);
                sum7 = Vector256.Load(from + 56);
            }

            for (nint entry = 0; entry < count; entry++)
            {
                Vector256<float> value = Vector256.Create(values[entry]);
                float* right = b + (indices[entry] * n) + column;
                sum0 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right), sum0);
                sum1 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 8), sum1);
                sum2 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 16), sum2);
                sum3 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 24), sum3);
                sum4 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 32), sum4);
                sum5 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 40), sum5);
                sum6 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 48), sum6);
                sum7 = Vector256.FusedMultiplyAdd(value, Vector256.Load(right + 56), sum7);
            }

            float* to = result + column;
            sum0.Store(to);
            sum1.Store(to + 8);
            sum2.Store(to + 16);
            sum3.Store(to + 24);
            sum4.Store(to + 32);
            sum5.Store(to + 40);
            sum6.Store(to + 48);
            sum7.Store(to + 56);
        }

        for (; column < n; column += 8)
        {
            Vector256<float> sum = start == null ? Vector256<float>.Zero : Vector256.Load(start + column);
            for (nint entry = 0; entry < count; entry++)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(values[entry]), Vector256.Load(b + (indices[entry] * n) + column), sum);
            }

            PartialVector.Store(sum, result + column, (int)(n - column));
        }
    }
}
