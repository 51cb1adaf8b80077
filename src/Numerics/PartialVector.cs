using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Ends of rows that fill no whole vector. Reading past an end is harmless, what was read is masked; writing past it
/// would overwrite what another thread has written into the next row.
/// </summary>
internal static unsafe class PartialVector
{
    /// <summary>Writes the first <paramref name="count"/> lanes, all of them when it is 8 or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, float* target, int count)
    {
        if (count >= 8)
        {
            values.Store(target);
        }
        else
        {
            StoreLanes(values, target, count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreLanes(Vector256<float> values, float* target, int count)
    {
        for (int lane = 0; lane < count; lane++)
        {
            target[lane] = values.GetElement(lane);
        }
    }
}
