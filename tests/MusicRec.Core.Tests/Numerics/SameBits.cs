using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

/// <summary>Helps to hold a fast kernel against its plain version, bit by bit.</summary>
internal static class SameBits
{
    /// <summary>Normal draws.</summary>
    public static float[] Random(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];

    /// <summary>A copy with the slack that kernels need, filled with <paramref name="slack"/>.</summary>
    public static Span<float> Padded(float[] values, float slack = 0)
    {
        AlignedBuffer buffer = new(values.Length);
        buffer.Span.Fill(slack);
        values.CopyTo(buffer.Span);
        return buffer.Span;
    }

    /// <summary>Fails when a number of <paramref name="expected"/> has other bits in <paramref name="actual"/>, which may be longer.</summary>
    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int index = 0; index < expected.Length; index++)
        {
            Xunit.Assert.True(
                BitConverter.SingleToInt32Bits(expected[index]) == BitConverter.SingleToInt32Bits(actual[index]),
                $"Number {index} is {actual[index]:R}; the plain loop says {expected[index]:R}.");
        }
    }
}
