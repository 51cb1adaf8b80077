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

    private const int MostColumns = 1 << 12;

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
            ConjugateGradientRows pieces = new()
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
