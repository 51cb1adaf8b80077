using System.Buffers;
using System.Runtime.CompilerServices;

namespace MusicRec.Data;

/// <summary>
/// Values that arrive one by one and end in one array of just their number. They wait in pooled chunks below the size of
/// the large object heap, so that growing neither copies again and again nor sets off full garbage collections.
/// </summary>
internal struct ChunkedList<T>()
{
    private const int ChunkSize = 4096;
    private readonly List<T[]> full = [];
    private T[] chunk = [];
    private int before;
    private int used;

    public readonly int Count => before + used;

    public void Add(T value)
    {
        if (used == chunk.Length)
        {
            Grow();
        }

        chunk[used++] = value;
    }

    /// <summary>Hands the values over and is empty afterwards.</summary>
    public T[] Take()
    {
        T[] values = new T[Count];
        int place = 0;
        foreach (T[] part in full)
        {
            part.CopyTo(values.AsSpan(place));
            place += part.Length;
            Release(part);
        }

        chunk.AsSpan(0, used).CopyTo(values.AsSpan(place));
        Release(chunk);
        full.Clear();
        (chunk, before, used) = ([], 0, 0);
        return values;
    }

    private void Grow()
    {
        if (used > 0)
        {
            before = checked(before + used);
            full.Add(chunk);
        }

        (chunk, used) = (ArrayPool<T>.Shared.Rent(ChunkSize), 0);
    }

    private static void Release(T[] part)
    {
        if (part.Length > 0)
        {
            ArrayPool<T>.Shared.Return(part, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }
}
