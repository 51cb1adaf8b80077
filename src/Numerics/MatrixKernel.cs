using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>The innermost part of <see cref="MatrixProduct"/>: a tile of a few rows by sixteen columns whose sums stay in registers.</summary>
internal static unsafe class MatrixKernel
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

    /// <summary>result [rows, 16] = start + a [rows, k] · b [k, 16]; start is read before anything is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, nint k)
    {
        switch (rows)
        {
            case 6:
            case 5:
                Tile<SixRows>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            case 4:
            case 3:
                Tile<FourRows>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            case 2:
                Tile<TwoRows>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
            default:
                Tile<OneRow>(a, aRowStride, aColumnStride, b, bRowStride, start, startRowStride, result, resultRowStride, rows, k);
                break;
        }
    }

    // Written once for every height: the conditions on TRows are constants for the compiler. Past the last row the last
    // one is worked out again. Nothing may be called from here, or the sums would live in memory instead of registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows>(
        float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, float* start, nint startRowStride,
        float* result, nint resultRowStride, int rows, nint k)
        where TRows : struct, IRows
    {
        nint row1 = rows > 1 ? 1 : 0, row2 = rows > 2 ? 2 : row1, row3 = rows > 3 ? 3 : row2, row4 = rows > 4 ? 4 : row3, row5 = rows > 5 ? 5 : row4;
        Vector256<float> sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31, sum40, sum41, sum50, sum51;
        sum00 = sum01 = sum10 = sum11 = sum20 = sum21 = sum30 = sum31 = sum40 = sum41 = sum50 = sum51 = Vector256<float>.Zero;
        if (start != null)
        {
            sum00 = Vector256.Load(start);
            sum01 = Vector256.Load(start + 8);
            if (TRows.Count > 1)
            {
                sum10 = Vector256.Load(start + (row1 * startRowStride));
                sum11 = Vector256.Load(start + (row1 * startRowStride) + 8);
            }

            if (TRows.Count > 2)
            {
                sum20 = Vector256.Load(start + (row2 * startRowStride));
                sum21 = Vector256.Load(start + (row2 * startRowStride) + 8);
                sum30 = Vector256.Load(start + (row3 * startRowStride));
                sum31 = Vector256.Load(start + (row3 * startRowStride) + 8);
            }

            if (TRows.Count > 4)
            {
                sum40 = Vector256.Load(start + (row4 * startRowStride));
                sum41 = Vector256.Load(start + (row4 * startRowStride) + 8);
                sum50 = Vector256.Load(start + (row5 * startRowStride));
                sum51 = Vector256.Load(start + (row5 * startRowStride) + 8);
            }
        }

        float* a1 = a + (row1 * aRowStride), a2 = a + (row2 * aRowStride), a3 = a + (row3 * aRowStride);
        float* a4 = a + (row4 * aRowStride), a5 = a + (row5 * aRowStride);
        for (nint inner = 0; k > 0; k--, inner += aColumnStride)
        {
            Vector256<float> right0 = Vector256.Load(b), right1 = Vector256.Load(b + 8);
            Vector256<float> left = Vector256.Create(a[inner]);
            sum00 = Vector256.FusedMultiplyAdd(left, right0, sum00);
            sum01 = Vector256.FusedMultiplyAdd(left, right1, sum01);
            if (TRows.Count > 1)
            {
                left = Vector256.Create(a1[inner]);
                sum10 = Vector256.FusedMultiplyAdd(left, right0, sum10);
                sum11 = Vector256.FusedMultiplyAdd(left, right1, sum11);
            }

            if (TRows.Count > 2)
            {
                left = Vector256.Create(a2[inner]);
                sum20 = Vector256.FusedMultiplyAdd(left, right0, sum20);
                sum21 = Vector256.FusedMultiplyAdd(left, right1, sum21);
                left = Vector256.Create(a3[inner]);
                sum30 = Vector256.FusedMultiplyAdd(left, right0, sum30);
                sum31 = Vector256.FusedMultiplyAdd(left, right1, sum31);
            }

            if (TRows.Count > 4)
            {
                left = Vector256.Create(a4[inner]);
                sum40 = Vector256.FusedMultiplyAdd(left, right0, sum40);
                sum41 = Vector256.FusedMultiplyAdd(left, right1, sum41);
                left = Vector256.Create(a5[inner]);
                sum50 = Vector256.FusedMultiplyAdd(left, right0, sum50);
                sum51 = Vector256.FusedMultiplyAdd(left, right1, sum51);
            }

            b += bRowStride;
        }

        sum00.Store(result);
        sum01.Store(result + 8);
        if (TRows.Count > 1)
        {
            sum10.Store(result + (row1 * resultRowStride));
            sum11.Store(result + (row1 * resultRowStride) + 8);
        }

        if (TRows.Count > 2)
        {
            sum20.Store(result + (row2 * resultRowStride));
            sum21.Store(result + (row2 * resultRowStride) + 8);
            sum30.Store(result + (row3 * resultRowStride));
            sum31.Store(result + (row3 * resultRowStride) + 8);
        }

        if (TRows.Count > 4)
        {
            sum40.Store(result + (row4 * resultRowStride));
            sum41.Store(result + (row4 * resultRowStride) + 8);
            sum50.Store(result + (row5 * resultRowStride));
            sum51.Store(result + (row5 * resultRowStride) + 8);
        }
    }

    private interface IRows
    {
        static abstract int Count { get; }
    }

    private readonly struct OneRow : IRows
    {
        public static int Count => 1;
    }

    private readonly struct TwoRows : IRows
    {
        public static int Count => 2;
    }

    private readonly struct FourRows : IRows
    {
        public static int Count => 4;
    }

    private readonly struct SixRows : IRows
    {
        public static int Count => 6;
    }
}
