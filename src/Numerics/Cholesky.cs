namespace MusicRec.Numerics;

/// <summary>
/// Symmetric positive definite matrices in float: A = L·Lᵀ with a lower triangular L, solutions and inverses. Halves of a matrix
/// are worked on recursively, so that nearly everything is a product of matrices; every number is nevertheless the one chain
/// that the plain loops give (<see cref="CholeskyReference"/>), whatever the threads. No span needs slack.
/// </summary>
internal static class Cholesky
{
    /// <summary>The largest matrix whose numbers fit one array.</summary>
    public const int LargestSize = 46_340;

    private const int Block = 256;

    /// <summary>Floats that the methods need to work in for a matrix [n, n].</summary>
    public static int ScratchLength(int n) => Math.Max(((n / 2) + TriangleKernels.Size) * ((n / 2) + TriangleKernels.Size), Math.Min(n, Block) * n);

    /// <summary>Replaces <paramref name="matrix"/> [n, n], of which the lower triangle is read, by its factor L, with zeros above it.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite, or not finite.</exception>
    public static void Factorize(Span<float> matrix, int n, Span<float> scratch)
    {
        Check(matrix, n, scratch);
        Factorize(matrix, n, n, scratch, 0);
        for (int row = 0; row < n; row++)
        {
            matrix[((row * n) + row + 1)..((row + 1) * n)].Clear();
        }
    }

    /// <summary>Replaces each row b of <paramref name="rows"/> [count, n] by the solution x of A·x = b, given A's <paramref name="factor"/> L [n, n].</summary>
    public static void SolveRows(ReadOnlySpan<float> factor, int n, Span<float> rows, int count, Span<float> scratch)
    {
        Check(factor, n, scratch);
        KernelGuard.Holds(rows, (long)count * n);
        if (n == 0 || count == 0)
        {
            return;
        }

        if (count < 8)
        {
            SubstitutionKernels.Forward(factor, n, rows, count);
        }
        else
        {
            SolveRight(factor, n, n, rows, n, count, scratch);
        }

        SubstitutionKernels.Back(factor, n, rows, count);
    }

    /// <summary>Replaces <paramref name="matrix"/> [n, n], of which the lower triangle is read, by its inverse.</summary>
    /// <exception cref="ArgumentException">The matrix is not positive definite, or not finite.</exception>
    public static void Invert(Span<float> matrix, int n, Span<float> scratch)
    {
        Factorize(matrix, n, scratch);
        InvertTriangle(matrix, n, n, scratch);

        // A⁻¹ = L⁻ᵀ·L⁻¹, from the top: rows of it take the place of rows of L⁻¹ that no later row needs.
        for (int start = 0; start < n; start += Block)
        {
            int rows = Math.Min(Block, n - start), columns = start + rows;
            ReadOnlySpan<float> below = matrix[(start * n)..];
            MatrixProduct.Multiply(
                new MatrixOperand(below[start..], n).Transposed, new MatrixOperand(below, n), default, scratch, columns, rows, columns, n - start);
            for (int row = 0; row < rows; row++)
            {
                scratch.Slice(row * columns, start + row + 1).CopyTo(matrix[((start + row) * n)..]);
            }
        }

        TriangleKernels.Mirror(matrix, n);
    }

    private static void Factorize(Span<float> a, int stride, int n, Span<float> scratch, int firstPivot)
    {
        if (n == 0)
        {
            return;
        }

        if (n <= TriangleKernels.FactorSize)
        {
            TriangleKernels.Factorize(a, stride, n, firstPivot);
            return;
        }

        (int first, int second) = Halves(n);
        Factorize(a, stride, first, scratch, firstPivot);
        Span<float> below = a[(first * stride)..], rest = below[first..];
        SolveRight(a, stride, first, below, stride, second, scratch);
        Negate(below, stride, second, first, scratch);
        AddSquare(scratch, below, stride, first, rest, second);
        Factorize(rest, stride, second, scratch, firstPivot + first);
    }

