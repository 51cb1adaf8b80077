using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>Copies of rows. Plain version: <see cref="Reference.GatherRows"/>.</summary>
internal static unsafe class RowCopies
{
    /// <summary>Copies the named rows one below the other; both tables carry slack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(ReadOnlySpan<float> table, int tableRows, ReadOnlySpan<int> rows, Span<float> result, int width)
    {
        KernelGuard.HoldsVectors(table, checked(tableRows * width) + 8);
        KernelGuard.HoldsVectors(result, checked(rows.Length * width) + 8);
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)tableRows)
            {
                Throw.OutOfRange(nameof(rows), row, $"0 to {tableRows - 1}");
            }
        }

        fixed (float* from = table, to = result)
        {
            float* target = to;
            foreach (int row in rows)
            {
                // What the last vector writes past a row is overwritten by the next row, or is slack.
                float* source = from + ((nint)row * width);
                for (int place = 0; place < width; place += 8)
                {
                    Vector256.Load(source + place).Store(target + place);
                }

                target += width;
            }
        }
    }
}
