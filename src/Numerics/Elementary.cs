namespace MusicRec.Numerics;

/// <summary>
/// Elementary functions in double that give the same bits on every machine: only +, −, ×, ÷ and bit
/// operations, never the C library, whose digits differ between versions and processors.
/// Reductions and coefficients follow fdlibm (exp, log, sin, cos) and Cephes (tanh); errors are at most 2 units in the last place,
/// for sine and cosine with arguments up to 10⁵ in size.
/// </summary>
public static class Elementary
{
    internal const double Ln2High = 6.93147180369123816490e-01;
    internal const double Ln2Low = 1.90821492927058770002e-10;
    internal const double RootOfTwo = 1.4142135623730951;
    internal const double LogSeries1 = 6.666666666666735130e-01;
    internal const double LogSeries2 = 3.999999999940941908e-01;
    internal const double LogSeries3 = 2.857142874366239149e-01;
    internal const double LogSeries4 = 2.222219843214978396e-01;
    internal const double LogSeries5 = 1.818357216161805012e-01;
    internal const double LogSeries6 = 1.531383769920937332e-01;
    internal const double LogSeries7 = 1.479819860511658591e-01;
    private const double HalfOfLn2 = 0.34657359027997265471;

    /// <summary>e to the power <paramref name="x"/>; 0 below −745.2, +∞ above 709.8, NaN for NaN.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > 709.782712893384)
        {
            return double.PositiveInfinity;
        }

        if (x < -745.2)
        {
            return 0;
        }

