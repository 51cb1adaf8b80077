namespace MusicRec.Numerics;

/// <summary>The plain versions of <see cref="SpectrumKernels"/>.</summary>
internal static class SpectrumReference
{
    /// <inheritdoc cref="SpectrumKernels.Power"/>
    public static void Power(ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, Span<float> power)
    {
        for (int index = 0; index < real.Length; index++)
        {
            power[index] = MathF.FusedMultiplyAdd(real[index], real[index], imaginary[index] * imaginary[index]);
        }
    }

    /// <inheritdoc cref="SpectrumKernels.BandSums"/>
    public static void BandSums(ReadOnlySpan<float> values, ReadOnlySpan<int> starts, ReadOnlySpan<int> offsets, ReadOnlySpan<float> weights, Span<float> sums)
    {
        Span<float> lanes = stackalloc float[8];
        for (int band = 0; band < starts.Length; band++)
        {
            lanes.Clear();
            for (int index = 0; index < offsets[band + 1] - offsets[band]; index++)
            {
                lanes[index % 8] = MathF.FusedMultiplyAdd(values[starts[band] + index], weights[offsets[band] + index], lanes[index % 8]);
            }

            sums[band] = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
        }
    }

    /// <inheritdoc cref="SpectrumKernels.Decibels"/>
    public static float Decibels(ReadOnlySpan<float> values, float smallest, float shift, Span<float> decibels)
    {
        float largest = float.NegativeInfinity;
        for (int index = 0; index < values.Length; index++)
        {
            decibels[index] = MathF.FusedMultiplyAdd(VectorMath.Log(values[index] > smallest ? values[index] : smallest), SpectrumKernels.DecibelsPerLog, -shift);
            largest = MathF.Max(largest, decibels[index]);
        }

        return largest;
    }

    /// <inheritdoc cref="SpectrumKernels.RaiseTo"/>
    public static void RaiseTo(float floor, Span<float> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = values[index] < floor ? floor : values[index];
        }
    }

    /// <inheritdoc cref="SpectrumKernels.AreWithin"/>
    public static bool AreWithin(ReadOnlySpan<float> values, float largest)
    {
        foreach (float value in values)
        {
            if (!(MathF.Abs(value) <= largest))
            {
                return false;
            }
        }

        return true;
    }
}
