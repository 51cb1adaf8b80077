using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// The least-squares problems of implicit feedback (Hu, Koren and Volinsky 2008): for each row of a table of confidences the vector x
/// that solves (YᵀY + λI + Σ (c − 1)·y·yᵀ)·x = Σ c·y, sums over the row's stored entries. Rows are independent, so threads change no
/// bit. Plain version: <see cref="ImplicitLeastSquaresReference"/>.
/// </summary>
internal static unsafe class ImplicitLeastSquares
{
    /// <summary>Numbers that vectors are filled up to with zeros.</summary>
    public const int Width = 8;

    private const int BlockColumns = 64;
    private const int MostColumns = 1 << 12;

    // Below this a residual is nothing but rounding.
    private const float Negligible = 1e-20f;

    /// <summary>A vector's length filled up to whole vectors.</summary>
    public static int Stride(int factors) => (factors + Width - 1) / Width * Width;

    /// <summary>gram [stride, stride] = YᵀY + λI over the first <paramref name="factors"/> rows and columns, with 1 on the rest of the diagonal.</summary>
    public static void Gram(ReadOnlySpan<float> vectors, int stride, int factors, float regularization, Span<float> gram)
    {
        int rows = vectors.Length / stride;
        MatrixOperand operand = new(vectors, stride);
        MatrixProduct.Multiply(operand.Transposed, operand, default, gram, stride, stride, stride, rows);
        for (int factor = 0; factor < stride; factor++)
        {
            gram[(factor * stride) + factor] = factor < factors ? gram[(factor * stride) + factor] + regularization : 1;
        }
    }

    /// <summary>Improves each row's vector by steps of conjugate gradients; a row without entries gets zeros.</summary>
    /// <param name="starts">Where each row's entries start in the next two, and the end of the last.</param>
    /// <param name="indices">The vector of <paramref name="others"/> that each entry goes with.</param>
    /// <param name="extra">c − 1 of each entry.</param>
    /// <param name="others">The vectors y, <paramref name="stride"/> numbers each, zeros behind the factors.</param>
    /// <param name="gram">What <see cref="Gram"/> gives for them.</param>
    /// <param name="vectors">The vectors x, likewise: where the steps start, and then the result.</param>
    /// <param name="stride">A multiple of <see cref="Width"/>.</param>
    /// <param name="steps">How many.</param>
    public static void ConjugateGradient(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<float> gram,
        Span<float> vectors, int stride, int steps) => Run(starts, indices, extra, others, gram, vectors, stride, steps);

    /// <summary>Solves for each row's vector exactly; a row without entries gets zeros. Parameters as in <see cref="ConjugateGradient"/>.</summary>
    public static void Exact(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<float> gram,
        Span<float> vectors, int stride) => Run(starts, indices, extra, others, gram, vectors, stride, 0);

    /// <summary>Replaces <paramref name="vector"/> b by the solution x of (gram + Σ (c − 1)·y·yᵀ)·x = b, sums over the entries.</summary>
    public static void Weigh(
        ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<float> gram, Span<float> vector, int stride)
    {
        Check([0, indices.Length], indices, extra, others, stride);
        KernelGuard.Holds(gram, (long)stride * stride);
        KernelGuard.Holds(vector, stride);
        Problem problem = new(stride, indices.Length);
        problem.Solve(indices, extra, others, gram, vector[..stride]);
    }