    /// <summary>The lower triangle of target [n, n] += negated [n, k] · values [n, k]ᵀ; what stands above it becomes arbitrary.</summary>
    private static void AddSquare(ReadOnlySpan<float> negated, ReadOnlySpan<float> values, int stride, int k, Span<float> target, int n)
    {
        if (n <= Block)
        {
            MatrixProduct.Multiply(
                new MatrixOperand(negated, k), new MatrixOperand(values, stride).Transposed, new MatrixOperand(target, stride), target, stride, n, n, k);
            return;
        }

        (int first, int second) = Halves(n);
        Span<float> below = target[(first * stride)..];
        AddSquare(negated, values, stride, k, target, first);
        MatrixProduct.Multiply(
            new MatrixOperand(negated[(first * k)..], k), new MatrixOperand(values, stride).Transposed, new MatrixOperand(below, stride), below, stride,
            second, first, k);
        AddSquare(negated[(first * k)..], values[(first * stride)..], stride, k, below[first..], second);
    }

    /// <summary>Replaces X [m, n] by the solution of X·Lᵀ = X, row by row.</summary>
    private static void SolveRight(ReadOnlySpan<float> l, int stride, int n, Span<float> x, int xStride, int m, Span<float> scratch)
    {
        if (n <= TriangleKernels.Size)
        {
            TriangleKernels.SolveRight(l, stride, n, x, xStride, m);
            return;
        }

        (int first, int second) = Halves(n);
        ReadOnlySpan<float> below = l[(first * stride)..];
        SolveRight(l, stride, first, x, xStride, m, scratch);
        Negate(below, stride, second, first, scratch);
        Span<float> rest = x[first..];
        MatrixProduct.Multiply(
            new MatrixOperand(x, xStride), new MatrixOperand(scratch, first).Transposed, new MatrixOperand(rest, xStride), rest, xStride, m, second, first);
        SolveRight(below[first..], stride, second, rest, xStride, m, scratch);
    }

    /// <summary>Replaces X [n, m] by the solution of L·X = X, column by column.</summary>
    private static void SolveLeft(ReadOnlySpan<float> l, int stride, int n, Span<float> x, int xStride, int m, Span<float> scratch)
    {
        if (n <= TriangleKernels.Size)
        {
            TriangleKernels.SolveLeft(l, stride, n, x, xStride, m);
            return;
        }

        (int first, int second) = Halves(n);
        ReadOnlySpan<float> below = l[(first * stride)..];
        SolveLeft(l, stride, first, x, xStride, m, scratch);
        Negate(below, stride, second, first, scratch);
        Span<float> rest = x[(first * xStride)..];
        MatrixProduct.Multiply(
            new MatrixOperand(scratch, first), new MatrixOperand(x, xStride), new MatrixOperand(rest, xStride), rest, xStride, second, m, first);
        SolveLeft(below[first..], stride, second, rest, xStride, m, scratch);
    }

    /// <summary>Replaces L by its inverse: W₂₁ solves L₂₂·W₂₁ = −L₂₁·W₁₁.</summary>
    private static void InvertTriangle(Span<float> l, int stride, int n, Span<float> scratch)
    {
        if (n <= TriangleKernels.Size)
        {
            TriangleKernels.Invert(l, stride, n);
            return;
        }

        (int first, int second) = Halves(n);
        InvertTriangle(l, stride, first, scratch);
        Span<float> below = l[(first * stride)..], rest = below[first..];
        Negate(below, stride, second, first, scratch);
        for (int column = 0; column < first; column += Block)
        {
            // Above its diagonal W₁₁ is 0.
            MatrixProduct.Multiply(
                new MatrixOperand(scratch[column..], first), new MatrixOperand(l[((column * stride) + column)..], stride), default, below[column..], stride,
                second, Math.Min(Block, first - column), first - column);
        }

        SolveLeft(rest, stride, second, below, stride, first, scratch);
        InvertTriangle(rest, stride, second, scratch);
    }

    /// <summary>Two halves, the first of whole blocks of the small kernels.</summary>
    private static (int First, int Second) Halves(int n)
    {
        int first = ((n / 2) + TriangleKernels.Size - 1) / TriangleKernels.Size * TriangleKernels.Size;
        return (first, n - first);
    }

    private static void Negate(ReadOnlySpan<float> values, int stride, int rows, int columns, Span<float> result)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = values.Slice(row * stride, columns);
            Span<float> to = result.Slice(row * columns, columns);
            for (int column = 0; column < to.Length; column++)
            {
                to[column] = -from[column];
            }
        }
    }

    private static void Check(ReadOnlySpan<float> matrix, int n, ReadOnlySpan<float> scratch)
    {
        Throw.IfOutside(n, 0, LargestSize);
        KernelGuard.Holds(matrix, (long)n * n);
        KernelGuard.Holds(scratch, ScratchLength(n));
    }
}
