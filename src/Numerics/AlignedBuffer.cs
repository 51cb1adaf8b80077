namespace MusicRec.Numerics;

/// <summary>
/// Memory for at least <see cref="Capacity"/> floats, starting on a 64-byte line and followed by <see cref="Slack"/>
/// more, so that a kernel may read and write whole vectors past a tensor's last number.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Floats behind the capacity that kernels may touch: one 16-wide column block.</summary>
    public const int Slack = 16;

    private const int Alignment = 64;
    private readonly float[] _array;
    private readonly int _offset;

    public AlignedBuffer(int capacity)
    {
        Capacity = capacity;
        _array = GC.AllocateArray<float>(checked(capacity + Slack + (Alignment / sizeof(float))), pinned: true);
        fixed (float* start = _array)
        {
            _offset = (int)((Alignment - ((nuint)start % Alignment)) % Alignment) / sizeof(float);
        }
    }

    /// <summary>Floats that a tensor may use.</summary>
    public int Capacity { get; }

    /// <summary>All the memory, slack included.</summary>
    public Span<float> Span => _array.AsSpan(_offset, Capacity + Slack);
}
