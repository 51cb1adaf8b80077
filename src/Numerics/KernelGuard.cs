namespace MusicRec.Numerics;

/// <summary>The bounds checks that stand before a kernel's pointers.</summary>
internal static class KernelGuard
{
    /// <summary>Throws when <paramref name="span"/> is shorter than the numbers a kernel will touch.</summary>
    public static void Holds(ReadOnlySpan<float> span, long count) => Holds(span.Length, count);

    /// <inheritdoc cref="Holds(ReadOnlySpan{float}, long)"/>
    public static void Holds(ReadOnlySpan<double> span, long count) => Holds(span.Length, count);

    /// <summary>Throws when memory for <paramref name="length"/> numbers is less than a kernel will touch.</summary>
    public static void Holds(int length, long count)
    {
        if (length < count)
        {
            throw new ArgumentException($"A kernel needs {count} numbers of memory and was given {length}.");
        }
    }

    /// <summary>Throws when <paramref name="span"/> does not hold <paramref name="count"/> numbers rounded up to whole vectors of eight.</summary>
    public static void HoldsVectors(ReadOnlySpan<float> span, int count) => Holds(span, (count + 7L) / 8 * 8);

    /// <summary>Throws when a size or stride is negative.</summary>
    public static void NotNegative(int number)
    {
        if (number < 0)
        {
            throw new ArgumentException($"A kernel needs sizes and strides of 0 or more and was given {number}.");
        }
    }
}
