using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>What <see cref="ElementKernels"/> does with numbers.</summary>
internal enum ElementWork
{
    Activate,
    ActivateBackward,
    Scale,
    Multiply,
}

/// <summary>Work number by number, cut into pieces of whole vectors.</summary>
internal ref struct ElementPieces : IPieces
{
    public ElementWork Work;
    public Activation Activation;
    public float Factor;
    public bool Accumulate;
    public ReadOnlySpan<float> First, Second;
    public Span<float> Target;
    private int _count;
    private int _size;

    /// <summary>Does all <paramref name="count"/> numbers, each of the length of <paramref name="cost"/> multiply-adds, on several threads if that is worth it.</summary>
    public void Run(int count, int cost)
    {
        int vectors = (count + 7) / 8, pieces = WorkerPool.Pieces((long)count * cost, vectors);
        _count = count;
        _size = pieces == 1 ? count : (vectors + pieces - 1) / pieces * 8;
        if (pieces == 1)
        {
            Run(0);
        }
        else
        {
            WorkerPool.For((count + _size - 1) / _size, ref this);
        }
    }

    /// <inheritdoc/>
    public readonly void Run(int piece)
    {
        int start = piece * _size, count = Math.Min(_size, _count - start);
        switch (Work)
        {
            case ElementWork.Activate:
                ElementKernels.ActivatePart(Activation, Target[start..], 1, count, count);
                break;
            case ElementWork.ActivateBackward:
                ElementKernels.ActivateBackwardPart(Activation, First[start..], Target[start..], count);
                break;
            case ElementWork.Scale:
                ElementKernels.ScalePart(Factor, First[start..], Target[start..], count, Accumulate);
                break;
            default:
                ElementKernels.MultiplyPart(First[start..], Second[start..], Target[start..], count, Accumulate);
                break;
        }
    }
}
