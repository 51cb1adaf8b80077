using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// (gram + Σ w·y·yᵀ)·x = b in double, vectors y and weights w in float, one problem after another in the same memory: confidences may
/// differ by many powers of ten, which float would not bear. A matrix is kept as its upper triangle, UᵀU. Every number is one
/// chain of fused multiply-adds. Plain version: <see cref="ImplicitLeastSquaresReference.Exact"/> on doubles.
/// </summary>
internal sealed unsafe class NormalEquations(int stride)
{
    private const int Lanes = 4;
    private readonly double[] _matrix = new double[stride * stride];
    private readonly double[] _vector = new double[stride];

    /// <summary>
    /// gram [stride, stride], of which the upper triangle is written, = YᵀY + λI over the first <paramref name="factors"/> rows and columns,
    /// with 1 on the rest of the diagonal.
    /// </summary>
    public static void Gram(ReadOnlySpan<float> vectors, int stride, int factors, double regularization, Span<double> gram)
    {
        KernelGuard.Holds(gram, (long)stride * stride);
        fixed (float* from = vectors)
        fixed (double* to = gram)
        {
            GramRows pieces = new() { Vectors = from, Count = vectors.Length / stride, Stride = stride, Gram = to };
            WorkerPool.For(stride / Lanes, ref pieces);
        }

        for (int factor = 0; factor < stride; factor++)
        {
            gram[(factor * stride) + factor] = factor < factors ? gram[(factor * stride) + factor] + regularization : 1;
        }
    }

    /// <summary>Replaces <paramref name="right"/> b by the solution x.</summary>
    /// <param name="indices">The vector of <paramref name="vectors"/> that each weight goes with; the caller has checked them.</param>
    /// <param name="weights">w.</param>
    /// <param name="vectors">y, <paramref name="right"/>'s length each.</param>
    /// <param name="gram">What <see cref="Gram"/> gives.</param>
    /// <param name="right">b, and then x.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite in double.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, ReadOnlySpan<float> vectors, ReadOnlySpan<double> gram, Span<double> right)
    {
        KernelGuard.Holds(gram, _matrix.Length);
        KernelGuard.Holds(right, stride);
        gram[.._matrix.Length].CopyTo(_matrix);
        fixed (double* matrix = _matrix, y = _vector, x = right)
        {
            for (int entry = 0; entry < indices.Length; entry++)
            {
                ReadOnlySpan<float> from = vectors.Slice(indices[entry] * stride, stride);
                for (int factor = 0; factor < stride; factor++)
                {
                    y[factor] = from[factor];
                }

                for (int row = 0; row < stride; row++)
                {
                    AddScaled(matrix + ((nint)row * stride), weights[entry] * y[row], y, row, stride);
                }
            }

            Factorize(matrix);
            Substitute(matrix, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Factorize(double* matrix)
    {
        for (int pivot = 0; pivot < stride; pivot++)
        {
            double* own = matrix + ((nint)pivot * stride);
            double root = Math.Sqrt(own[pivot]);
            if (!(root > 0 && double.IsFinite(root)))
            {
                throw new ArithmeticException(
                    $"The least squares of a listener or an item have no solution in double: pivot {pivot} is {own[pivot]:R}. More regularisation or smaller confidences help.");
            }

            for (int column = pivot; column < stride; column++)
            {
                own[column] /= root;
            }

            for (int row = pivot + 1; row < stride; row++)
            {
                AddScaled(matrix + ((nint)row * stride), -own[row], own, row, stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Substitute(double* upper, double* x)
    {
        for (int row = 0; row < stride; row++)
        {
            double* own = upper + ((nint)row * stride);
            x[row] /= own[row];
            AddScaled(x, -x[row], own, row + 1, stride);
        }

        for (int row = stride - 1; row >= 0; row--)
        {
            double* own = upper + ((nint)row * stride);
            double sum = x[row];
            for (int inner = stride - 1; inner > row; inner--)
            {
                sum = Math.FusedMultiplyAdd(-x[inner], own[inner], sum);
            }

            x[row] = sum / own[row];
        }
    }

    // target += factor · values from a place on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(double* target, double factor, double* values, int start, int end)
    {
        int index = start;
        for (; index < end && index % Lanes != 0; index++)
        {
            target[index] = Math.FusedMultiplyAdd(factor, values[index], target[index]);
        }

        Vector256<double> factors = Vector256.Create(factor);
        for (; index < end; index += Lanes)
        {
            Vector256.FusedMultiplyAdd(factors, Vector256.Load(values + index), Vector256.Load(target + index)).Store(target + index);
        }
    }

    /// <summary>A piece is four rows of the upper triangle.</summary>
    private struct GramRows : IPieces
    {
        public float* Vectors;
        public int Count;
        public int Stride;
        public double* Gram;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            int first = piece * Lanes;
            double* row0 = Gram + ((nint)first * Stride), row1 = row0 + Stride, row2 = row1 + Stride, row3 = row2 + Stride;
            for (int column = first; column < Stride; column += Lanes)
            {
                Vector256<double> sum0 = Vector256<double>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
                float* vector = Vectors;
                for (int number = 0; number < Count; number++)
                {
                    Vector128<float> four = Vector128.Load(vector + column);
                    Vector256<double> values = Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
                    sum0 = Vector256.FusedMultiplyAdd(Vector256.Create((double)vector[first]), values, sum0);
                    sum1 = Vector256.FusedMultiplyAdd(Vector256.Create((double)vector[first + 1]), values, sum1);
                    sum2 = Vector256.FusedMultiplyAdd(Vector256.Create((double)vector[first + 2]), values, sum2);
                    sum3 = Vector256.FusedMultiplyAdd(Vector256.Create((double)vector[first + 3]), values, sum3);
                    vector += Stride;
                }

                sum0.Store(row0 + column);
                sum1.Store(row1 + column);
                sum2.Store(row2 + column);
                sum3.Store(row3 + column);
            }
        }
    }
}
