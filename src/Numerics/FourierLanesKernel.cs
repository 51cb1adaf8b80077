using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// The power spectra of eight frames of a sound at once, one frame in each lane: every factor is loaded once for all, and nothing is moved
/// between lanes but the samples as they come. Plain version: for each frame <see cref="FourierReference"/>, then
/// <see cref="SpectrumReference.Power"/>, the same operations in the same order.
/// </summary>
internal static unsafe class FourierLanesKernel
{
    /// <summary>Frames at once.</summary>
    public const int Lanes = 8;

    // A complex number of every lane: real parts, then imaginary ones, together a line of the cache.
    private const int Pair = 2 * Lanes;

    // Columns of the plan's table that are transformed together, so that each factor serves four of them.
    private const int Width = 4;
    private const int Place = Width * Pair;

    // Numbers of longer signals would not stay in the processor's caches.
    private const int LongestLength = 8192;

    private interface ILoader
    {
        /// <summary>The number at a place of a column.</summary>
        void Load(float* at, int place, int column, out Vector256<float> real, out Vector256<float> imaginary);
    }

    /// <summary>Whether this kernel can be used with a plan.</summary>
    public static bool Serves(FourierPlan plan) => plan.Columns > 1 && plan.Length <= LongestLength;

    /// <summary>Floats of scratch memory that <see cref="Power"/> needs.</summary>
    public static int ScratchLength(FourierPlan plan) => (plan.Columns * TableStride(plan)) + (2 * plan.Rows * Place);

    /// <summary>The power spectra of eight frames.</summary>
    /// <param name="plan">One that this kernel <see cref="Serves"/>.</param>
    /// <param name="samples">The first frame; frame i starts i · <paramref name="hop"/> later.</param>
    /// <param name="hop">0 or more.</param>
    /// <param name="window">What the samples of a frame are multiplied by, as many as the plan says.</param>
    /// <param name="power">Bin after bin the numbers of the eight frames, 8 · (length / 2 + 1).</param>
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
            float* first = table + (columns * stride), second = first + (rows * Place);
            for (int column = 0; column < columns; column += Width)
            {
                Gather(from + (2 * column), hop, rows, 2 * columns, second);
                Windowed windowed = new(shape + (2 * column), 2 * columns);
                Passes(rows, plan.RowReal, plan.RowImaginary, windowed, second, Place, table + (column * stride), Pair, stride, first, second);
            }

            for (int row = 0; row < rows; row += Width)
            {
                float* at = table + (row * Pair);
                Turned turned = new(turnReal + (row * columns), turnImaginary + (row * columns), columns);
                Passes(columns, plan.ColumnReal, plan.ColumnImaginary, turned, at, stride, at, stride, Pair, first, second);
            }

