using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>A piece of <see cref="ImplicitLeastSquares.ConjugateGradient"/>: some of the rows.</summary>
internal unsafe struct ConjugateGradientRows : IPieces
{
    private const int Width = ImplicitLeastSquares.Width;
    private const int BlockColumns = 64;

    // Below this a residual is nothing but rounding.
    private const float Negligible = 1e-20f;

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
                if (stride == BlockColumns)
                {
                    AddEntriesOfOneBlock(image, direction, start, last);
                }
                else
                {
                    AddEntries(image, direction, start, last);
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

    // image += Σ (c − 1)·(yᵀ·direction)·y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void AddEntries(float* image, float* direction, int start, int last)
    {
        nint stride = Stride;
        for (int entry = start; entry < last; entry++)
        {
            float* y = Others + (Indices[entry] * stride);
            AddScaled(image, Extra[entry] * Dot(y, direction, stride), y, stride);
        }
    }

    // The same with the sums in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddEntriesOfOneBlock(float* image, float* direction, int start, int last)
    {
        Vector256<float> sum0 = Vector256.Load(image), sum1 = Vector256.Load(image + 8), sum2 = Vector256.Load(image + 16), sum3 = Vector256.Load(image + 24);
        Vector256<float> sum4 = Vector256.Load(image + 32), sum5 = Vector256.Load(image + 40), sum6 = Vector256.Load(image + 48), sum7 = Vector256.Load(image + 56);
        for (int entry = start; entry < last; entry++)
        {
            float* y = Others + ((nint)Indices[entry] * BlockColumns);
            Vector256<float> factor = Vector256.Create(Extra[entry] * Dot(y, direction, BlockColumns));
            sum0 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y), sum0);
            sum1 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 8), sum1);
            sum2 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 16), sum2);
            sum3 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 24), sum3);
            sum4 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 32), sum4);
            sum5 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 40), sum5);
            sum6 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 48), sum6);
            sum7 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(y + 56), sum7);
        }

        sum0.Store(image);
        sum1.Store(image + 8);
        sum2.Store(image + 16);
        sum3.Store(image + 24);
        sum4.Store(image + 32);
        sum5.Store(image + 40);
        sum6.Store(image + 48);
        sum7.Store(image + 56);
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
}