    private static void Run(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<float> gram,
        Span<float> vectors, int stride, int steps)
    {
        int rows = starts.Length - 1;
        Check(starts, indices, extra, others, stride);
        KernelGuard.Holds(gram, (long)stride * stride);
        KernelGuard.Holds(vectors, (long)rows * stride);
        if (rows == 0)
        {
            return;
        }

        fixed (int* startsPointer = starts, indicesPointer = indices)
        fixed (float* extraPointer = extra, othersPointer = others, gramPointer = gram, vectorsPointer = vectors)
        {
            long cost = steps == 0 ? ((long)extra.Length * stride * stride) + ((long)rows * stride * stride * stride / 3)
                : (steps + 1L) * (((long)rows * stride * stride) + (4L * extra.Length * stride));
            Pieces pieces = new()
            {
                Starts = startsPointer,
                Indices = indicesPointer,
                Extra = extraPointer,
                Others = othersPointer,
                OthersLength = others.Length,
                Gram = gramPointer,
                Vectors = vectorsPointer,
                Rows = rows,
                Stride = stride,
                Steps = steps,
                RowsPerPiece = ((rows - 1) / Math.Max(1, Math.Min(rows, 16 * WorkerPool.Pieces(cost, rows)))) + 1,
            };
            WorkerPool.For(((rows - 1) / pieces.RowsPerPiece) + 1, ref pieces);
        }
    }

    private static void Check(ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, int stride)
    {
        if (stride < Width || stride % Width != 0 || stride > MostColumns || starts.IsEmpty || starts[0] != 0 || starts[^1] != indices.Length || indices.Length != extra.Length)
        {
            throw new ArgumentException($"{indices.Length} indices and {extra.Length} confidences do not make up {starts.Length - 1} rows, or vectors of {stride} numbers are not whole.");
        }

        for (int row = 1; row < starts.Length; row++)
        {
            if (starts[row] < starts[row - 1])
            {
                throw new ArgumentException($"Row {row} starts at {starts[row]}, before the one above it.");
            }
        }

        uint most = (uint)(others.Length / stride);
        foreach (int index in indices)
        {
            if ((uint)index >= most)
            {
                throw new ArgumentException($"An entry names vector {index} of {most}.");
            }
        }
    }

