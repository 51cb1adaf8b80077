using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// As many stretches of scratch memory as there are threads, one for each piece of work that runs at the moment. What a
/// stretch holds when it is taken is arbitrary.
/// </summary>
internal readonly unsafe struct ScratchSlots(float* memory, nint length, int* taken, int count)
{
    /// <summary>Slots that <paramref name="pieces"/> pieces need.</summary>
    public static int CountFor(int pieces) => Math.Clamp(pieces, 1, ParallelLoop.ThreadCount);

    /// <summary>The memory of <paramref name="slot"/>.</summary>
    public float* this[int slot] => memory + (slot * length);

    /// <summary>Takes a slot that nobody has.</summary>
    public int Take()
    {
        while (true)
        {
            for (int slot = 0; slot < count; slot++)
            {
                if (Interlocked.CompareExchange(ref taken[slot], 1, 0) == 0)
                {
                    return slot;
                }
            }

            Thread.SpinWait(1);
        }
    }

    /// <summary>Gives it back.</summary>
    public void Return(int slot) => Volatile.Write(ref taken[slot], 0);
}
