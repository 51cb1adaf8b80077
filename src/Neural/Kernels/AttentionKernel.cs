using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017) of one head over one sequence:
/// weights = softmax(query · keyᵀ / √size), context = weights · value. Queries, keys and values are rows that lie a
/// stride apart, so that heads need not be taken out of what the projections give.
/// Keys that must not be seen count for nothing at all, and a query that sees none gets zeros.
/// Plain versions: <see cref="Reference.Attention"/>, <see cref="Reference.AttentionBackward"/>.
/// </summary>
internal static unsafe class AttentionKernel
{
    // Under a causal mask a block of queries looks at the keys up to its last one only; sums go on from block to block.
    private const int CausalBlock = 32;

    /// <summary>Weights and context of one head.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="length">Keys of this sequence that are there.</param>
    /// <param name="query">[queries, head size], rows <paramref name="queryStride"/> apart.</param>
    /// <param name="queryStride">Distance between queries.</param>
    /// <param name="key">[keys, head size], rows <paramref name="memoryStride"/> apart.</param>
    /// <param name="value">As the keys.</param>
    /// <param name="memoryStride">Distance between keys, and between values.</param>
    /// <param name="weights">[queries, weight stride]; gets the softmax, 0 where nothing may be seen.</param>
    /// <param name="dropped">Holds a factor for each weight and gets the weight times the factor; empty without dropout.</param>
    /// <param name="context">[queries, head size], rows <paramref name="contextStride"/> apart.</param>
    /// <param name="contextStride">Distance between rows of the context.</param>
    public static void Forward(
        in AttentionShape shape, int length, ReadOnlySpan<float> query, int queryStride, ReadOnlySpan<float> key, ReadOnlySpan<float> value,
        int memoryStride, Span<float> weights, Span<float> dropped, Span<float> context, int contextStride)
    {
        int stride = shape.WeightStride, block = BlockSize(shape);
        float scale = Scale(shape);
        for (int first = 0; first < shape.Queries; first += block)
        {
            int rows = Math.Min(block, shape.Queries - first), keys = shape.Visible(first + rows - 1, length);
            Span<float> scores = weights[(first * stride)..];
            MatrixProduct.Multiply(
                new MatrixOperand(query[(first * queryStride)..], queryStride), new MatrixOperand(key, memoryStride).Transposed, default,
                scores, stride, rows, keys, shape.HeadSize);
            for (int row = 0; row < rows; row++)
            {
                Softmax(scores.Slice(row * stride, stride), shape.Visible(first + row, length), scale);
            }

            Span<float> used = scores;
            if (!dropped.IsEmpty)
            {
                used = dropped[(first * stride)..];
                Multiply(scores, used, rows * stride);
            }

            MatrixProduct.Multiply(
                new MatrixOperand(used, stride), new MatrixOperand(value, memoryStride), default,
                context[(first * contextStride)..], contextStride, rows, shape.HeadSize, keys);
        }
    }

    /// <summary>Gradients of one head's queries, keys and values.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="length">Keys of this sequence that are there.</param>
    /// <param name="query">As in <see cref="Forward"/>.</param>
    /// <param name="queryStride">Distance between queries, and between their gradients.</param>
    /// <param name="key">As in <see cref="Forward"/>.</param>
    /// <param name="value">As in <see cref="Forward"/>.</param>
    /// <param name="memoryStride">Distance between keys, between values, and between their gradients.</param>
    /// <param name="weights">From the way forward.</param>
    /// <param name="dropped">From the way forward; the weights themselves without dropout.</param>
    /// <param name="contextGradient">[queries, head size], rows <paramref name="contextStride"/> apart.</param>
    /// <param name="contextStride">Distance between rows of the context's gradient.</param>
    /// <param name="scratch">Room for as many numbers as there are weights.</param>
    /// <param name="queryGradient">Empty when it is not wanted.</param>
    /// <param name="keyGradient">Empty when those of keys and values are not wanted.</param>
    /// <param name="valueGradient">As the keys'.</param>
    /// <param name="addToQuery">Whether the queries' gradient holds a sum to add to.</param>
    /// <param name="addToMemory">Whether those of keys and values do.</param>
    public static void Backward(
        in AttentionShape shape, int length, ReadOnlySpan<float> query, int queryStride, ReadOnlySpan<float> key, ReadOnlySpan<float> value,
        int memoryStride, ReadOnlySpan<float> weights, ReadOnlySpan<float> dropped, ReadOnlySpan<float> contextGradient, int contextStride,
        Span<float> scratch, Span<float> queryGradient, Span<float> keyGradient, Span<float> valueGradient, bool addToQuery, bool addToMemory)
    {
        int stride = shape.WeightStride, block = BlockSize(shape), size = shape.HeadSize;
        float scale = Scale(shape);
        if (!addToMemory && !keyGradient.IsEmpty)
        {
            ClearRows(keyGradient, memoryStride, shape.Keys, size);
            ClearRows(valueGradient, memoryStride, shape.Keys, size);
        }

        for (int first = 0; first < shape.Queries; first += block)
        {
            int rows = Math.Min(block, shape.Queries - first), keys = shape.Visible(first + rows - 1, length), start = first * stride;
            MatrixOperand output = new(contextGradient[(first * contextStride)..], contextStride);
            Span<float> slopes = scratch[start..];
            MatrixProduct.Multiply(output, new MatrixOperand(value, memoryStride).Transposed, default, slopes, stride, rows, keys, size);
            for (int row = 0; row < rows; row++)
            {
                int place = start + (row * stride);
                SoftmaxBackward(
                    weights.Slice(place, stride), dropped.Slice(place, stride), slopes.Slice(row * stride, stride), shape.Visible(first + row, length), scale);
            }

            if (!queryGradient.IsEmpty)
            {
                Span<float> target = queryGradient[(first * queryStride)..];
                MatrixProduct.Multiply(
                    new MatrixOperand(slopes, stride), new MatrixOperand(key, memoryStride), addToQuery ? new MatrixOperand(target, queryStride) : default,
                    target, queryStride, rows, size, keys);
            }

            if (!keyGradient.IsEmpty)
            {
                MatrixProduct.Multiply(
                    new MatrixOperand(slopes, stride).Transposed, new MatrixOperand(query[(first * queryStride)..], queryStride),
                    new MatrixOperand(keyGradient, memoryStride), keyGradient, memoryStride, keys, size, rows);
                MatrixProduct.Multiply(
                    new MatrixOperand(dropped[start..], stride).Transposed, output,
                    new MatrixOperand(valueGradient, memoryStride), valueGradient, memoryStride, keys, size, rows);
            }
        }
    }

