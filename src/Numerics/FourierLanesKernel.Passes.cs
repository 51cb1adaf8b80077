using System.Runtime.CompilerServices;

namespace MusicRec.Numerics;

/// <summary>The passes, and where they take their numbers from.</summary>
internal static unsafe partial class FourierLanesKernel<TLanes>
{
    private interface ILoader
    {
        /// <summary>The number at a place of a column.</summary>
        void Load(float* at, int place, int column, out TLanes real, out TLanes imaginary);

        /// <summary>The numbers at a place of both columns.</summary>
        void LoadTwo(float* at, int place, out TLanes real, out TLanes imaginary, out TLanes otherReal, out TLanes otherImaginary);
    }

    /// <summary>
    /// Stockham's passes over two columns: those of <paramref name="from"/>, <paramref name="fromColumn"/> apart, whose numbers
    /// stand <paramref name="fromPlace"/> apart; the result goes to <paramref name="to"/> likewise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Passes<TLoader>(
        int size, float[] factorReal, float[] factorImaginary, TLoader loader, float* from, int fromPlace, int fromColumn, float* to, int toPlace, int toColumn, float* first, float* second)
        where TLoader : struct, ILoader
    {
        fixed (float* startReal = factorReal, startImaginary = factorImaginary)
        {
            if (size == 8)
            {
                PassOfEight(1, startReal, startImaginary, loader, from, fromPlace, fromColumn, to, toPlace, toColumn);
                return;
            }

            float* rootReal = startReal, rootImaginary = startImaginary;
            int left = size / 4, done = 4;
            PassOfFour(left, 1, rootReal, rootImaginary, loader, from, fromPlace, first, Place, Pair);
            for (; left > 8; left /= 4, done *= 4)
            {
                rootReal += 3 * (size / done);
                rootImaginary += 3 * (size / done);
                PassOfFour(left / 4, done, rootReal, rootImaginary, default(Plain), first, Place, second, Place, Pair);
                float* kept = first;
                first = second;
                second = kept;
            }

            rootReal += 3 * (size / done);
            rootImaginary += 3 * (size / done);
            if (left == 8)
            {
                PassOfEight(done, rootReal, rootImaginary, default(Plain), first, Place, Pair, to, toPlace, toColumn);
            }
            else
            {
                PassOfFour(1, done, rootReal, rootImaginary, default(Plain), first, Place, to, toPlace, toColumn);
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
            for (int q = 0; q < done; q++)
            {
                int place = q + (done * p), quarterPlaces = count * done;
                float* at = from + ((nint)place * fromPlace), target = to + ((nint)(q + (4 * done * p)) * toPlace);
                loader.LoadTwo(at, place, out TLanes aR, out TLanes aI, out TLanes eR, out TLanes eI);
                loader.LoadTwo(at + quarter, place + quarterPlaces, out TLanes bR, out TLanes bI, out TLanes fR, out TLanes fI);
                loader.LoadTwo(at + (2 * quarter), place + (2 * quarterPlaces), out TLanes cR, out TLanes cI, out TLanes gR, out TLanes gI);
                loader.LoadTwo(at + (3 * quarter), place + (3 * quarterPlaces), out TLanes dR, out TLanes dI, out TLanes hR, out TLanes hI);
                Four(ref aR, ref aI, ref bR, ref bI, ref cR, ref cI, ref dR, ref dI);
                Store(aR, aI, target);

                // The first factors are 1.
                if (p != 0)
                {
                    Multiply(ref bR, ref bI, TLanes.Fill(rootReal[0]), TLanes.Fill(rootImaginary[0]));
                    Multiply(ref cR, ref cI, TLanes.Fill(rootReal[1]), TLanes.Fill(rootImaginary[1]));
                    Multiply(ref dR, ref dI, TLanes.Fill(rootReal[2]), TLanes.Fill(rootImaginary[2]));
                }

                Store(bR, bI, target + next);
                Store(cR, cI, target + (2 * next));
                Store(dR, dI, target + (3 * next));
                target += toColumn;
                Four(ref eR, ref eI, ref fR, ref fI, ref gR, ref gI, ref hR, ref hI);
                Store(eR, eI, target);
                if (p != 0)
                {
                    Multiply(ref fR, ref fI, TLanes.Fill(rootReal[0]), TLanes.Fill(rootImaginary[0]));
                    Multiply(ref gR, ref gI, TLanes.Fill(rootReal[1]), TLanes.Fill(rootImaginary[1]));
                    Multiply(ref hR, ref hI, TLanes.Fill(rootReal[2]), TLanes.Fill(rootImaginary[2]));
                }

                Store(fR, fI, target + next);
                Store(gR, gI, target + (2 * next));
                Store(hR, hI, target + (3 * next));
            }
        }
    }

    /// <summary>The last pass of four over what is left of eight, and the pass of two that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PassOfEight<TLoader>(
        int done, float* rootReal, float* rootImaginary, TLoader loader, float* from, int fromPlace, int fromColumn, float* to, int toPlace, int toColumn)
        where TLoader : struct, ILoader
    {
        nint step = (nint)done * fromPlace, next = (nint)done * toPlace;
        TLanes oneR = TLanes.Fill(rootReal[3]), oneI = TLanes.Fill(rootImaginary[3]);
        TLanes twoR = TLanes.Fill(rootReal[4]), twoI = TLanes.Fill(rootImaginary[4]);
        TLanes threeR = TLanes.Fill(rootReal[5]), threeI = TLanes.Fill(rootImaginary[5]);
        for (int q = 0; q < done; q++)
        {
            float* at = from + ((nint)q * fromPlace), target = to + ((nint)q * toPlace);
            for (int column = 0; column < 2; column++, at += fromColumn, target += toColumn)
            {
                loader.Load(at, q, column, out TLanes aR, out TLanes aI);
                loader.Load(at + (2 * step), q + (2 * done), column, out TLanes bR, out TLanes bI);
                loader.Load(at + (4 * step), q + (4 * done), column, out TLanes cR, out TLanes cI);
                loader.Load(at + (6 * step), q + (6 * done), column, out TLanes dR, out TLanes dI);
                Four(ref aR, ref aI, ref bR, ref bI, ref cR, ref cI, ref dR, ref dI);
                loader.Load(at + step, q + done, column, out TLanes eR, out TLanes eI);
                loader.Load(at + (3 * step), q + (3 * done), column, out TLanes fR, out TLanes fI);
                loader.Load(at + (5 * step), q + (5 * done), column, out TLanes gR, out TLanes gI);
                loader.Load(at + (7 * step), q + (7 * done), column, out TLanes hR, out TLanes hI);
                Four(ref eR, ref eI, ref fR, ref fI, ref gR, ref gI, ref hR, ref hI);
                Multiply(ref fR, ref fI, oneR, oneI);
                Multiply(ref gR, ref gI, twoR, twoI);
                Multiply(ref hR, ref hI, threeR, threeI);
                Store(aR + eR, aI + eI, target);
                Store(bR + fR, bI + fI, target + next);
                Store(cR + gR, cI + gI, target + (2 * next));
                Store(dR + hR, dI + hI, target + (3 * next));
                Store(aR - eR, aI - eI, target + (4 * next));
                Store(bR - fR, bI - fI, target + (5 * next));
                Store(cR - gR, cI - gI, target + (6 * next));
                Store(dR - hR, dI - hI, target + (7 * next));
            }
        }
    }

    /// <summary>The transform of four numbers, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        ref TLanes aR, ref TLanes aI, ref TLanes bR, ref TLanes bI, ref TLanes cR, ref TLanes cI, ref TLanes dR, ref TLanes dI)
    {
        TLanes sumR = aR + cR, sumI = aI + cI, differenceR = aR - cR, differenceI = aI - cI;
        TLanes otherR = bR + dR, otherI = bI + dI, crossR = bR - dR, crossI = bI - dI;
        (aR, aI) = (sumR + otherR, sumI + otherI);
        (bR, bI) = (differenceR + crossI, differenceI - crossR);
        (cR, cI) = (sumR - otherR, sumI - otherI);
        (dR, dI) = (differenceR - crossI, differenceI + crossR);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref TLanes real, ref TLanes imaginary, TLanes factorReal, TLanes factorImaginary)
    {
        TLanes kept = real;
        real = TLanes.FusedMultiplyAdd(kept, factorReal, -(imaginary * factorImaginary));
        imaginary = TLanes.FusedMultiplyAdd(kept, factorImaginary, imaginary * factorReal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes real, TLanes imaginary, float* to)
    {
        real.Store(to);
        imaginary.Store(to + Lanes);
    }

    /// <summary>Numbers as they stand, column beside column.</summary>
    private readonly struct Plain : ILoader
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* at, int place, int column, out TLanes real, out TLanes imaginary)
        {
            real = TLanes.Load(at);
            imaginary = TLanes.Load(at + Lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void LoadTwo(float* at, int place, out TLanes real, out TLanes imaginary, out TLanes otherReal, out TLanes otherImaginary)
        {
            Load(at, place, 0, out real, out imaginary);
            Load(at + Pair, place, 1, out otherReal, out otherImaginary);
        }
    }

    /// <summary>Samples, from frames that stand a hop apart into lanes, times the window.</summary>
    private readonly struct Windowed(float* window, int stride, nint hop) : ILoader
    {
        private readonly float* _window = window;
        private readonly int _stride = stride;
        private readonly nint _hop = hop;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* at, int place, int column, out TLanes real, out TLanes imaginary)
        {
            // Both columns at once: from the second one on there need not be four samples.
            LoadTwo(at - (2 * column), place, out real, out imaginary, out TLanes otherReal, out TLanes otherImaginary);
            (real, imaginary) = column == 0 ? (real, imaginary) : (otherReal, otherImaginary);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void LoadTwo(float* at, int place, out TLanes real, out TLanes imaginary, out TLanes otherReal, out TLanes otherImaginary)
        {
            float* weight = _window + (place * _stride);
            TLanes.LoadFour(at, _hop, out real, out imaginary, out otherReal, out otherImaginary);
            real *= TLanes.Fill(weight[0]);
            imaginary *= TLanes.Fill(weight[1]);
            otherReal *= TLanes.Fill(weight[2]);
            otherImaginary *= TLanes.Fill(weight[3]);
        }
    }

    /// <summary>Numbers of two rows of the table times its factors.</summary>
    private readonly struct Turned(float* factorReal, float* factorImaginary, int factorsApart, int apart) : ILoader
    {
        private readonly float* _factorReal = factorReal;
        private readonly float* _factorImaginary = factorImaginary;
        private readonly int _factorsApart = factorsApart;
        private readonly int _apart = apart;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(float* at, int place, int column, out TLanes real, out TLanes imaginary)
        {
            int index = (column * _factorsApart) + place;
            (real, imaginary) = (TLanes.Load(at), TLanes.Load(at + Lanes));
            Multiply(ref real, ref imaginary, TLanes.Fill(_factorReal[index]), TLanes.Fill(_factorImaginary[index]));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void LoadTwo(float* at, int place, out TLanes real, out TLanes imaginary, out TLanes otherReal, out TLanes otherImaginary)
        {
            Load(at, place, 0, out real, out imaginary);
            Load(at + _apart, place, 1, out otherReal, out otherImaginary);
        }
    }
}
