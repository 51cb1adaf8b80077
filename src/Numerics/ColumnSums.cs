using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>Blocks of columns that are added up, each row after row.</summary>
internal unsafe struct ColumnSums : IPieces
{
    /// <summary>Columns of a piece: wide enough to read memory in a stream, narrow enough to keep the sums in the first cache.</summary>
    public const int Block = 1024;

    /// <summary>Below so many numbers another thread is not worth waking.</summary>
    public const int LargestSerial = 256 * 1024;

    public float* Values, Start, Result;
    public int Rows, Columns;

    /// <inheritdoc/>
    public readonly void Run(int piece) => Sum(piece * Block, Math.Min(Block, Columns - (piece * Block)));

    /// <summary>Adds up some columns; the last vector is worked on whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Sum(int column, int count)
    {
        // Few columns stay in registers, four vectors at a time; the sums of many go through the first cache.
        for (; count > 0; column += 32, count -= 32)
        {
            float* from = Values + column, first = Start == null ? null : Start + column, to = Result + column;
            if (count > 256)
            {
                Stream(from, first, to, count);
                return;
            }

            if (count <= 24)
            {
                for (int place = 0; place < count; place += 8)
                {
                    Vector256<float> sum = first == null ? Vector256<float>.Zero : Vector256.Load(first + place);
                    float* source = from + place;
                    for (int row = 0; row < Rows; row++)
                    {
                        sum += Vector256.Load(source);
                        source += Columns;
                    }

                    sum.Store(to + place);
                }

                return;
            }

            Vector256<float> sum0, sum1, sum2, sum3;
            sum0 = sum1 = sum2 = sum3 = Vector256<float>.Zero;
            if (first != null)
            {
                sum0 = Vector256.Load(first);
                sum1 = Vector256.Load(first + 8);
                sum2 = Vector256.Load(first + 16);
                sum3 = Vector256.Load(first + 24);
            }

            for (int row = 0; row < Rows; row++)
            {
                sum0 += Vector256.Load(from);
                sum1 += Vector256.Load(from + 8);
                sum2 += Vector256.Load(from + 16);
                sum3 += Vector256.Load(from + 24);
                from += Columns;
            }

            sum0.Store(to);
            sum1.Store(to + 8);
            sum2.Store(to + 16);
            sum3.Store(to + 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Stream(float* from, float* first, float* to, int count)
    {
        for (int place = 0; place < count; place += 8)
        {
            (first == null ? Vector256<float>.Zero : Vector256.Load(first + place)).Store(to + place);
        }

        for (int row = 0; row < Rows; row++)
        {
            for (int place = 0; place < count; place += 8)
            {
                (Vector256.Load(to + place) + Vector256.Load(from + place)).Store(to + place);
            }

            from += Columns;
        }
    }
}
