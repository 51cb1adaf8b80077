namespace MusicRec.Neural.Compression;

/// <summary>
/// A matrix in whole numbers of 8 bits, symmetric, with a scale for each row: number = scale × whole, the whole numbers from −127 to 127
/// (as PyTorch's quantize_per_channel to qint8 with zero points of 0). A row's scale is its largest size / 127, rounded up to 17 binary
/// digits, so that 127 × scale is exact in float and quantising a matrix of this kind again changes nothing.
/// </summary>
public sealed class QuantizedRows
{
    private const int Largest = 127, DroppedBits = 7;
    private readonly sbyte[] _wholes;
    private readonly float[] _scales;

    private QuantizedRows(sbyte[] wholes, float[] scales) => (_wholes, _scales) = (wholes, scales);

    /// <summary>The whole numbers, row after row.</summary>
    public ReadOnlySpan<sbyte> Wholes => _wholes;

    /// <summary>The scales, [rows]; 0 for a row of zeros.</summary>
    public ReadOnlySpan<float> Scales => _scales;

    /// <summary>The nearest numbers of 8 bits; halves go to the even one.</summary>
    /// <param name="values">Finite numbers, row after row.</param>
    /// <param name="rows">How many rows, 1 or more.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the rows are not all of the same length.</exception>
    public static QuantizedRows Of(ReadOnlySpan<float> values, int rows)
    {
        Throw.IfBelow(rows, 1);
        Throw.IfNotFinite(values);
        Throw.IfLengthsDiffer(values.Length % rows, "what is left after whole rows", 0, "nothing");
        int columns = values.Length / rows;
        sbyte[] wholes = new sbyte[values.Length];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> own = values.Slice(row * columns, columns);
            float largest = 0;
            foreach (float value in own)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            float scale = ScaleFor(largest);
            for (int column = 0; scale > 0 && column < columns; column++)
            {
                wholes[(row * columns) + column] = (sbyte)Math.Clamp(Math.Round((double)own[column] / scale, MidpointRounding.ToEven), -Largest, Largest);
            }

            // Numbers too small for any step are zeros.
            scales[row] = wholes.AsSpan(row * columns, columns).ContainsAnyExcept((sbyte)0) ? scale : 0;
        }

        return new QuantizedRows(wholes, scales);
    }

    /// <summary>The matrix that whole numbers and scales stand for.</summary>
    /// <param name="wholes">Row after row.</param>
    /// <param name="scales">[rows].</param>
    /// <param name="values">Where to; as many as whole numbers.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void Restore(ReadOnlySpan<sbyte> wholes, ReadOnlySpan<float> scales, Span<float> values)
    {
        Throw.IfLengthsDiffer(values.Length, nameof(values), wholes.Length, nameof(wholes));
        Throw.IfEmpty(scales.Length, nameof(scales));
        Throw.IfLengthsDiffer(wholes.Length % scales.Length, "what is left after whole rows", 0, "nothing");
        int columns = wholes.Length / scales.Length;
        for (int place = 0; place < values.Length; place++)
        {
            values[place] = scales[place / columns] * wholes[place];
        }
    }

    /// <summary>The matrix that this stands for.</summary>
    public void Restore(Span<float> values) => Restore(_wholes, _scales, values);

    private static float ScaleFor(float largest)
    {
        // The smallest normal number: below it 127 × scale would lose digits.
        const float Smallest = 1.17549435e-38f;
        if (largest == 0)
        {
            return 0;
        }

        uint bits = BitConverter.SingleToUInt32Bits(Math.Max(largest / Largest, Smallest));
        uint kept = (bits + (1u << DroppedBits) - 1) >> DroppedBits << DroppedBits;
        float scale = BitConverter.UInt32BitsToSingle(kept);

        // The largest floats there are: one step down, and the row's largest number is cut.
        return float.IsFinite(Largest * scale) ? scale : BitConverter.UInt32BitsToSingle(kept - (1u << DroppedBits));
    }
}
