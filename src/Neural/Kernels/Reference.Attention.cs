using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <summary>
    /// Attention of every head over every sequence. The numbers of query, key and value (row i, column c) stand at
    /// i · stride + c; heads take their columns one after another.
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="lengths">Keys that are there, one number per sequence.</param>
    /// <param name="query">[batch · queries, …].</param>
    /// <param name="queryStride">Distance between queries.</param>
    /// <param name="key">[batch · keys, …].</param>
    /// <param name="value">[batch · keys, …].</param>
    /// <param name="memoryStride">Distance between keys, and between values.</param>
    /// <param name="factors">What dropout multiplies the weights by, [batch, heads, queries, weight stride]; empty without dropout.</param>
    /// <param name="weights">[batch, heads, queries, weight stride]; gets the softmax.</param>
    /// <param name="context">[batch · queries, size].</param>
    public static void Attention<T>(
        in AttentionShape shape, ReadOnlySpan<int> lengths, ReadOnlySpan<T> query, int queryStride, ReadOnlySpan<T> key, ReadOnlySpan<T> value,
        int memoryStride, ReadOnlySpan<T> factors, Span<T> weights, Span<T> context)
        where T : IFloatingPointIeee754<T>
    {
        weights.Clear();
        context.Clear();
        T scale = T.One / T.Sqrt(T.CreateChecked(shape.HeadSize));
        for (int place = 0; place < shape.Batch * shape.Heads * shape.Queries; place++)
        {
            (int batch, int head, int position) = Split(shape, place);
            int visible = shape.Visible(position, lengths[batch]), column = head * shape.HeadSize;
            Span<T> row = weights.Slice(place * shape.WeightStride, visible), lanes = new T[8];
            ReadOnlySpan<T> asking = query.Slice((((batch * shape.Queries) + position) * queryStride) + column, shape.HeadSize);
            T top = T.NegativeInfinity;
            for (int other = 0; other < visible; other++)
            {
                row[other] = Dot(asking, key[((((batch * shape.Keys) + other) * memoryStride) + column)..]);
                top = row[other] > top ? row[other] : top;
            }

            for (int other = 0; other < visible; other++)
            {
                row[other] = Apply((row[other] - top) * scale, VectorMath.Exp, Elementary.Exp);
                lanes[other % 8] += row[other];
            }

            for (int other = 0; other < visible; other++)
            {
                row[other] /= SumLanes<T>(lanes);
                T used = Dropped(row, factors, place * shape.WeightStride, other);
                for (int index = 0; index < shape.HeadSize; index++)
                {
                    ref T sum = ref context[(((batch * shape.Queries) + position) * shape.Size) + column + index];
                    sum = T.FusedMultiplyAdd(used, value[(((batch * shape.Keys) + other) * memoryStride) + column + index], sum);
                }
            }
        }
    }

    /// <summary>The gradients of queries, keys and values, added to what stands there; settings as in <see cref="Attention"/>.</summary>
    public static void AttentionBackward<T>(
        in AttentionShape shape, ReadOnlySpan<int> lengths, ReadOnlySpan<T> query, int queryStride, ReadOnlySpan<T> key, ReadOnlySpan<T> value,
        int memoryStride, ReadOnlySpan<T> factors, ReadOnlySpan<T> weights, ReadOnlySpan<T> contextGradient, Span<T> queryGradient,
        Span<T> keyGradient, Span<T> valueGradient)
        where T : IFloatingPointIeee754<T>
    {
        T scale = T.One / T.Sqrt(T.CreateChecked(shape.HeadSize));
        for (int place = 0; place < shape.Batch * shape.Heads * shape.Queries; place++)
        {
            (int batch, int head, int position) = Split(shape, place);
            int visible = shape.Visible(position, lengths[batch]), column = head * shape.HeadSize;
            int asking = (((batch * shape.Queries) + position) * queryStride) + column;
            ReadOnlySpan<T> row = weights.Slice(place * shape.WeightStride, visible);
            ReadOnlySpan<T> given = contextGradient.Slice((((batch * shape.Queries) + position) * shape.Size) + column, shape.HeadSize);
            Span<T> slopes = new T[visible], lanes = new T[8];
            for (int other = 0; other < visible; other++)
            {
                slopes[other] = Dot(given, value[((((batch * shape.Keys) + other) * memoryStride) + column)..]);
                lanes[other % 8] = T.FusedMultiplyAdd(Dropped(row, factors, place * shape.WeightStride, other), slopes[other], lanes[other % 8]);
            }

            T all = SumLanes<T>(lanes);
            for (int other = 0; other < visible; other++)
            {
                T used = Dropped(row, factors, place * shape.WeightStride, other);
                T slope = T.FusedMultiplyAdd(-all, row[other], used * slopes[other]) * scale;
                int seen = (((batch * shape.Keys) + other) * memoryStride) + column;
                for (int index = 0; index < shape.HeadSize; index++)
                {
                    queryGradient[asking + index] = T.FusedMultiplyAdd(slope, key[seen + index], queryGradient[asking + index]);
                    keyGradient[seen + index] = T.FusedMultiplyAdd(slope, query[asking + index], keyGradient[seen + index]);
                    valueGradient[seen + index] = T.FusedMultiplyAdd(used, given[index], valueGradient[seen + index]);
                }
            }
        }
    }

    /// <inheritdoc cref="SequenceKernels.Mean"/>
    public static void Mean<T>(ReadOnlySpan<T> values, Span<T> target, int length, int size)
        where T : IFloatingPointIeee754<T>
    {
        for (int column = 0; column < size; column++)
        {
            T sum = T.Zero;
            for (int row = 0; row < length; row++)
            {
                sum += values[(row * size) + column];
            }

            target[column] = sum / T.CreateChecked(Math.Max(1, length));
        }
    }

    /// <inheritdoc cref="SequenceKernels.MeanBackward"/>
    public static void MeanBackward<T>(ReadOnlySpan<T> gradient, Span<T> target, int length, int size, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < length * size; index++)
        {
            T share = gradient[index % size] / T.CreateChecked(length);
            target[index] = accumulate ? target[index] + share : share;
        }
    }

    private static (int Batch, int Head, int Position) Split(in AttentionShape shape, int place) =>
        (place / (shape.Heads * shape.Queries), place / shape.Queries % shape.Heads, place % shape.Queries);

    private static T Dot<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int index = 0; index < left.Length; index++)
        {
            sum = T.FusedMultiplyAdd(left[index], right[index], sum);
        }

        return sum;
    }

    private static T Dropped<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> factors, int start, int index)
        where T : IFloatingPointIeee754<T> =>
        factors.IsEmpty ? row[index] : row[index] * factors[start + index];
}
