using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>Mel-frequency cepstral coefficients and their changes, as librosa's feature.mfcc and feature.delta.</summary>
public static class CepstralCoefficients
{
    /// <summary>The first coefficients of the orthonormal cosine transform (type 2) of each frame, [frames, count].</summary>
    /// <param name="decibels">A mel spectrogram in decibels, [frames, bands].</param>
    /// <param name="count">n_mfcc: 1 to the number of bands.</param>
    /// <param name="lifter">lifter: coefficient k is multiplied by 1 + lifter / 2 · sin(π · (k + 1) / lifter); 0 for none.</param>
    public static Spectrogram Of(Spectrogram decibels, int count = 20, double lifter = 0)
    {
        ArgumentNullException.ThrowIfNull(decibels);
        Throw.IfOutside(count, 1, decibels.Bins);
        Throw.IfOutside(lifter, 0, float.MaxValue);
        Throw.IfNotFinite(decibels.Values, nameof(decibels));
        Matrix cosines = Cosines(decibels.Bins, count, lifter);
        Spectrogram result = new(decibels.Frames, count);
        Framing.ForBlocks(decibels.Frames, (first, end) =>
        {
            double[] numbers = new double[decibels.Bins];
            for (int frame = first; frame < end; frame++)
            {
                Span<float> own = decibels.Frame(frame), coefficients = result.Frame(frame);
                for (int band = 0; band < numbers.Length; band++)
                {
                    numbers[band] = own[band];
                }

                for (int coefficient = 0; coefficient < count; coefficient++)
                {
                    coefficients[coefficient] = (float)DoubleVectors.Dot(numbers, cosines.Row(coefficient));
                }
            }
        });
        return result;
    }

    /// <summary>
    /// How each number changes from frame to frame: the derivative of the polynomial fitted to <paramref name="width"/> frames around each
    /// (Savitzky and Golay); the outermost frames take that of the nearest whole width.
    /// </summary>
    /// <param name="values">At least <paramref name="width"/> frames.</param>
    /// <param name="order">1 for the slope of a line, 2 for the second derivative of a parabola.</param>
    /// <param name="width">Odd, 3 or more.</param>
    /// <exception cref="ArgumentException">There are too few frames, or a setting is outside its range.</exception>
    public static Spectrogram Delta(Spectrogram values, int order = 1, int width = 9)
    {
        ArgumentNullException.ThrowIfNull(values);
        Throw.IfOutside(order, 1, 2);
        if (width < 3 || width % 2 == 0)
        {
            Throw.OutOfRange(nameof(width), width, "an odd number, 3 or more");
        }

        if (values.Frames < width)
        {
            throw new ArgumentException($"values has {values.Frames} frames; a width of {width} needs as many.", nameof(values));
        }

        Throw.IfNotFinite(values.Values, nameof(values));
        double[] weights = Slopes(order, width);
        Spectrogram result = new(values.Frames, values.Bins);
        for (int frame = 0; frame < values.Frames; frame++)
        {
            int start = Math.Clamp(frame - (width / 2), 0, values.Frames - width);
            for (int bin = 0; bin < values.Bins; bin++)
            {
                double sum = 0;
                for (int place = 0; place < width; place++)
                {
                    sum += weights[place] * values.Values[((start + place) * values.Bins) + bin];
                }

                result.Values[(frame * values.Bins) + bin] = (float)sum;
            }
        }

        return result;
    }

    private static Matrix Cosines(int bands, int count, double lifter)
    {
        Matrix cosines = new(count, bands);
        for (int coefficient = 0; coefficient < count; coefficient++)
        {
            double scale = Math.Sqrt((coefficient == 0 ? 1.0 : 2.0) / bands);
            scale *= lifter == 0 ? 1 : 1 + (lifter / 2 * Elementary.SinCos(Math.PI * (coefficient + 1) / lifter).Sine);
            for (int band = 0; band < bands; band++)
            {
                cosines[coefficient, band] = scale * Elementary.SinCos(Math.PI * coefficient * ((2 * band) + 1) / (2.0 * bands)).Cosine;
            }
        }

        return cosines;
    }

    /// <summary>What each frame of a width counts for in the derivative of the polynomial of least squares.</summary>
    private static double[] Slopes(int order, int width)
    {
        double[] powers = [.. Enumerable.Range(-(width / 2), width).Select(place => order == 1 ? place : (double)place * place)];
        double mean = powers.Average(), squares = powers.Sum(power => (power - mean) * (power - mean));
        return [.. powers.Select(power => order * (power - mean) / squares)];
    }
}
