using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// <see cref="AttentionKernel"/> over all heads of all sequences, which are split among threads. Heads take their
/// columns one after another; the rows of queries, of keys and of values lie a stride apart.
/// </summary>
internal ref struct AttentionPieces : IPieces
{
    private int _heads;
    private int _count;

    public required AttentionShape Shape { get; init; }

    /// <summary>Keys that are there, one number per sequence; empty when all are.</summary>
    public required ReadOnlySpan<int> Lengths { get; init; }

    public required ReadOnlySpan<float> Query { get; init; }

    public required int QueryStride { get; init; }

    public required ReadOnlySpan<float> Key { get; init; }

    public required ReadOnlySpan<float> Value { get; init; }

    public required int MemoryStride { get; init; }

    public required Span<float> Weights { get; init; }

    /// <summary>See <see cref="AttentionKernel"/>; on the way back the weights themselves without dropout.</summary>
    public required Span<float> Dropped { get; init; }

    /// <summary>[batch · queries, size]: on the way back its gradient.</summary>
    public required Span<float> Context { get; init; }

    public bool IsBackward { get; init; }

    public Span<float> Scratch { get; init; }

    public Span<float> QueryGradient { get; init; }

    public Span<float> KeyGradient { get; init; }

    public Span<float> ValueGradient { get; init; }

    public bool AddToQuery { get; init; }

    public bool AddToMemory { get; init; }

    /// <summary>Does all of it.</summary>
    public static void RunAll(AttentionPieces pieces)
    {
        pieces._heads = pieces.Shape.Batch * pieces.Shape.Heads;
        pieces._count = WorkerPool.Pieces((pieces.IsBackward ? 4 : 2) * pieces.Shape.MultiplyAdds, pieces._heads);
        WorkerPool.For(pieces._count, ref pieces);
    }

    /// <inheritdoc/>
    public readonly void Run(int piece)
    {
        int end = (int)((long)_heads * (piece + 1) / _count);
        for (int place = (int)((long)_heads * piece / _count); place < end; place++)
        {
            RunHead(place / Shape.Heads, place % Shape.Heads);
        }
    }

    private readonly void RunHead(int batch, int head)
    {
        AttentionShape shape = Shape;
        int length = Lengths.IsEmpty ? shape.Keys : Lengths[batch], column = head * shape.HeadSize;
        int query = (batch * shape.Queries * QueryStride) + column, memory = (batch * shape.Keys * MemoryStride) + column;
        int weights = ((batch * shape.Heads) + head) * shape.HeadWeights, context = (batch * shape.Queries * shape.Size) + column;
        Span<float> dropped = Dropped.IsEmpty ? default : Dropped.Slice(weights, shape.HeadWeights);
        if (IsBackward)
        {
            AttentionKernel.Backward(
                shape, length, Query[query..], QueryStride, Key[memory..], Value[memory..], MemoryStride, Weights.Slice(weights, shape.HeadWeights),
                dropped, Context[context..], shape.Size, Scratch.Slice(weights, shape.HeadWeights), Part(QueryGradient, query),
                Part(KeyGradient, memory), Part(ValueGradient, memory), AddToQuery, AddToMemory);
        }
        else
        {
            AttentionKernel.Forward(
                shape, length, Query[query..], QueryStride, Key[memory..], Value[memory..], MemoryStride, Weights.Slice(weights, shape.HeadWeights),
                dropped, Context[context..], shape.Size);
        }
    }

    private static Span<float> Part(Span<float> gradient, int start) => gradient.IsEmpty ? default : gradient[start..];
}