    // gram·x; gram is its own transpose.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyGram(float* gram, float* x, float* result, nint stride)
    {
        for (nint column = 0; column < stride; column += BlockColumns)
        {
            if (stride - column < BlockColumns)
            {
                for (; column < stride; column += Width)
                {
                    Vector256<float> sum = Vector256<float>.Zero;
                    for (nint row = 0; row < stride; row++)
                    {
                        sum = Vector256.FusedMultiplyAdd(Vector256.Create(x[row]), Vector256.Load(gram + (row * stride) + column), sum);
                    }

                    sum.Store(result + column);
                }

                return;
            }

            Vector256<float> sum0 = Vector256<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
            float* from = gram + column;
            for (nint row = 0; row < stride; row++)
            {
                Vector256<float> factor = Vector256.Create(x[row]);
                sum0 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from), sum0);
                sum1 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 8), sum1);
                sum2 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 16), sum2);
                sum3 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 24), sum3);
                sum4 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 32), sum4);
                sum5 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 40), sum5);
                sum6 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 48), sum6);
                sum7 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(from + 56), sum7);
                from += stride;
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
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(float* first, float* second, nint stride)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (nint index = 0; index < stride; index += Width)
        {
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(first + index), Vector256.Load(second + index), sum);
        }

        return VectorMath.SumLanes(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(float* target, float factor, float* values, nint stride)
    {
        Vector256<float> factors = Vector256.Create(factor);
        for (nint index = 0; index < stride; index += Width)
        {
            Vector256.FusedMultiplyAdd(factors, Vector256.Load(values + index), Vector256.Load(target + index)).Store(target + index);
        }
    }

    private struct Pieces : IPieces
    {
        public int* Starts;
        public int* Indices;
        public float* Extra;
        public float* Others;
        public int OthersLength;
        public float* Gram;
        public float* Vectors;
        public int Rows;
        public int Stride;
        public int Steps;
        public int RowsPerPiece;

        public readonly void Run(int piece)
        {
            int first = piece * RowsPerPiece, end = Math.Min(Rows, first + RowsPerPiece);
            if (Steps > 0)
            {
                Improve(first, end);
            }
            else
            {
                Solve(first, end);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Improve(int first, int end)
        {
            nint stride = Stride;
            float* residual = stackalloc float[3 * Stride];
            float* direction = residual + stride, image = direction + stride;
            for (int row = first; row < end; row++)
            {
                float* x = Vectors + (row * stride);
                int start = Starts[row], last = Starts[row + 1];
                if (start == last)
                {
                    new Span<float>(x, Stride).Clear();
                    continue;
                }

                // residual = Σ (c − (c − 1)·yᵀx)·y − gram·x.
                MultiplyGram(Gram, x, residual, stride);
                for (nint index = 0; index < stride; index += Width)
                {
                    (-Vector256.Load(residual + index)).Store(residual + index);
                }

                for (int entry = start; entry < last; entry++)
                {
                    float* y = Others + (Indices[entry] * stride);
                    AddScaled(residual, MathF.FusedMultiplyAdd(-Extra[entry], Dot(y, x, stride), 1 + Extra[entry]), y, stride);
                }

                new Span<float>(residual, Stride).CopyTo(new Span<float>(direction, Stride));
                float square = Dot(residual, residual, stride);
                for (int step = 0; step < Steps && square >= Negligible; step++)
                {
                    MultiplyGram(Gram, direction, image, stride);
                    for (int entry = start; entry < last; entry++)
                    {
                        float* y = Others + (Indices[entry] * stride);
                        AddScaled(image, Extra[entry] * Dot(y, direction, stride), y, stride);
                    }

                    float length = square / Dot(direction, image, stride);
                    AddScaled(x, length, direction, stride);
                    AddScaled(residual, -length, image, stride);
                    float next = Dot(residual, residual, stride);
                    Vector256<float> mixing = Vector256.Create(next / square);
                    for (nint index = 0; index < stride; index += Width)
                    {
                        Vector256.FusedMultiplyAdd(mixing, Vector256.Load(direction + index), Vector256.Load(residual + index)).Store(direction + index);
                    }

                    square = next;
                }
            }
        }

        private readonly void Solve(int first, int end)
        {
            int most = 0;
            for (int row = first; row < end; row++)
            {
                most = Math.Max(most, Starts[row + 1] - Starts[row]);
            }

            Problem problem = new(Stride, most);
            ReadOnlySpan<float> gram = new(Gram, Stride * Stride), others = new(Others, OthersLength);
            for (int row = first; row < end; row++)
            {
                int start = Starts[row], count = Starts[row + 1] - start;
                Span<float> x = new(Vectors + ((nint)row * Stride), Stride);
                x.Clear();
                for (int entry = start; entry < start + count; entry++)
                {
                    AddScaled(Vectors + ((nint)row * Stride), 1 + Extra[entry], Others + ((nint)Indices[entry] * Stride), Stride);
                }

                if (count > 0)
                {
                    problem.Solve(new(Indices + start, count), new(Extra + start, count), others, gram, x);
                }
            }
        }
    }

    /// <summary>Memory for one problem after another.</summary>
    private sealed class Problem(int stride, int mostEntries)
    {
        private readonly float[] _vectors = new float[mostEntries * stride];
        private readonly float[] _weighed = new float[mostEntries * stride];
        private readonly float[] _matrix = new float[stride * stride];
        private readonly float[] _scratch = new float[Cholesky.ScratchLength(stride)];

        public void Solve(ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<float> gram, Span<float> vector)
        {
            for (int entry = 0; entry < indices.Length; entry++)
            {
                ReadOnlySpan<float> y = others.Slice(indices[entry] * stride, stride);
                y.CopyTo(_vectors.AsSpan(entry * stride));
                Span<float> weighed = _weighed.AsSpan(entry * stride, stride);
                for (int factor = 0; factor < weighed.Length; factor++)
                {
                    weighed[factor] = extra[entry] * y[factor];
                }
            }

            MatrixProduct.Multiply(
                new MatrixOperand(_weighed, stride).Transposed, new MatrixOperand(_vectors, stride), new MatrixOperand(gram, stride), _matrix, stride,
                stride, stride, indices.Length);
            Cholesky.Factorize(_matrix, stride, _scratch);
            Cholesky.SolveRows(_matrix, stride, vector, 1, _scratch);
        }
    }
}
