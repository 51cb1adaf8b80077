using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Triangles of any size, row by row and without products of matrices: for few right sides. Plain version:
/// <see cref="CholeskyReference"/>.
/// </summary>
internal static unsafe class SubstitutionKernels
{
    /// <summary>Replaces each row b of <paramref name="rows"/> [count, n] by the solution y of L·y = b: for few rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ReadOnlySpan<float> l, int n, Span<float> rows, int count)
    {
        KernelGuard.Holds(l, (long)n * n);
        KernelGuard.Holds(rows, (long)count * n);
        fixed (float* triangle = l, right = rows)
        {
            for (int number = 0; number < count; number++)
            {
                // Four chains at once: each multiply-add waits for the one before it.
                float* x = right + ((nint)number * n);
                int index = 0;
                for (; index <= n - 4; index += 4)
                {
                    float* row0 = triangle + ((nint)index * n), row1 = row0 + n, row2 = row1 + n, row3 = row2 + n;
                    float sum0 = x[index], sum1 = x[index + 1], sum2 = x[index + 2], sum3 = x[index + 3];
                    for (int inner = 0; inner < index; inner++)
                    {
                        float known = -x[inner];
                        sum0 = MathF.FusedMultiplyAdd(row0[inner], known, sum0);
                        sum1 = MathF.FusedMultiplyAdd(row1[inner], known, sum1);
                        sum2 = MathF.FusedMultiplyAdd(row2[inner], known, sum2);
                        sum3 = MathF.FusedMultiplyAdd(row3[inner], known, sum3);
                    }

                    float x0 = sum0 / row0[index];
                    float x1 = MathF.FusedMultiplyAdd(-row1[index], x0, sum1) / row1[index + 1];
                    float x2 = MathF.FusedMultiplyAdd(-row2[index + 1], x1, MathF.FusedMultiplyAdd(-row2[index], x0, sum2)) / row2[index + 2];
                    sum3 = MathF.FusedMultiplyAdd(-row3[index + 1], x1, MathF.FusedMultiplyAdd(-row3[index], x0, sum3));
                    (x[index], x[index + 1], x[index + 2]) = (x0, x1, x2);
                    x[index + 3] = MathF.FusedMultiplyAdd(-row3[index + 2], x2, sum3) / row3[index + 3];
                }

                for (; index < n; index++)
                {
                    float* row = triangle + ((nint)index * n);
                    float sum = x[index];
                    for (int inner = 0; inner < index; inner++)
                    {
                        sum = MathF.FusedMultiplyAdd(row[inner], -x[inner], sum);
                    }

                    x[index] = sum / row[index];
                }
            }
        }
    }

    /// <summary>Replaces each row y of <paramref name="rows"/> [count, n] by the solution x of Lᵀ·x = y, last number first.</summary>
    public static void Back(ReadOnlySpan<float> l, int n, Span<float> rows, int count)
    {
        KernelGuard.Holds(l, (long)n * n);
        KernelGuard.Holds(rows, (long)count * n);
        fixed (float* triangle = l, right = rows)
        {
            Pieces pieces = new()
            {
                Triangle = triangle,
                Rows = right,
                N = n,
                Count = count,
                RowsPerPiece = ((count - 1) / WorkerPool.Pieces((long)n * n * count, count)) + 1,
            };
            WorkerPool.For(((count - 1) / pieces.RowsPerPiece) + 1, ref pieces);
        }
    }

    private struct Pieces : IPieces
    {
        public float* Triangle;
        public float* Rows;
        public int N;
        public int Count;
        public int RowsPerPiece;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            int end = Math.Min(Count, (piece + 1) * RowsPerPiece);
            for (int number = piece * RowsPerPiece; number < end; number++)
            {
                float* x = Rows + ((nint)number * N);
                for (int last = N - 1; last >= 0; last--)
                {
                    float* row = Triangle + ((nint)last * N);
                    float solved = x[last] / row[last];
                    x[last] = solved;
                    Vector256<float> negated = Vector256.Create(-solved);
                    int index = 0;
                    for (; index <= last - 8; index += 8)
                    {
                        Vector256.FusedMultiplyAdd(negated, Vector256.Load(row + index), Vector256.Load(x + index)).Store(x + index);
                    }

                    for (; index < last; index++)
                    {
                        x[index] = MathF.FusedMultiplyAdd(-solved, row[index], x[index]);
                    }
                }
            }
        }
    }
}
