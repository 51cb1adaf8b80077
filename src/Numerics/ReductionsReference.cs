using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="Reductions"/>, for any floating-point number; in float it gives the same bits.</summary>
internal static class ReductionsReference
{
    /// <inheritdoc cref="Reductions.Sum"/>
    public static double Sum<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int first = 0; first < values.Length; first += Reductions.BlockSize)
        {
            sum += double.CreateChecked(SumInLanes(values.Slice(first, Math.Min(Reductions.BlockSize, values.Length - first))));
        }

        return sum;
    }

    /// <inheritdoc cref="Reductions.Dot"/>
    public static double Dot<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int first = 0; first < left.Length; first += Reductions.BlockSize)
        {
            int count = Math.Min(Reductions.BlockSize, left.Length - first);
            sum += double.CreateChecked(DotInLanes(left.Slice(first, count), right.Slice(first, count)));
        }

        return sum;
    }

    /// <summary>The sum in eight lanes, number i in lane i mod 8.</summary>
    public static T SumInLanes<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        Span<T> lanes = new T[8];
        for (int index = 0; index < values.Length; index++)
        {
            lanes[index % 8] += values[index];
        }

        return SumLanes<T>(lanes);
    }

    /// <summary>The sum of products in eight lanes, product i in lane i mod 8.</summary>
    public static T DotInLanes<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : IFloatingPointIeee754<T>
    {
        Span<T> lanes = new T[8];
        for (int index = 0; index < left.Length; index++)
        {
            lanes[index % 8] = T.FusedMultiplyAdd(left[index], right[index], lanes[index % 8]);
        }

        return SumLanes<T>(lanes);
    }

    /// <inheritdoc cref="VectorMath.SumLanes"/>
    public static T SumLanes<T>(ReadOnlySpan<T> lanes)
        where T : IFloatingPointIeee754<T> =>
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}
