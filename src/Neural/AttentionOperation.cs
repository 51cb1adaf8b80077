using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Scaled dot-product attention from projected queries, keys and values to the context [batch, queries, size], one
/// operation. Keys and values are the last two parts of the columns of one tensor; in self-attention the queries are
/// the first part of the same one.
/// </summary>
internal sealed class AttentionOperation : Operation
{
    private AttentionShape _shape;
    private Tensor _query = null!;
    private Tensor _memory = null!;
    private Tensor _weights = null!;
    private Tensor? _dropped;
    private IndexTensor? _lengths;

    /// <param name="query">[batch, queries, size], or the tensor of all three.</param>
    /// <param name="memory">[batch, keys, 2 · size], keys before values, or [batch, time, 3 · size], queries first, which is then the query too.</param>
    /// <param name="heads">How many attentions share the columns.</param>
    /// <param name="size">Columns of queries, of keys and of values.</param>
    /// <param name="lengths">Keys that are there, [batch], or null for all.</param>
    /// <param name="causal">Whether position i looks at positions 0 to i only.</param>
    /// <param name="probability">Share of weights dropped; 0 draws nothing.</param>
    /// <param name="random">Decides which.</param>
    public static Tensor Forward(
        Tensor query, Tensor memory, int heads, int size, IndexTensor? lengths, bool causal, float probability, RandomStream random)
    {
        Tape tape = Tape.Current;
        AttentionShape shape = new(query.Shape[0], heads, query.Shape[1], memory.Shape[1], size / heads, causal);
        Shape weightShape = new(shape.Batch, heads, shape.Queries, shape.WeightStride);
        Tensor weights = tape.NewTensor(weightShape, requiresGradient: false);
        Tensor? dropped = null;
        if (probability > 0)
        {
            dropped = tape.NewTensor(weightShape, requiresGradient: false);
            DropoutKernels.Draw(random, probability, dropped.Values);
        }

        Tensor output = tape.NewTensor(new Shape(shape.Batch, shape.Queries, size), query.RequiresGradient || memory.RequiresGradient);
        if (shape.IsEmpty)
        {
            output.Values.Clear();
        }
        else
        {
            Weigh(shape, query, memory, lengths, weights, dropped, output);
        }

        if (output.RequiresGradient)
        {
            AttentionOperation operation = tape.Remember<AttentionOperation>(output);
            operation._shape = shape;
            operation._query = query;
            operation._memory = memory;
            operation._weights = weights;
            operation._dropped = dropped;
            operation._lengths = lengths;
        }

        return output;
    }

    public override void Backward()
    {
        int size = _shape.Size, stride = _memory.Shape[2];
        bool together = ReferenceEquals(_query, _memory), addToQuery = false, addToMemory = false;
        Span<float> memory = _memory.RequiresGradient ? _memory.GradientToWrite(out addToMemory) : default;
        Span<float> query = memory;
        if (together)
        {
            addToQuery = addToMemory;
        }
        else
        {
            query = _query.RequiresGradient ? _query.GradientToWrite(out addToQuery) : default;
        }

        if (_shape.IsEmpty)
        {
            ClearUnless(addToQuery, query);
            ClearUnless(addToMemory, memory);
            return;
        }

        Tensor scratch = Tape.Current.NewTensor(_weights.Shape, requiresGradient: false);
        AttentionPieces.RunAll(new AttentionPieces
        {
            IsBackward = true,
            Shape = _shape,
            Lengths = _lengths is null ? default : _lengths.Values,
            Query = _query.PaddedValues,
            QueryStride = _query.Shape[2],
            Key = _memory.PaddedValues[(stride - (2 * size))..],
            Value = _memory.PaddedValues[(stride - size)..],
            MemoryStride = stride,
            Weights = _weights.Values,
            Dropped = _dropped is null ? _weights.Values : _dropped.Values,
            Context = Output.Gradient,
            Scratch = scratch.Values,
            QueryGradient = query,
            KeyGradient = memory.IsEmpty ? default : memory[(stride - (2 * size))..],
            ValueGradient = memory.IsEmpty ? default : memory[(stride - size)..],
            AddToQuery = addToQuery,
            AddToMemory = addToMemory,
        });
    }

    private static void Weigh(
        AttentionShape shape, Tensor query, Tensor memory, IndexTensor? lengths, Tensor weights, Tensor? dropped, Tensor output)
    {
        int size = shape.Size, stride = memory.Shape[2];
        AttentionPieces.RunAll(new AttentionPieces
        {
            Shape = shape,
            Lengths = lengths is null ? default : lengths.Values,
            Query = query.PaddedValues,
            QueryStride = query.Shape[2],
            Key = memory.PaddedValues[(stride - (2 * size))..],
            Value = memory.PaddedValues[(stride - size)..],
            MemoryStride = stride,
            Weights = weights.Values,
            Dropped = dropped is null ? default : dropped.Values,
            Context = output.Values,
        });
    }

    // A gradient nobody has written yet holds anything.
    private static void ClearUnless(bool holdsSum, Span<float> gradient)
    {
        if (!holdsSum)
        {
            gradient.Clear();
        }
    }
}
