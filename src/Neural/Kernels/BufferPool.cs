using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>Buffers kept for reuse, one stack per power of two: after the first step nothing more is allocated.</summary>
internal sealed class BufferPool
{
    private const int SmallestCapacity = 16;
    private readonly Stack<AlignedBuffer>[] _buckets = new Stack<AlignedBuffer>[32];

    /// <summary>A buffer for <paramref name="count"/> floats; what it holds is arbitrary.</summary>
    public AlignedBuffer Rent(int count)
    {
        // Beyond 2³⁰ floats the next power of two is no array length.
        if (count > 1 << 30)
        {
            Throw.OutOfRange(nameof(count), count, "at most 2³⁰ numbers in one tensor");
        }

        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, SmallestCapacity));
        Stack<AlignedBuffer>? bucket = _buckets[BitOperations.Log2((uint)capacity)];
        return bucket is not null && bucket.TryPop(out AlignedBuffer? buffer) ? buffer : new AlignedBuffer(capacity);
    }

    /// <summary>Takes back a buffer that <see cref="Rent"/> gave.</summary>
    public void Return(AlignedBuffer buffer) =>
        (_buckets[BitOperations.Log2((uint)buffer.Capacity)] ??= new Stack<AlignedBuffer>()).Push(buffer);
}
