using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// What <see cref="Cholesky"/> does with small triangles. Eight right sides are
/// worked on at once. Plain version: <see cref="CholeskyReference"/>.
/// </summary>
internal static unsafe class TriangleKernels
{
    /// <summary>Rows and columns of the largest triangle that equations are solved with.</summary>
    public const int Size = 16;

    /// <summary>Rows and columns of the largest matrix that <see cref="Factorize"/> takes.</summary>
    public const int FactorSize = 64;

    /// <summary>
    /// Replaces the lower triangle of a [n, n], n up to <see cref="FactorSize"/>, by its Cholesky factor. It is turned over, so that
    /// what one number of a row is multiplied by stands side by side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Factorize(Span<float> a, int stride, int n, int firstPivot)
    {
        Throw.IfOutside(n, 1, FactorSize);
        KernelGuard.Holds(a, ((n - 1L) * stride) + n);
        fixed (float* lower = a)
        {
            // Four vectors are worked on at once and may reach past the end of a row.
            const int Width = FactorSize + 32;
            float* upper = stackalloc float[FactorSize * Width];
            Turn(lower, stride, upper, Width, n);
            for (int pivot = 0; pivot < n; pivot++)
            {
                float* row = upper + (pivot * Width);
                for (int column = pivot / 8 * 8; column < n; column += 32)
                {
                    float* target = row + column;
                    Vector256<float> sum0 = Vector256.Load(target), sum1 = Vector256.Load(target + 8);
                    Vector256<float> sum2 = Vector256.Load(target + 16), sum3 = Vector256.Load(target + 24);
                    for (int inner = 0; inner < pivot; inner++)
                    {
                        float* above = upper + (inner * Width);
                        Vector256<float> factor = Vector256.Create(-above[pivot]);
                        sum0 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(above + column), sum0);
                        sum1 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(above + column + 8), sum1);
                        sum2 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(above + column + 16), sum2);
                        sum3 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(above + column + 24), sum3);
                    }

                    sum0.Store(target);
                    sum1.Store(target + 8);
                    sum2.Store(target + 16);
                    sum3.Store(target + 24);
                }

                float root = Root(row[pivot], firstPivot + pivot);
                for (int column = pivot / 8 * 8; column < n; column += 8)
                {
                    (Vector256.Load(row + column) / Vector256.Create(root)).Store(row + column);
                }

                row[pivot] = root;
            }

            TurnBack(upper, Width, lower, stride, n);
        }
    }

    /// <summary>Replaces the lower triangle l [n, n] by its inverse; above it stand zeros.</summary>
    public static void Invert(Span<float> l, int stride, int n)
    {
        for (int column = 0; column < n; column++)
        {
            l[(column * stride) + column] = 1f / l[(column * stride) + column];
            for (int row = column + 1; row < n; row++)
            {
                float sum = 0f;
                for (int inner = column; inner < row; inner++)
                {
                    sum = MathF.FusedMultiplyAdd(-l[(row * stride) + inner], l[(inner * stride) + column], sum);
                }

                l[(row * stride) + column] = sum / l[(row * stride) + row];
            }
        }
    }

    /// <summary>Replaces X [m, n] by the solution of X·Lᵀ = X.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveRight(ReadOnlySpan<float> l, int stride, int n, Span<float> x, int xStride, int m)
    {
        KernelGuard.Holds(l, ((n - 1L) * stride) + n);
        KernelGuard.Holds(x, ((m - 1L) * xStride) + n);
        Throw.IfOutside(n, 1, Size);
        fixed (float* triangle = l, right = x)
        {
            float* eight = stackalloc float[8 * Size];
            for (int row = 0; row < m; row += 8)
            {
                int rows = Math.Min(8, m - row);
                float* from = right + ((nint)row * xStride);
                for (int lane = 0; lane < rows; lane++)
                {
                    for (int column = 0; column < n; column++)
                    {
                        eight[(column * 8) + lane] = from[((nint)lane * xStride) + column];
                    }
                }

                Eliminate(triangle, stride, n, eight);
                for (int lane = 0; lane < rows; lane++)
                {
                    for (int column = 0; column < n; column++)
                    {
                        from[((nint)lane * xStride) + column] = eight[(column * 8) + lane];
                    }
                }
            }
        }
    }

    /// <summary>Replaces X [n, m] by the solution of L·X = X.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveLeft(ReadOnlySpan<float> l, int stride, int n, Span<float> x, int xStride, int m)
    {
        KernelGuard.Holds(l, ((n - 1L) * stride) + n);
        KernelGuard.Holds(x, ((n - 1L) * xStride) + m);
        Throw.IfOutside(n, 1, Size);
        fixed (float* triangle = l, right = x)
        {
            float* eight = stackalloc float[8 * Size];
            for (int column = 0; column < m; column += 8)
            {
                int columns = Math.Min(8, m - column);
                for (int row = 0; row < n; row++)
                {
                    float* from = right + ((nint)row * xStride) + column;
                    for (int lane = 0; lane < columns; lane++)
                    {
                        eight[(row * 8) + lane] = from[lane];
                    }
                }

                Eliminate(triangle, stride, n, eight);
                for (int row = 0; row < n; row++)
                {
                    PartialVector.Store(Vector256.Load(eight + (row * 8)), right + ((nint)row * xStride) + column, columns);
                }
            }
        }
    }

    /// <summary>Copies the lower triangle of <paramref name="matrix"/> [n, n] to the upper one.</summary>
    public static void Mirror(Span<float> matrix, int n)
    {
        // In squares that stay in the cache.
        const int Square = 32;
        for (int top = 0; top < n; top += Square)
        {
            for (int left = 0; left <= top; left += Square)
            {
                for (int row = top; row < Math.Min(n, top + Square); row++)
                {
                    for (int column = left; column < Math.Min(row, left + Square); column++)
                    {
                        matrix[(column * n) + row] = matrix[(row * n) + column];
                    }
                }
            }
        }
    }

    /// <summary>For eight right sides at once, number i of side s at [8·i + s]: x_i = (b_i − Σ l_ij·x_j) / l_ii.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eliminate(float* l, nint stride, int n, float* eight)
    {
        for (int inner = 0; inner < n; inner++)
        {
            Vector256<float> solved = Vector256.Load(eight + (inner * 8)) / Vector256.Create(l[(inner * stride) + inner]);
            solved.Store(eight + (inner * 8));
            for (int row = inner + 1; row < n; row++)
            {
                float* target = eight + (row * 8);
                Vector256.FusedMultiplyAdd(Vector256.Create(-l[(row * stride) + inner]), solved, Vector256.Load(target)).Store(target);
            }
        }
    }

    private static void Turn(float* lower, nint stride, float* upper, int width, int n)
    {
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                upper[(column * width) + row] = lower[(row * stride) + column];
            }
        }
    }

    private static void TurnBack(float* upper, int width, float* lower, nint stride, int n)
    {
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                lower[(row * stride) + column] = upper[(column * width) + row];
            }
        }
    }

    private static float Root(float pivot, int number)
    {
        if (!(pivot > 0 && float.IsFinite(pivot)))
        {
            throw new ArgumentException(
                $"The matrix is not positive definite: pivot {number} is {pivot:R}; it must be finite and above 0. A larger number added to the diagonal helps.");
        }

        return MathF.Sqrt(pivot);
    }
}
