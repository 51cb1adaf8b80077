using System.Runtime.CompilerServices;

namespace MusicRec.Numerics;

/// <summary>
/// The power spectra of eight or sixteen frames of a sound at once, one frame in each lane: every factor is loaded once for all, and nothing is
/// moved between lanes but the samples as they come. Plain version: for each frame <see cref="FourierReference"/>, then
/// <see cref="SpectrumReference.Power"/>, the same operations in the same order.
/// </summary>
internal static unsafe partial class FourierLanesKernel<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    // Numbers of longer signals would not stay in the processor's caches.
    private const int LongestLength = 8192;

    // A complex number of every lane: real parts, then imaginary ones, together a line of the cache or two.
    private static int Pair => 2 * Lanes;

    // Two columns of the plan's table are transformed together, so that each factor serves both; more would not stay in the nearest cache.
    private static int Place => 2 * Pair;

    /// <summary>Frames at once.</summary>
    public static int Lanes => TLanes.Count;

    /// <summary>Whether this kernel can be used with a plan.</summary>
    public static bool Serves(FourierPlan plan) => plan.Columns > 1 && plan.Length <= LongestLength;

    /// <summary>Floats of scratch memory that <see cref="Power"/> needs.</summary>
    public static int ScratchLength(FourierPlan plan) => (plan.Columns * TableStride(plan)) + (3 * plan.Rows * Place);

    /// <summary>The power spectra of as many frames as there are lanes.</summary>
    /// <param name="plan">One that this kernel <see cref="Serves"/>.</param>
    /// <param name="samples">The first frame; frame i starts i · <paramref name="hop"/> later.</param>
    /// <param name="hop">0 or more.</param>
    /// <param name="window">What the samples of a frame are multiplied by, as many as the plan says.</param>
    /// <param name="power">Bin after bin the numbers of the frames, lanes · (length / 2 + 1).</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats, in any state.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(FourierPlan plan, ReadOnlySpan<float> samples, int hop, ReadOnlySpan<float> window, Span<float> power, Span<float> scratch)
    {
        KernelGuard.Holds(Serves(plan) ? 1 : 0, 1);
        KernelGuard.NotNegative(hop);
        KernelGuard.Holds(samples, (((long)Lanes - 1) * hop) + plan.Length);
        KernelGuard.Holds(window, plan.Length);
        KernelGuard.Holds(power, (long)Lanes * (plan.Half + 1));
        KernelGuard.Holds(scratch, ScratchLength(plan));
        int rows = plan.Rows, columns = plan.Columns, stride = TableStride(plan);
        fixed (float* from = samples, shape = window, to = power, table = scratch, turnReal = plan.TurnReal, turnImaginary = plan.TurnImaginary)
        {
            float* first = table + (columns * stride), second = first + (rows * Place), spectra = second + (rows * Place);
            for (int column = 0; column < columns; column += 2)
            {
                Windowed windowed = new(shape + (2 * column), 2 * columns, hop);
                Passes(rows, plan.RowReal, plan.RowImaginary, windowed, from + (2 * column), 2 * columns, 2, table + (column * stride), Pair, stride, first, second);
            }

            // A row and its mirror: what belongs to one power is worked out together, and need not be fetched from far again.
            for (int row = 0; row < rows / 2; row++)
            {
                int apart = row == 0 ? rows / 2 : rows - (2 * row);
                Turned turned = new(turnReal + (row * columns), turnImaginary + (row * columns), apart * columns, apart * Pair);
                Passes(columns, plan.ColumnReal, plan.ColumnImaginary, turned, table + (row * Pair), stride, apart * Pair, spectra, Place, Pair, first, second);
                Part(plan, row, spectra, to);
            }
        }
    }

    // One pair more than a row needs: rows that start a power of 2 apart would compete for the same lines of the cache.
    private static int TableStride(FourierPlan plan) => (plan.Rows + 1) * Pair;

    /// <summary>
    /// The powers of a row and of its mirror, whose transforms stand side by side: with every bin its mirror, from which the spectrum of the real
    /// signal is parted. The first row's mirror and that of the row in the middle are they themselves; these two stand together.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(FourierPlan plan, int row, float* spectra, float* power)
    {
        int rows = plan.Rows, columns = plan.Columns;
        if (row != 0)
        {
            Part(plan, row, 0, columns, spectra, spectra + Pair + ((columns - 1) * Place), power);
            return;
        }

        Part(plan, 0, 0, 1, spectra, spectra, power);
        Part(plan, 0, 1, (columns / 2) + 1, spectra + Place, spectra + ((columns - 1) * Place), power);
        Part(plan, rows / 2, 0, columns / 2, spectra + Pair, spectra + Pair + ((columns - 1) * Place), power);
        TLanes highest = TLanes.Load(spectra) - TLanes.Load(spectra + Lanes);
        (highest * highest).Store(power + (plan.Half * Lanes));
    }

    /// <summary>The powers of a row's bins from column <paramref name="begin"/> to before <paramref name="end"/> and of their mirrors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(FourierPlan plan, int row, int begin, int end, float* near, float* far, float* power)
    {
        TLanes one = TLanes.Fill(0.5f);
        fixed (float* rootReal = plan.LastReal, rootImaginary = plan.LastImaginary)
        {
            for (int column = begin; column < end; column++, near += Place, far -= Place)
            {
                int place = row + (plan.Rows * column), mirror = place == 0 ? 0 : plan.Half - place;
                TLanes nearR = TLanes.Load(near), nearI = TLanes.Load(near + Lanes), farR = TLanes.Load(far), farI = TLanes.Load(far + Lanes);
                TLanes evenR = one * (nearR + farR), oddR = one * (nearI + farI);
                StorePower(evenR, one * (nearI - farI), oddR, one * (farR - nearR), rootReal + place, rootImaginary + place, power + (place * Lanes));
                StorePower(evenR, one * (farI - nearI), oddR, one * (nearR - farR), rootReal + mirror, rootImaginary + mirror, power + (mirror * Lanes));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePower(
        TLanes evenR, TLanes evenI, TLanes oddR, TLanes oddI, float* rootReal, float* rootImaginary, float* power)
    {
        TLanes rootR = TLanes.Fill(*rootReal), rootI = TLanes.Fill(*rootImaginary);
        TLanes real = evenR + TLanes.FusedMultiplyAdd(oddR, rootR, -(oddI * rootI));
        TLanes imaginary = evenI + TLanes.FusedMultiplyAdd(oddR, rootI, oddI * rootR);
        TLanes.FusedMultiplyAdd(real, real, imaginary * imaginary).Store(power);
    }
}
