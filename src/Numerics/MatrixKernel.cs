using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>The innermost part of <see cref="MatrixProduct"/>: a tile of a few rows by sixteen columns whose sums stay in registers.</summary>
internal static unsafe partial class MatrixKernel
{
    /// <summary>Columns of a tile: two vectors.</summary>
    public const int Columns = 16;

    /// <summary>Rows of the largest tile: with six, twelve sums, two vectors of b and one number of a fill the sixteen registers.</summary>
    public const int MostRows = 6;

    /// <summary>How many of <paramref name="left"/> rows the next tile takes; 8 are better 4 + 4 than 6 + 2.</summary>
    public static int NextRows(int left) => left switch
    {
        7 or 8 => 4,
        _ => Math.Min(left, MostRows),
    };

    /// <summary>
    /// result [rows, 16] = start + a [rows, k] · b [k, 16], or eight columns when <paramref name="isNarrow"/>; start is read before
    /// anything is written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, bool isNarrow, nint k)
    {
        if (isNarrow)
        {
            Tile<One>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
        }
        else
        {
            Tile<Two>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
        }
    }

    private static void Tile<TVectors>(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, nint k)
        where TVectors : struct, INumber
    {
        switch (rows)
        {
            case 6:
            case 5:
                Tile<Six, TVectors>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            case 4:
            case 3:
                Tile<Four, TVectors>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            case 2:
                Tile<Two, TVectors>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            default:
                Tile<One, TVectors>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
        }
    }

    // Written once for every size of a tile: the conditions on TRows and TVectors are constants for the compiler. Past the
    // last row the last one is worked out again. Nothing may be called from here, or the sums would live in memory
    // instead of registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TVectors>(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, nint k)
        where TRows : struct, INumber
        where TVectors : struct, INumber
    {
        nint row1 = rows > 1 ? 1 : 0, row2 = rows > 2 ? 2 : row1, row3 = rows > 3 ? 3 : row2, row4 = rows > 4 ? 4 : row3, row5 = rows > 5 ? 5 : row4;
        Vector256<float> sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31, sum40, sum41, sum50, sum51;
        sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = sum40 = sum41 = sum50 = sum51 = Vector256<float>.Zero;
        if (start != null)
        {
            sum00 = Vector256.Load(start);
            sum01 = TVectors.Value > 1 ? Vector256.Load(start + 8) : sum01;

            if (TRows.Value > 1)
            {
                sum10 = Vector256.Load(start + (row1 * startRowStride));
                sum11 = TVectors.Value > 1 ? Vector256.Load(start + (row1 * startRowStride) + 8) : sum11;
            }

            if (TRows.Value > 2)
            {
                sum20 = Vector256.Load(start + (row2 * startRowStride));
                sum21 = TVectors.Value > 1 ? Vector256.Load(start + (row2 * startRowStride) + 8) : sum21;
                sum30 = Vector256.Load(start + (row3 * startRowStride));
                sum31 = TVectors.Value > 1 ? Vector256.Load(start + (row3 * startRowStride) + 8) : sum31;
            }

            if (TRows.Value > 4)
            {
                sum40 = Vector256.Load(start + (row4 * startRowStride));
                sum41 = TVectors.Value > 1 ? Vector256.Load(start + (row4 * startRowStride) + 8) : sum41;
                sum50 = Vector256.Load(start + (row5 * startRowStride));
                sum51 = TVectors.Value > 1 ? Vector256.Load(start + (row5 * startRowStride) + 8) : sum51;
            }
        }

        float* a1 = a + (row1 * aRowStride), a2 = a + (row2 * aRowStride), a3 = a + (row3 * aRowStride);
        float* a4 = a + (row4 * aRowStride), a5 = a + (row5 * aRowStride);
        for (nint inner = 0; k > 0; k--, inner += aColumnStride)
        {
            Vector256<float> right0 = Vector256.Load(b), right1 = TVectors.Value > 1 ? Vector256.Load(b + 8) : right0;
            Vector256<float> left = Vector256.Create(a[inner]);
            sum00 = Vector256.FusedMultiplyAdd(left, right0, sum00);
            sum01 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(left, right1, sum01) : sum01;

            if (TRows.Value > 1)
            {
                left = Vector256.Create(a1[inner]);
                sum10 = Vector256.FusedMultiplyAdd(left, right0, sum10);
                sum11 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(left, right1, sum11) : sum11;
            }

            if (TRows.Value > 2)
            {
                left = Vector256.Create(a2[inner]);
                sum20 = Vector256.FusedMultiplyAdd(left, right0, sum20);
                sum21 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(left, right1, sum21) : sum21;
                left = Vector256.Create(a3[inner]);
                sum30 = Vector256.FusedMultiplyAdd(left, right0, sum30);
                sum31 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(left, right1, sum31) : sum31;
            }

            if (TRows.Value > 4)
            {
                left = Vector256.Create(a4[inner]);
                sum40 = Vector256.FusedMultiplyAdd(left, right0, sum40);
                sum41 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(left, right1, sum41) : sum41;
                left = Vector256.Create(a5[inner]);
                sum50 = Vector256.FusedMultiplyAdd(left, right0, sum50);
                sum51 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(left, right1, sum51) : sum51;
            }

            b += bRowStride;
        }

        Store<TVectors>(sum00, sum01, result);

        if (TRows.Value > 1)
        {
            Store<TVectors>(sum10, sum11, result + (row1 * resultRowStride));
        }

        if (TRows.Value > 2)
        {
            Store<TVectors>(sum20, sum21, result + (row2 * resultRowStride));
            Store<TVectors>(sum30, sum31, result + (row3 * resultRowStride));
        }

        if (TRows.Value > 4)
        {
            Store<TVectors>(sum40, sum41, result + (row4 * resultRowStride));
            Store<TVectors>(sum50, sum51, result + (row5 * resultRowStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(Vector256<float> first, Vector256<float> second, float* to)
        where TVectors : struct, INumber
    {
        first.Store(to);
        if (TVectors.Value > 1)
        {
            second.Store(to + 8);
        }
    }

    /// <summary>A number as a type, so that there is code of its own for each.</summary>
    private interface INumber
    {
        static abstract int Value { get; }
    }

    private readonly struct One : INumber
    {
        public static int Value => 1;
    }

    private readonly struct Two : INumber
    {
        public static int Value => 2;
    }

    private readonly struct Four : INumber
    {
        public static int Value => 4;
    }

    private readonly struct Six : INumber
    {
        public static int Value => 6;
    }
}
