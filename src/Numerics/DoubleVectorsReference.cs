namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="DoubleVectors"/>; it gives the same bits.</summary>
internal static class DoubleVectorsReference
{
    /// <inheritdoc cref="DoubleVectors.Dot"/>
    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Span<double> lanes = stackalloc double[first.Length < DoubleVectors.LongLength ? 1 : DoubleVectors.Lanes];
        lanes.Clear();
        for (int index = 0; index < first.Length; index++)
        {
            lanes[index % lanes.Length] += first[index] * second[index];
        }

        return SumLanes(lanes);
    }

    /// <inheritdoc cref="DoubleVectors.DividedSquare"/>
    public static double DividedSquare(ReadOnlySpan<double> values, ReadOnlySpan<double> divisors)
    {
        Span<double> lanes = stackalloc double[values.Length < DoubleVectors.LongLength ? 1 : DoubleVectors.Lanes];
        lanes.Clear();
        for (int index = 0; index < values.Length; index++)
        {
            lanes[index % lanes.Length] += values[index] * values[index] / divisors[index];
        }

        return SumLanes(lanes);
    }

    /// <inheritdoc cref="DoubleVectors.AddScaled"/>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> values)
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] += factor * values[index];
        }
    }

    /// <inheritdoc cref="DoubleVectors.MixDirection"/>
    public static void MixDirection(Span<double> direction, double mixing, ReadOnlySpan<double> residual, ReadOnlySpan<double> divisors)
    {
        for (int index = 0; index < direction.Length; index++)
        {
            direction[index] = (residual[index] / divisors[index]) + (mixing * direction[index]);
        }
    }

    /// <summary>Adds the second half of the lanes, a power of 2 of them, to the first half until one is left.</summary>
    public static double SumLanes(Span<double> lanes)
    {
        for (int half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                lanes[lane] += lanes[lane + half];
            }
        }

        return lanes[0];
    }
}