        int exponent = (int)Math.Floor((x * 1.44269504088896338700) + 0.5);
        double high = x - (exponent * Ln2High);
        double low = exponent * Ln2Low;
        double y = 1.0 - ((low - BeyondLine(high - low)) - high);
        return Scale(y, exponent);
    }

    /// <summary>The natural logarithm of <paramref name="x"/>; −∞ at 0, NaN below 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
        {
            return double.NaN;
        }

        if (x == 0)
        {
            return double.NegativeInfinity;
        }

        if (double.IsPositiveInfinity(x))
        {
            return x;
        }

        int exponent = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > RootOfTwo)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double f = mantissa - 1.0;
        double s = f / (2.0 + f);
        double z = s * s;
        double series = z * (LogSeries1 + (z * (LogSeries2 + (z * (LogSeries3 + (z * (LogSeries4 + (z * (LogSeries5
            + (z * (LogSeries6 + (z * LogSeries7))))))))))));
        double halfSquare = 0.5 * f * f;
        return (exponent * Ln2High) - ((halfSquare - ((s * (halfSquare + series)) + (exponent * Ln2Low))) - f);
    }

    /// <summary>log(1 + <paramref name="x"/>), exact to rounding near 0; −∞ at −1, NaN below.</summary>
    public static double Log1P(double x)
    {
        double shifted = 1.0 + x;
        if (shifted == 1.0 || double.IsPositiveInfinity(x))
        {
            return x;
        }

        return shifted <= 0 ? Log(shifted) : Log(shifted) * (x / (shifted - 1.0));
    }

    /// <summary>The logistic function 1 / (1 + e^−<paramref name="x"/>), without overflow.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0)
        {
            return 1.0 / (1.0 + Exp(-x));
        }

        double power = Exp(x);
        return power / (1.0 + power);
    }

    /// <summary>log(1 + e^<paramref name="x"/>), without overflow.</summary>
    public static double Softplus(double x) => x > 0 ? x + Log1P(Exp(-x)) : Log1P(Exp(x));

    /// <summary>The hyperbolic tangent of <paramref name="x"/>.</summary>
    public static double Tanh(double x)
    {
        double size = Math.Abs(x);
        if (size < 0.625)
        {
            double z = x * x;
            double numerator = (((-9.64399179425052238628e-1 * z) - 9.92877231001918586564e1) * z) - 1.61468768441708447952e3;
            double denominator = ((((z + 1.12811678491632931402e2) * z) + 2.23548839060100448583e3) * z) + 4.84406305325125486048e3;
            return x + (x * z * (numerator / denominator));
        }

        double value = 1.0 - (2.0 / (Exp(2.0 * size) + 1.0));
        return x < 0 ? -value : value;
    }

    /// <summary>
    /// The digamma function, the derivative of log Γ, for <paramref name="x"/> above 0: recurrence up to 10, then the asymptotic series
    /// (Abramowitz and Stegun 6.3.5, 6.3.18). The error is at most 10⁻¹⁴, or 10⁻¹⁴ of the value where that is larger than 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> is not a finite number above 0.</exception>
    public static double Digamma(double x)
    {
        Throw.IfNotPositive(x);
        double shift = 0;
        while (x < 10)
        {
            shift += 1 / x;
            x += 1;
        }

        double z = 1 / (x * x);
        double series = z * ((1.0 / 12) - (z * ((1.0 / 120) - (z * ((1.0 / 252) - (z * ((1.0 / 240) - (z * ((1.0 / 132)
            - (z * ((691.0 / 32760) - (z * (1.0 / 12)))))))))))));
        return Log(x) - (0.5 / x) - series - shift;
    }

    /// <summary>The error function 2/√π · ∫₀ˣ e^−t² dt: a series near 0 and a continued fraction further out (Abramowitz and Stegun 7.1.6, 7.1.14).</summary>
    public static double Erf(double x)
    {
        const double RootOfPi = 1.77245385090551602730;
        double size = Math.Abs(x), square = x * x;
        if (double.IsNaN(x))
        {
            return x;
        }

        if (size < 1.5)
        {
            double sum = 0;
            for (double half = 25.5; half > 1; half--)
            {
                sum = 2.0 + (square * sum / half);
            }

            return sum * x * Exp(-square) / RootOfPi;
        }

        double rest = 0;
        if (size < 6)
        {
            (double numerator, double lastNumerator) = (1, 0);
            (double denominator, double lastDenominator) = (0.5 + square, 1);
            (double a, double step) = (0, 0.5);
            for (int term = 0; term < 50; term++)
            {
                a += step;
                step += 2.0;
                double b = step + square;
                (numerator, lastNumerator) = ((b * numerator) - (a * lastNumerator), numerator);
                (denominator, lastDenominator) = ((b * denominator) - (a * lastDenominator), denominator);
            }

            rest = numerator / denominator * size * Exp(-square) / RootOfPi;
        }

        return x < 0 ? rest - 1.0 : 1.0 - rest;
    }

    /// <summary>Sine and cosine of <paramref name="x"/> (radians); NaN for NaN and infinities.</summary>
    public static (double Sine, double Cosine) SinCos(double x)
    {
        if (!double.IsFinite(x))
        {
            return (double.NaN, double.NaN);
        }

        // π/2 in three parts of 33 bits: exact products while the quotient stays below 2²⁰.
        double quotient = Math.Floor((x * 0.63661977236758134308) + 0.5);
        double r = x - (quotient * 1.57079632673412561417);
        r -= quotient * 6.07710050630396597660e-11;
        r -= quotient * 2.02226624879595063154e-21;
        double z = r * r;
        double sine = r + (r * z * (-1.66666666666666324348e-01 + (z * (8.33333333332248946124e-03 + (z * (-1.98412698298579493134e-04
            + (z * (2.75573137070700676789e-06 + (z * (-2.50507602534068634195e-08 + (z * 1.58969099521155010221e-10)))))))))));
        double cosine = 1.0 - ((0.5 * z) - (z * z * (4.16666666666666019037e-02 + (z * (-1.38888888888741095749e-03 + (z * (2.48015872894767294178e-05
            + (z * (-2.75573143513906633035e-07 + (z * (2.08757232129817482790e-09 + (z * -1.13596475577881948265e-11))))))))))));
        return ((long)quotient & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>e to the power <paramref name="x"/>, minus 1, with a relative error of at most 10⁻¹⁵ near 0 too.</summary>
    internal static double ExpM1(double x) => Math.Abs(x) < HalfOfLn2 ? x + BeyondLine(x) : Exp(x) - 1.0;

    /// <summary>e to the power <paramref name="x"/>, minus 1 and <paramref name="x"/>, with a relative error of at most 4 · 10⁻¹⁵ near 0 too.</summary>
    internal static double ExpMinusLine(double x) => Math.Abs(x) < HalfOfLn2 ? BeyondLine(x) : Exp(x) - 1.0 - x;

    // e^r − 1 − r for r within ± ln 2 / 2.
    private static double BeyondLine(double r)
    {
        double t = r * r;
        double c = r - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03 + (t * (6.61375632143793436117e-05
            + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))))));
        return (r * c) / (2.0 - c);
    }

    private static double Scale(double value, int exponent)
    {
        if (exponent < -1021)
        {
            return value * PowerOfTwo(exponent + 1000) * PowerOfTwo(-1000);
        }

        return exponent > 1023 ? value * 2.0 * PowerOfTwo(exponent - 1) : value * PowerOfTwo(exponent);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
