namespace MusicRec.Numerics;

/// <summary>
/// What a transform of a real signal of one length needs again and again. The numbers are taken in pairs as complex ones; their transform
/// is done over the columns of a table, turned over, and over the columns again (Bailey's four steps), each by Stockham's passes of
/// four, which need no reordering. Factors are rounded once, from double. Immutable: one plan serves many threads.
/// </summary>
internal sealed class FourierPlan
{
    /// <summary>The longest signal.</summary>
    public const int LongestLength = 1 << 20;

    /// <summary>A plan for signals of <paramref name="length"/> numbers, a power of 2 from 2 to <see cref="LongestLength"/>.</summary>
    public FourierPlan(int length)
    {
        if (length < 2 || length > LongestLength || (length & (length - 1)) != 0)
        {
            Throw.OutOfRange(nameof(length), length, $"a power of 2 from 2 to {LongestLength}");
        }

        (Length, Half) = (length, length / 2);
        int bits = int.Log2(Half);
        Rows = Half < 64 ? Half : 1 << ((bits + 1) / 2);
        Columns = Half / Rows;
        (RowReal, RowImaginary) = PassFactors(Rows);
        (ColumnReal, ColumnImaginary) = PassFactors(Columns);
        (TurnReal, TurnImaginary) = (new float[Half], new float[Half]);
        (LastReal, LastImaginary) = (new float[Half], new float[Half]);
        for (int place = 0; place < Half; place++)
        {
            (TurnReal[place], TurnImaginary[place]) = Root((long)(place / Columns) * (place % Columns), Half);
            (LastReal[place], LastImaginary[place]) = Root(place, length);
        }
    }

    /// <summary>Numbers of the signal.</summary>
    public int Length { get; }

    /// <summary>Pairs of them; the spectrum has one number more.</summary>
    public int Half { get; }

    /// <summary>Rows of the table that the pairs fill row after row.</summary>
    public int Rows { get; }

    /// <summary>Columns of the table: 1, or 8 or more.</summary>
    public int Columns { get; }

    /// <summary>Floats of scratch memory that a transform needs.</summary>
    public int ScratchLength => 4 * (Half + 8);

    /// <summary>The factors of the passes over columns as long as the table has rows; see <see cref="PassFactors"/>.</summary>
    public float[] RowReal { get; }

    /// <inheritdoc cref="RowReal"/>
    public float[] RowImaginary { get; }

    /// <summary>The factors of the passes over columns of the table turned over.</summary>
    public float[] ColumnReal { get; }

    /// <inheritdoc cref="ColumnReal"/>
    public float[] ColumnImaginary { get; }

    /// <summary>What each number of the table is multiplied by before it is turned over.</summary>
    public float[] TurnReal { get; }

    /// <inheritdoc cref="TurnReal"/>
    public float[] TurnImaginary { get; }

    /// <summary>e^(−2πi · place / length), which parts the pairs again.</summary>
    public float[] LastReal { get; }

    /// <inheritdoc cref="LastReal"/>
    public float[] LastImaginary { get; }

    /// <summary>For each pass of four over columns of <paramref name="size"/>, and each p below size / 4: the roots e^(−2πi · p · 1, 2, 3 / size).</summary>
    private static (float[] Real, float[] Imaginary) PassFactors(int size)
    {
        List<float> real = [], imaginary = [];
        for (int left = size; left >= 4; left /= 4)
        {
            for (int p = 0; p < left / 4; p++)
            {
                for (int power = 1; power <= 3; power++)
                {
                    (float cosine, float sine) = Root((long)p * power, left);
                    real.Add(cosine);
                    imaginary.Add(sine);
                }
            }
        }

        return ([.. real], [.. imaginary]);
    }

    private static (float Real, float Imaginary) Root(long numerator, int denominator)
    {
        (double sine, double cosine) = Elementary.SinCos(2 * Math.PI * (numerator % denominator) / denominator);
        return ((float)cosine, (float)-sine);
    }
}
