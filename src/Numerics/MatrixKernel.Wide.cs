using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Tiles of vectors of sixteen, for processors that have them. Each number is the same chain of fused multiply-adds as in the
/// tiles of eight, so the digits are the same.
/// </summary>
internal static unsafe partial class MatrixKernel
{
    /// <summary>Columns of a wide tile: two panels.</summary>
    public const int WideColumns = 2 * Columns;

    /// <summary>Whether vectors of sixteen are as fast as two of eight at least.</summary>
    public static bool IsWide => Vector512.IsHardwareAccelerated;

    /// <summary>
    /// result [rows, 32] = start + a [rows, k] · b [k, 32], the second sixteen columns of b standing <paramref name="panelStride"/> behind
    /// the first; or sixteen columns when <paramref name="isOne"/>. Start is read before anything is written.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WideTile(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint panelStride, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, bool isOne, nint k)
    {
        if (isOne)
        {
            WideTile<One>(a, aRowStride, aColumnStride, b, panelStride, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
        }
        else
        {
            WideTile<Two>(a, aRowStride, aColumnStride, b, panelStride, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
        }
    }

    private static void WideTile<TVectors>(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint panelStride, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, nint k)
        where TVectors : struct, INumber
    {
        switch (rows)
        {
            case 6:
            case 5:
                WideTile<Six, TVectors>(a, aRowStride, aColumnStride, b, panelStride, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            case 4:
            case 3:
                WideTile<Four, TVectors>(a, aRowStride, aColumnStride, b, panelStride, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            default:
                WideTile<Two, TVectors>(a, aRowStride, aColumnStride, b, panelStride, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
        }
    }

    // As Tile: past the last row the last one is worked out again, and nothing may be called from here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideTile<TRows, TVectors>(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint panelStride, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, nint k)
        where TRows : struct, INumber
        where TVectors : struct, INumber
    {
        nint row1 = rows > 1 ? 1 : 0, row2 = rows > 2 ? 2 : row1, row3 = rows > 3 ? 3 : row2, row4 = rows > 4 ? 4 : row3, row5 = rows > 5 ? 5 : row4;
        Vector512<float> sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31, sum40, sum41, sum50, sum51;
        sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = sum40 = sum41 = sum50 = sum51 = Vector512<float>.Zero;
        if (start != null)
        {
            sum00 = Vector512.Load(start);
            sum01 = TVectors.Value > 1 ? Vector512.Load(start + 16) : sum01;
            sum10 = Vector512.Load(start + (row1 * startRowStride));
            sum11 = TVectors.Value > 1 ? Vector512.Load(start + (row1 * startRowStride) + 16) : sum11;
            if (TRows.Value > 2)
            {
                sum20 = Vector512.Load(start + (row2 * startRowStride));
                sum21 = TVectors.Value > 1 ? Vector512.Load(start + (row2 * startRowStride) + 16) : sum21;
                sum30 = Vector512.Load(start + (row3 * startRowStride));
                sum31 = TVectors.Value > 1 ? Vector512.Load(start + (row3 * startRowStride) + 16) : sum31;
            }

            if (TRows.Value > 4)
            {
                sum40 = Vector512.Load(start + (row4 * startRowStride));
                sum41 = TVectors.Value > 1 ? Vector512.Load(start + (row4 * startRowStride) + 16) : sum41;
                sum50 = Vector512.Load(start + (row5 * startRowStride));
                sum51 = TVectors.Value > 1 ? Vector512.Load(start + (row5 * startRowStride) + 16) : sum51;
            }
        }

        float* a1 = a + (row1 * aRowStride), a2 = a + (row2 * aRowStride), a3 = a + (row3 * aRowStride);
        float* a4 = a + (row4 * aRowStride), a5 = a + (row5 * aRowStride);
        for (nint inner = 0; k > 0; k--, inner += aColumnStride)
        {
            Vector512<float> right0 = Vector512.Load(b), right1 = TVectors.Value > 1 ? Vector512.Load(b + panelStride) : right0;
            Vector512<float> left = Vector512.Create(a[inner]);
            sum00 = Vector512.FusedMultiplyAdd(left, right0, sum00);
            sum01 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(left, right1, sum01) : sum01;
            left = Vector512.Create(a1[inner]);
            sum10 = Vector512.FusedMultiplyAdd(left, right0, sum10);
            sum11 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(left, right1, sum11) : sum11;
            if (TRows.Value > 2)
            {
                left = Vector512.Create(a2[inner]);
                sum20 = Vector512.FusedMultiplyAdd(left, right0, sum20);
                sum21 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(left, right1, sum21) : sum21;
                left = Vector512.Create(a3[inner]);
                sum30 = Vector512.FusedMultiplyAdd(left, right0, sum30);
                sum31 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(left, right1, sum31) : sum31;
            }

            if (TRows.Value > 4)
            {
                left = Vector512.Create(a4[inner]);
                sum40 = Vector512.FusedMultiplyAdd(left, right0, sum40);
                sum41 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(left, right1, sum41) : sum41;
                left = Vector512.Create(a5[inner]);
                sum50 = Vector512.FusedMultiplyAdd(left, right0, sum50);
                sum51 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(left, right1, sum51) : sum51;
            }

            b += bRowStride;
        }

        Store<TVectors>(sum00, sum01, result);
        Store<TVectors>(sum10, sum11, result + (row1 * resultRowStride));
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
    private static void Store<TVectors>(Vector512<float> first, Vector512<float> second, float* to)
        where TVectors : struct, INumber
    {
        first.Store(to);
        if (TVectors.Value > 1)
        {
            second.Store(to + 16);
        }
    }
}
