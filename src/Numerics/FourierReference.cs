namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="FourierKernel"/>: the same operations in the same order, number by number.</summary>
internal static class FourierReference
{
    /// <inheritdoc cref="FourierKernel.Transform"/>
    public static void Transform(FourierPlan plan, ReadOnlySpan<float> samples, ReadOnlySpan<float> window, Span<float> real, Span<float> imaginary)
    {
        int half = plan.Half;
        float[] firstReal = new float[half], firstImaginary = new float[half], secondReal = new float[half], secondImaginary = new float[half];
        for (int place = 0; place < half; place++)
        {
            firstReal[place] = window.IsEmpty ? samples[2 * place] : samples[2 * place] * window[2 * place];
            firstImaginary[place] = window.IsEmpty ? samples[(2 * place) + 1] : samples[(2 * place) + 1] * window[(2 * place) + 1];
        }

        Passes(plan.Rows, plan.Columns, plan.RowReal, plan.RowImaginary, ref firstReal, ref firstImaginary, ref secondReal, ref secondImaginary);
        if (plan.Columns > 1)
        {
            for (int place = 0; place < half; place++)
            {
                int turned = (place % plan.Columns * plan.Rows) + (place / plan.Columns);
                (secondReal[turned], secondImaginary[turned]) =
                    Multiply(firstReal[place], firstImaginary[place], plan.TurnReal[place], plan.TurnImaginary[place]);
            }

            (firstReal, firstImaginary, secondReal, secondImaginary) = (secondReal, secondImaginary, firstReal, firstImaginary);
            Passes(plan.Columns, plan.Rows, plan.ColumnReal, plan.ColumnImaginary, ref firstReal, ref firstImaginary, ref secondReal, ref secondImaginary);
        }

        for (int place = 0; place < half; place++)
        {
            (real[place], imaginary[place]) = Part(plan, firstReal, firstImaginary, place);
        }

        (real[half], imaginary[half]) = (firstReal[0] - firstImaginary[0], 0);
    }

    /// <summary>Stockham's passes over columns of <paramref name="size"/>; the result is where the first arrays point afterwards.</summary>
    private static void Passes(
        int size, int stride, float[] factorReal, float[] factorImaginary, ref float[] real, ref float[] imaginary, ref float[] otherReal, ref float[] otherImaginary)
    {
        int factor = 0, left = size;
        for (; left >= 4; left /= 4, stride *= 4)
        {
            int quarter = left / 4 * stride;
            for (int p = 0; p < left / 4; p++, factor += 3)
            {
                for (int q = 0; q < stride; q++)
                {
                    int at = q + (stride * p), to = q + (4 * stride * p);
                    float sumR = real[at] + real[at + (2 * quarter)], sumI = imaginary[at] + imaginary[at + (2 * quarter)];
                    float differenceR = real[at] - real[at + (2 * quarter)], differenceI = imaginary[at] - imaginary[at + (2 * quarter)];
                    float otherSumR = real[at + quarter] + real[at + (3 * quarter)], otherSumI = imaginary[at + quarter] + imaginary[at + (3 * quarter)];
                    float crossR = real[at + quarter] - real[at + (3 * quarter)], crossI = imaginary[at + quarter] - imaginary[at + (3 * quarter)];
                    (otherReal[to], otherImaginary[to]) = (sumR + otherSumR, sumI + otherSumI);
                    (otherReal[to + stride], otherImaginary[to + stride]) = Multiply(differenceR + crossI, differenceI - crossR, factorReal[factor], factorImaginary[factor]);
                    (otherReal[to + (2 * stride)], otherImaginary[to + (2 * stride)]) = Multiply(sumR - otherSumR, sumI - otherSumI, factorReal[factor + 1], factorImaginary[factor + 1]);
                    (otherReal[to + (3 * stride)], otherImaginary[to + (3 * stride)]) = Multiply(differenceR - crossI, differenceI + crossR, factorReal[factor + 2], factorImaginary[factor + 2]);
                }
            }

            (real, imaginary, otherReal, otherImaginary) = (otherReal, otherImaginary, real, imaginary);
        }

        if (left == 2)
        {
            for (int q = 0; q < stride; q++)
            {
                (otherReal[q], otherImaginary[q]) = (real[q] + real[q + stride], imaginary[q] + imaginary[q + stride]);
                (otherReal[q + stride], otherImaginary[q + stride]) = (real[q] - real[q + stride], imaginary[q] - imaginary[q + stride]);
            }

            (real, imaginary, otherReal, otherImaginary) = (otherReal, otherImaginary, real, imaginary);
        }
    }

    /// <summary>A number of the real signal's spectrum from the spectrum of its pairs.</summary>
    private static (float Real, float Imaginary) Part(FourierPlan plan, float[] real, float[] imaginary, int place)
    {
        int mirror = place == 0 ? 0 : plan.Half - place;
        float evenReal = 0.5f * (real[place] + real[mirror]), evenImaginary = 0.5f * (imaginary[place] - imaginary[mirror]);
        float oddReal = 0.5f * (imaginary[place] + imaginary[mirror]), oddImaginary = 0.5f * (real[mirror] - real[place]);
        (float turnedReal, float turnedImaginary) = Multiply(oddReal, oddImaginary, plan.LastReal[place], plan.LastImaginary[place]);
        return (evenReal + turnedReal, evenImaginary + turnedImaginary);
    }

    private static (float Real, float Imaginary) Multiply(float real, float imaginary, float factorReal, float factorImaginary) =>
        (MathF.FusedMultiplyAdd(real, factorReal, -(imaginary * factorImaginary)), MathF.FusedMultiplyAdd(real, factorImaginary, imaginary * factorReal));
}