    private static int BlockSize(in AttentionShape shape) => shape.Causal ? CausalBlock : Math.Max(1, shape.Queries);

    private static float Scale(in AttentionShape shape) => 1f / MathF.Sqrt(shape.HeadSize);

    private static void ClearRows(Span<float> values, int stride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            values.Slice(row * stride, columns).Clear();
        }
    }

    // softmax(scale · score) over the first numbers of a row, in place; 0 for the rest of the row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(Span<float> row, int visible, float scale)
    {
        KernelGuard.HoldsVectors(row, visible);
        fixed (float* pointer = row)
        {
            Vector256<float> lowest = Vector256.Create(float.NegativeInfinity), largest = lowest;
            for (int index = 0; index < visible; index += 8)
            {
                Vector256<float> score = Vector256.ConditionalSelect(VectorMath.FirstLanes(visible - index), Vector256.Load(pointer + index), lowest);
                largest = Vector256.ConditionalSelect(Vector256.GreaterThan(score, largest), score, largest);
            }

            float top = float.NegativeInfinity;
            for (int lane = 0; lane < 8; lane++)
            {
                top = largest.GetElement(lane) > top ? largest.GetElement(lane) : top;
            }

            Vector256<float> most = Vector256.Create(top), by = Vector256.Create(scale), sum = Vector256<float>.Zero;
            for (int index = 0; index < visible; index += 8)
            {
                Vector256<float> power = VectorMath.Exp((Vector256.Load(pointer + index) - most) * by) & VectorMath.FirstLanes(visible - index);
                sum += power;
                power.Store(pointer + index);
            }

            Vector256<float> all = Vector256.Create(VectorMath.SumLanes(sum));
            for (int index = 0; index < visible; index += 8)
            {
                (Vector256.Load(pointer + index) / all).Store(pointer + index);
            }
        }

        row[((visible + 7) / 8 * 8)..].Clear();
    }

    // From the slopes by the (dropped) weights those by the scores, in place: scale · (dropped·slope − weight·Σ dropped·slope).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxBackward(ReadOnlySpan<float> weights, ReadOnlySpan<float> dropped, Span<float> slopes, int visible, float scale)
    {
        KernelGuard.HoldsVectors(weights, visible);
        KernelGuard.HoldsVectors(dropped, visible);
        KernelGuard.HoldsVectors(slopes, visible);
        fixed (float* weight = weights, factor = dropped, slope = slopes)
        {
            Vector256<float> sum = Vector256<float>.Zero, by = Vector256.Create(scale);
            for (int index = 0; index < visible; index += 8)
            {
                // What stands behind the last key is arbitrary.
                Vector256<float> known = Vector256.Load(slope + index) & VectorMath.FirstLanes(visible - index);
                known.Store(slope + index);
                sum = Vector256.FusedMultiplyAdd(Vector256.Load(factor + index), known, sum);
            }

            Vector256<float> all = Vector256.Create(VectorMath.SumLanes(sum));
            for (int index = 0; index < visible; index += 8)
            {
                Vector256<float> own = Vector256.Load(factor + index) * Vector256.Load(slope + index);
                (Vector256.FusedMultiplyAdd(-all, Vector256.Load(weight + index), own) * by).Store(slope + index);
            }
        }

        slopes[((visible + 7) / 8 * 8)..].Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(ReadOnlySpan<float> values, Span<float> target, int count)
    {
        KernelGuard.HoldsVectors(values, count);
        KernelGuard.HoldsVectors(target, count);
        fixed (float* from = values, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                (Vector256.Load(from + index) * Vector256.Load(to + index)).Store(to + index);
            }
        }
    }
}
