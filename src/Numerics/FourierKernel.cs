using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// The discrete Fourier transform of a real signal, X[k] = Σ x[n] e^(−2πi k n / length) for k from 0 to length / 2, eight numbers at a
/// time. Plain version: <see cref="FourierReference"/>.
/// </summary>
internal static unsafe class FourierKernel
{
    /// <summary>The spectrum of <paramref name="samples"/>, each multiplied by its number of <paramref name="window"/>.</summary>
    /// <param name="plan">Made for the signal's length.</param>
    /// <param name="samples">As many numbers as the plan says.</param>
    /// <param name="window">As many, or none for a window of ones.</param>
    /// <param name="real">The real parts, length / 2 + 1.</param>
    /// <param name="imaginary">The imaginary parts, as many.</param>
    /// <param name="scratch"><see cref="FourierPlan.ScratchLength"/> floats, in any state.</param>
    public static void Transform(
        FourierPlan plan, ReadOnlySpan<float> samples, ReadOnlySpan<float> window, Span<float> real, Span<float> imaginary, Span<float> scratch)
    {
        KernelGuard.Holds(samples, plan.Length);
        KernelGuard.Holds(window, window.IsEmpty ? 0 : plan.Length);
        KernelGuard.Holds(real, plan.Half + 1);
        KernelGuard.Holds(imaginary, plan.Half + 1);
        KernelGuard.Holds(scratch, plan.ScratchLength);
        if (plan.Columns == 1)
        {
            FourierReference.Transform(plan, samples, window, real, imaginary);
            return;
        }

        fixed (float* from = samples, shape = window, toReal = real, toImaginary = imaginary, memory = scratch)
        {
            int slot = plan.Half + 8;
            float* firstReal = memory, firstImaginary = memory + slot, secondReal = memory + (2 * slot), secondImaginary = memory + (3 * slot);
            Pairs(from, shape, plan.Half, firstReal, firstImaginary);
            Passes(plan.Rows, plan.Columns, plan.RowReal, plan.RowImaginary, ref firstReal, ref firstImaginary, ref secondReal, ref secondImaginary);
            Turn(plan, firstReal, firstImaginary, secondReal, secondImaginary);
            Passes(plan.Columns, plan.Rows, plan.ColumnReal, plan.ColumnImaginary, ref secondReal, ref secondImaginary, ref firstReal, ref firstImaginary);
            Part(plan, secondReal, secondImaginary, toReal, toImaginary);
        }
    }

    /// <summary>Even numbers as real, odd ones as imaginary parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(float* from, float* window, int half, float* real, float* imaginary)
    {
        Vector256<int> apart = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        for (int place = 0; place < half; place += 8)
        {
            Vector256<float> low = Vector256.Load(from + (2 * place)), high = Vector256.Load(from + (2 * place) + 8);
            if (window != null)
            {
                low *= Vector256.Load(window + (2 * place));
                high *= Vector256.Load(window + (2 * place) + 8);
            }

            low = Vector256.Shuffle(low, apart);
            high = Vector256.Shuffle(high, apart);
            Vector256.Create(low.GetLower(), high.GetLower()).Store(real + place);
            Vector256.Create(low.GetUpper(), high.GetUpper()).Store(imaginary + place);
        }
    }

