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
        Span<float> vectors, int stride, int steps)
    {
        Check(starts, indices, extra, others, stride);
        int rows = starts.Length - 1;
        KernelGuard.Holds(gram, (long)stride * stride);
        KernelGuard.Holds(vectors, (long)rows * stride);
        KernelGuard.NotNegative(steps);
        if (rows == 0)
        {
            return;
        }

        fixed (int* startsPointer = starts, indicesPointer = indices)
        fixed (float* extraPointer = extra, othersPointer = others, gramPointer = gram, vectorsPointer = vectors)
        {
            ImprovedRows pieces = new()
            {
                Starts = startsPointer,
                Indices = indicesPointer,
                Extra = extraPointer,
                Others = othersPointer,
                Gram = gramPointer,
                Vectors = vectorsPointer,
                Rows = rows,
                Stride = stride,
                Steps = steps,
                RowsPerPiece = RowsPerPiece((steps + 1L) * (((long)rows * stride * stride) + (4L * extra.Length * stride)), rows),
            };
            WorkerPool.For(((rows - 1) / pieces.RowsPerPiece) + 1, ref pieces);
        }
    }

    /// <summary>Solves for each row's vector exactly, in double; a row without entries gets zeros. Parameters as in <see cref="ConjugateGradient"/>.</summary>
    public static void Exact(
        ReadOnlySpan<int> starts, ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<double> gram,
        Span<float> vectors, int stride)
    {
        Check(starts, indices, extra, others, stride);
        int rows = starts.Length - 1;
        KernelGuard.Holds(gram, (long)stride * stride);
        KernelGuard.Holds(vectors, (long)rows * stride);
        if (rows == 0)
        {
            return;
        }

        fixed (int* startsPointer = starts, indicesPointer = indices)
        fixed (float* extraPointer = extra, othersPointer = others, vectorsPointer = vectors)
        fixed (double* gramPointer = gram)
        {
            ExactRows pieces = new()
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
                RowsPerPiece = RowsPerPiece(((long)extra.Length * stride * stride) + ((long)rows * stride * stride * stride / 3), rows),
            };
            WorkerPool.For(((rows - 1) / pieces.RowsPerPiece) + 1, ref pieces);
        }
    }

    /// <summary>Replaces <paramref name="vector"/> b by the solution x of (gram + Σ (c − 1)·y·yᵀ)·x = b, sums over the entries.</summary>
    public static void Weigh(
        ReadOnlySpan<int> indices, ReadOnlySpan<float> extra, ReadOnlySpan<float> others, ReadOnlySpan<double> gram, Span<double> vector)
    {
        Check([0, indices.Length], indices, extra, others, vector.Length);
        new NormalEquations(vector.Length).Solve(indices, extra, others, gram, vector);
    }

    /// <summary>How many rows make a piece: more pieces than threads, as rows take differently long.</summary>
    private static int RowsPerPiece(long cost, int rows) => ((rows - 1) / Math.Max(1, Math.Min(rows, 16 * WorkerPool.Pieces(cost, rows)))) + 1;

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

    private struct ImprovedRows : IPieces
    {
        public int* Starts;
        public int* Indices;
        public float* Extra;
        public float* Others;
        public float* Gram;
        public float* Vectors;
        public int Rows;
        public int Stride;
        public int Steps;
        public int RowsPerPiece;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            int first = piece * RowsPerPiece, end = Math.Min(Rows, first + RowsPerPiece);
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
    }

    private struct ExactRows : IPieces
    {
        public int* Starts;
        public int* Indices;
        public float* Extra;
        public float* Others;
        public int OthersLength;
        public double* Gram;
        public float* Vectors;
        public int Rows;
        public int Stride;
        public int RowsPerPiece;

        public readonly void Run(int piece)
        {
            int first = piece * RowsPerPiece, end = Math.Min(Rows, first + RowsPerPiece);
            NormalEquations equations = new(Stride);
            double[] x = new double[Stride];
            ReadOnlySpan<float> others = new(Others, OthersLength);
            ReadOnlySpan<double> gram = new(Gram, Stride * Stride);
            for (int row = first; row < end; row++)
            {
                int start = Starts[row], count = Starts[row + 1] - start;
                Array.Clear(x);
                for (int entry = start; entry < start + count; entry++)
                {
                    ReadOnlySpan<float> y = others.Slice(Indices[entry] * Stride, Stride);
                    double confidence = 1.0 + Extra[entry];
                    for (int factor = 0; factor < x.Length; factor++)
                    {
                        x[factor] = Math.FusedMultiplyAdd(confidence, y[factor], x[factor]);
                    }
                }

                if (count > 0)
                {
                    equations.Solve(new(Indices + start, count), new(Extra + start, count), others, gram, x);
                }

                float* to = Vectors + ((nint)row * Stride);
                for (int factor = 0; factor < x.Length; factor++)
                {
                    to[factor] = (float)x[factor];
                }
            }
        }
    }
}