            Part(plan, table, stride, to);
        }
    }

    // One pair more than a row needs: rows that start a power of 2 apart would compete for the same lines of the cache.
    private static int TableStride(FourierPlan plan) => (plan.Rows + 1) * Pair;

    /// <summary>Four columns of pairs of samples: eight numbers of each frame become eight lines of one number of every frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(float* from, int hop, int rows, int rowStride, float* to)
    {
        for (int row = 0; row < rows; row++, from += rowStride, to += Place)
        {
            MatrixPacking.Transpose4(from, hop, to, Lanes);
            MatrixPacking.Transpose4(from + 4, hop, to + (Place / 2), Lanes);
        }
    }

    /// <summary>
    /// Stockham's passes over four columns: those of <paramref name="from"/>, whose numbers stand <paramref name="fromPlace"/> apart; the result
    /// goes to <paramref name="to"/>, its columns <paramref name="toColumn"/> apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Passes<TLoader>(
        int size, float[] factorReal, float[] factorImaginary, TLoader loader, float* from, int fromPlace, float* to, int toPlace, int toColumn, float* first, float* second)
        where TLoader : struct, ILoader
    {
        fixed (float* startReal = factorReal, startImaginary = factorImaginary)
        {
            float* rootReal = startReal, rootImaginary = startImaginary;
            int left = size / 4, done = 1;
            PassOfFour(left, done, rootReal, rootImaginary, loader, from, fromPlace, first, Place, Pair);
            for (done *= 4; left >= 4; left /= 4, done *= 4)
            {
                rootReal += 3 * (size / done);
                rootImaginary += 3 * (size / done);
                bool isLast = left == 4;
                PassOfFour(left / 4, done, rootReal, rootImaginary, default(Plain), first, Place, isLast ? to : second, isLast ? toPlace : Place, isLast ? toColumn : Pair);
                float* kept = first;
                first = second;
                second = kept;
            }

            if (left == 2)
            {
                PassOfTwo(done, first, to, toPlace, toColumn);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassOfFour<TLoader>(
        int count, int done, float* rootReal, float* rootImaginary, TLoader loader, float* from, int fromPlace, float* to, int toPlace, int toColumn)
        where TLoader : struct, ILoader
    {
        nint quarter = (nint)count * done * fromPlace, next = (nint)done * toPlace;
        for (int p = 0; p < count; p++, rootReal += 3, rootImaginary += 3)
        {
            Vector256<float> oneR = Vector256.Create(rootReal[0]), oneI = Vector256.Create(rootImaginary[0]);
            Vector256<float> twoR = Vector256.Create(rootReal[1]), twoI = Vector256.Create(rootImaginary[1]);
            Vector256<float> threeR = Vector256.Create(rootReal[2]), threeI = Vector256.Create(rootImaginary[2]);
            for (int q = 0; q < done; q++)
            {
                int place = q + (done * p), quarterPlaces = count * done;
                float* at = from + ((nint)place * fromPlace), target = to + ((nint)(q + (4 * done * p)) * toPlace);
                for (int column = 0; column < Width; column++, at += Pair, target += toColumn)
                {
                    loader.Load(at, place, column, out Vector256<float> aR, out Vector256<float> aI);
                    loader.Load(at + quarter, place + quarterPlaces, column, out Vector256<float> bR, out Vector256<float> bI);
                    loader.Load(at + (2 * quarter), place + (2 * quarterPlaces), column, out Vector256<float> cR, out Vector256<float> cI);
                    loader.Load(at + (3 * quarter), place + (3 * quarterPlaces), column, out Vector256<float> dR, out Vector256<float> dI);
                    Vector256<float> sumR = aR + cR, sumI = aI + cI, differenceR = aR - cR, differenceI = aI - cI;
                    Vector256<float> otherR = bR + dR, otherI = bI + dI, crossR = bR - dR, crossI = bI - dI;
                    (sumR + otherR).Store(target);
                    (sumI + otherI).Store(target + Lanes);
                    StoreProduct(differenceR + crossI, differenceI - crossR, oneR, oneI, target + next);
                    StoreProduct(sumR - otherR, sumI - otherI, twoR, twoI, target + (2 * next));
                    StoreProduct(differenceR - crossI, differenceI + crossR, threeR, threeI, target + (3 * next));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassOfTwo(int done, float* from, float* to, int toPlace, int toColumn)
    {
        nint half = (nint)done * Place, next = (nint)done * toPlace;
        for (int q = 0; q < done; q++, from += Place)
        {
            float* target = to + ((nint)q * toPlace);
            for (int at = 0; at < Place; at += Pair, target += toColumn)
            {
                Vector256<float> firstR = Vector256.Load(from + at), secondR = Vector256.Load(from + at + half);
                Vector256<float> firstI = Vector256.Load(from + at + Lanes), secondI = Vector256.Load(from + at + half + Lanes);
                (firstR + secondR).Store(target);
                (firstI + secondI).Store(target + Lanes);
                (firstR - secondR).Store(target + next);
                (firstI - secondI).Store(target + next + Lanes);
            }
        }
    }

    /// <summary>The power spectra of the real signals from the spectra of their pairs, a bin and its mirror together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part(FourierPlan plan, float* table, int stride, float* power)
    {
        int half = plan.Half, shift = int.Log2(plan.Rows), mask = plan.Rows - 1;
        Vector256<float> one = Vector256.Create(0.5f);
        fixed (float* rootReal = plan.LastReal, rootImaginary = plan.LastImaginary)
        {
            for (int place = 0; place <= half / 2; place++)
            {
                int mirror = place == 0 ? 0 : half - place;
                float* near = table + ((place >> shift) * stride) + ((place & mask) * Pair), far = table + ((mirror >> shift) * stride) + ((mirror & mask) * Pair);
                Vector256<float> nearR = Vector256.Load(near), nearI = Vector256.Load(near + Lanes), farR = Vector256.Load(far), farI = Vector256.Load(far + Lanes);
                Vector256<float> evenR = one * (nearR + farR), oddR = one * (nearI + farI);
                StorePower(evenR, one * (nearI - farI), oddR, one * (farR - nearR), rootReal + place, rootImaginary + place, power + (place * Lanes));
                StorePower(evenR, one * (farI - nearI), oddR, one * (nearR - farR), rootReal + mirror, rootImaginary + mirror, power + (mirror * Lanes));
            }
        }

        Vector256<float> highest = Vector256.Load(table) - Vector256.Load(table + Lanes);
        (highest * highest).Store(power + (half * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePower(
        Vector256<float> evenR, Vector256<float> evenI, Vector256<float> oddR, Vector256<float> oddI, float* rootReal, float* rootImaginary, float* power)
    {
        Vector256<float> rootR = Vector256.Create(*rootReal), rootI = Vector256.Create(*rootImaginary);
        Vector256<float> real = evenR + Vector256.FusedMultiplyAdd(oddR, rootR, -(oddI * rootI));
        Vector256<float> imaginary = evenI + Vector256.FusedMultiplyAdd(oddR, rootI, oddI * rootR);
        Vector256.FusedMultiplyAdd(real, real, imaginary * imaginary).Store(power);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreProduct(Vector256<float> real, Vector256<float> imaginary, Vector256<float> factorReal, Vector256<float> factorImaginary, float* to)
    {
        Vector256.FusedMultiplyAdd(real, factorReal, -(imaginary * factorImaginary)).Store(to);
        Vector256.FusedMultiplyAdd(real, factorImaginary, imaginary * factorReal).Store(to + Lanes);
    }

    /// <summary>Numbers as they stand.</summary>
    private readonly struct Plain : ILoader
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* at, int place, int column, out Vector256<float> real, out Vector256<float> imaginary)
        {
            real = Vector256.Load(at);
            imaginary = Vector256.Load(at + Lanes);
        }
    }

    /// <summary>Samples times the window.</summary>
    private readonly struct Windowed(float* window, int stride) : ILoader
    {
        private readonly float* _window = window;
        private readonly int _stride = stride;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* at, int place, int column, out Vector256<float> real, out Vector256<float> imaginary)
        {
            float* weight = _window + (place * _stride) + (2 * column);
            real = Vector256.Load(at) * Vector256.Create(weight[0]);
            imaginary = Vector256.Load(at + Lanes) * Vector256.Create(weight[1]);
        }
    }

    /// <summary>Numbers of the table times its factors.</summary>
    private readonly struct Turned(float* factorReal, float* factorImaginary, int stride) : ILoader
    {
        private readonly float* _factorReal = factorReal;
        private readonly float* _factorImaginary = factorImaginary;
        private readonly int _stride = stride;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* at, int place, int column, out Vector256<float> real, out Vector256<float> imaginary)
        {
            int index = (column * _stride) + place;
            Vector256<float> x = Vector256.Load(at), y = Vector256.Load(at + Lanes);
            Vector256<float> rootR = Vector256.Create(_factorReal[index]), rootI = Vector256.Create(_factorImaginary[index]);
            real = Vector256.FusedMultiplyAdd(x, rootR, -(y * rootI));
            imaginary = Vector256.FusedMultiplyAdd(x, rootI, y * rootR);
        }
    }
}