    private static void Passes(
        int size, int stride, float[] factorReal, float[] factorImaginary, ref float* real, ref float* imaginary, ref float* otherReal, ref float* otherImaginary)
    {
        int left = size;
        fixed (float* startReal = factorReal, startImaginary = factorImaginary)
        {
            float* rootReal = startReal, rootImaginary = startImaginary;
            for (; left >= 4; left /= 4, stride *= 4)
            {
                PassOfFour(left / 4, stride, rootReal, rootImaginary, real, imaginary, otherReal, otherImaginary);
                rootReal += 3 * (left / 4);
                rootImaginary += 3 * (left / 4);
                Swap(ref real, ref otherReal);
                Swap(ref imaginary, ref otherImaginary);
            }
        }

        if (left == 2)
        {
            PassOfTwo(stride, real, otherReal);
            PassOfTwo(stride, imaginary, otherImaginary);
            Swap(ref real, ref otherReal);
            Swap(ref imaginary, ref otherImaginary);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassOfFour(
        int count, int stride, float* rootReal, float* rootImaginary, float* real, float* imaginary, float* otherReal, float* otherImaginary)
    {
        int quarter = count * stride;
        for (int p = 0; p < count; p++, rootReal += 3, rootImaginary += 3)
        {
            Vector256<float> oneR = Vector256.Create(rootReal[0]), oneI = Vector256.Create(rootImaginary[0]);
            Vector256<float> twoR = Vector256.Create(rootReal[1]), twoI = Vector256.Create(rootImaginary[1]);
            Vector256<float> threeR = Vector256.Create(rootReal[2]), threeI = Vector256.Create(rootImaginary[2]);
            for (int q = 0; q < stride; q += 8)
            {
                float* atReal = real + q + (stride * p), atImaginary = imaginary + q + (stride * p);
                float* toReal = otherReal + q + (4 * stride * p), toImaginary = otherImaginary + q + (4 * stride * p);
                Vector256<float> aR = Vector256.Load(atReal), cR = Vector256.Load(atReal + (2 * quarter));
                Vector256<float> aI = Vector256.Load(atImaginary), cI = Vector256.Load(atImaginary + (2 * quarter));
                Vector256<float> bR = Vector256.Load(atReal + quarter), dR = Vector256.Load(atReal + (3 * quarter));
                Vector256<float> bI = Vector256.Load(atImaginary + quarter), dI = Vector256.Load(atImaginary + (3 * quarter));
                Vector256<float> sumR = aR + cR, sumI = aI + cI, differenceR = aR - cR, differenceI = aI - cI;
                Vector256<float> otherR = bR + dR, otherI = bI + dI, crossR = bR - dR, crossI = bI - dI;
                (sumR + otherR).Store(toReal);
                (sumI + otherI).Store(toImaginary);
                StoreProduct(differenceR + crossI, differenceI - crossR, oneR, oneI, toReal + stride, toImaginary + stride);
                StoreProduct(sumR - otherR, sumI - otherI, twoR, twoI, toReal + (2 * stride), toImaginary + (2 * stride));
                StoreProduct(differenceR - crossI, differenceI + crossR, threeR, threeI, toReal + (3 * stride), toImaginary + (3 * stride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassOfTwo(int stride, float* from, float* to)
    {
        for (int q = 0; q < stride; q += 8)
        {
            Vector256<float> first = Vector256.Load(from + q), second = Vector256.Load(from + q + stride);
            (first + second).Store(to + q);
            (first - second).Store(to + q + stride);
        }
    }

    /// <summary>Multiplies the table's numbers by their factors and turns it over, in squares of eight by eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(FourierPlan plan, float* real, float* imaginary, float* turnedReal, float* turnedImaginary)
    {
        float* squareReal = stackalloc float[64], squareImaginary = stackalloc float[64];
        int rows = plan.Rows, columns = plan.Columns;
        fixed (float* factorReal = plan.TurnReal, factorImaginary = plan.TurnImaginary)
        {
            for (int row = 0; row < rows; row += 8)
            {
                for (int column = 0; column < columns; column += 8)
                {
                    for (int inner = 0; inner < 8; inner++)
                    {
                        int at = ((row + inner) * columns) + column;
                        StoreProduct(
                            Vector256.Load(real + at), Vector256.Load(imaginary + at), Vector256.Load(factorReal + at), Vector256.Load(factorImaginary + at),
                            squareReal + (8 * inner), squareImaginary + (8 * inner));
                    }

                    int to = (column * rows) + row;
                    MatrixPacking.Transpose4(squareReal, 8, turnedReal + to, rows);
                    MatrixPacking.Transpose4(squareReal + 4, 8, turnedReal + to + (4 * rows), rows);
                    MatrixPacking.Transpose4(squareImaginary, 8, turnedImaginary + to, rows);
                    MatrixPacking.Transpose4(squareImaginary + 4, 8, turnedImaginary + to + (4 * rows), rows);
                }
            }
        }
    }

    /// <summary>The spectrum of the real signal from the spectrum of its pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(FourierPlan plan, float* real, float* imaginary, float* toReal, float* toImaginary)
    {
        int half = plan.Half;
        Vector256<float> one = Vector256.Create(0.5f);
        Vector256<int> backwards = Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0);

        // The mirror of place 0 is itself; it stands behind the last place, where the scratch memory has room.
        (real[half], imaginary[half]) = (real[0], imaginary[0]);
        fixed (float* rootReal = plan.LastReal, rootImaginary = plan.LastImaginary)
        {
            for (int place = 0; place < half; place += 8)
            {
                Vector256<float> nearR = Vector256.Load(real + place), nearI = Vector256.Load(imaginary + place);
                Vector256<float> farR = Vector256.Shuffle(Vector256.Load(real + half - place - 7), backwards);
                Vector256<float> farI = Vector256.Shuffle(Vector256.Load(imaginary + half - place - 7), backwards);
                Vector256<float> oddR = one * (nearI + farI), oddI = one * (farR - nearR);
                Vector256<float> rootR = Vector256.Load(rootReal + place), rootI = Vector256.Load(rootImaginary + place);
                ((one * (nearR + farR)) + Vector256.FusedMultiplyAdd(oddR, rootR, -(oddI * rootI))).Store(toReal + place);
                ((one * (nearI - farI)) + Vector256.FusedMultiplyAdd(oddR, rootI, oddI * rootR)).Store(toImaginary + place);
            }
        }

        (toReal[half], toImaginary[half]) = (real[0] - imaginary[0], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreProduct(
        Vector256<float> real, Vector256<float> imaginary, Vector256<float> factorReal, Vector256<float> factorImaginary, float* toReal, float* toImaginary)
    {
        Vector256.FusedMultiplyAdd(real, factorReal, -(imaginary * factorImaginary)).Store(toReal);
        Vector256.FusedMultiplyAdd(real, factorImaginary, imaginary * factorReal).Store(toImaginary);
    }

    private static void Swap(ref float* first, ref float* second)
    {
        float* kept = first;
        first = second;
        second = kept;
    }
}
