using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>Eight rows at once, each in a lane of its own: with few classes a row by itself does not fill the vectors.</summary>
internal static unsafe partial class SoftmaxLossKernel
{
    private const int FewestClassesOfEight = 8;
    private const int MostClassesOfEight = 64;

    private partial struct RowPieces
    {
        /// <summary>The same steps in the same order as <see cref="Row"/> takes for each row; <paramref name="table"/> is scratch, [classes, 8].</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Eight(int row, float* table)
        {
            int count = ClassCount;
            float* logits = Logits + ((nint)row * count);
            for (int index = 0; index < count; index += 4)
            {
                // The last four may overlap those before.
                int first = Math.Min(index, count - 4);
                MatrixPacking.Transpose4(logits + first, count, table + (8 * first), 8);
            }

            Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
            for (int index = 0; index < count; index++)
            {
                largest = Larger(Vector256.Load(table + (8 * index)), largest);
            }

            Vector256<float>* lanes = stackalloc Vector256<float>[8];
            for (int lane = 0; lane < 8; lane++)
            {
                lanes[lane] = Vector256<float>.Zero;
            }

            for (int index = 0; index < count; index++)
            {
                Vector256<float> power = VectorMath.Exp(Vector256.Load(table + (8 * index)) - largest);
                lanes[index % 8] += power;
                power.Store(table + (8 * index));
            }

            // As VectorMath.SumLanes adds up the lanes of one row.
            Vector256<float> sum = (lanes[0] + lanes[4] + (lanes[2] + lanes[6])) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
            float* shares = stackalloc float[8], own = stackalloc float[8];
            int* classes = Classes + row;
            for (int lane = 0; lane < 8; lane++)
            {
                shares[lane] = Weights == null ? Keep : Keep * Weights[classes[lane]];
                own[lane] = logits[(lane * (nint)count) + classes[lane]];
            }

            (Vector256<double> lowSum, Vector256<double> highSum) = Vector256.Widen(sum);
            (Vector256<double> lowShare, Vector256<double> highShare) = Vector256.Widen(Vector256.Load(shares));
            (Vector256<double> lowOwn, Vector256<double> highOwn) = Vector256.Widen(Vector256.Load(own) - largest);
            ((lowShare * VectorMath.LogOfNormal(lowSum)) - (lowShare * lowOwn)).Store(Losses + row);
            ((highShare * VectorMath.LogOfNormal(highSum)) - (highShare * highOwn)).Store(Losses + row + 4);
            if (Gradients == null)
            {
                return;
            }

            Vector256<double> scale = Vector256.Create(Scale);
            Vector256<float> factor = Vector256.Narrow(scale * lowShare / lowSum, scale * highShare / highSum);
            for (int index = 0; index < count; index++)
            {
                (Vector256.Load(table + (8 * index)) * factor).Store(table + (8 * index));
            }

            float* gradients = Gradients + ((nint)row * count);
            for (int index = 0; index < count; index += 8)
            {
                int first = Math.Min(index, count - 8);
                MatrixPacking.Transpose4(table + (8 * first), 8, gradients + first, count);
                MatrixPacking.Transpose4(table + (8 * first) + 4, 8, gradients + (4 * (nint)count) + first, count);
            }

            float minus = -(float)Scale;
            for (int lane = 0; lane < 8; lane++)
            {
                float* place = gradients + (lane * (nint)count) + classes[lane];
                *place = MathF.FusedMultiplyAdd(minus, shares[lane], *place);
            }
        }
    }

    /// <summary>Whether class <paramref name="target"/> has the largest logit; of equal ones the first is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsLargest(ReadOnlySpan<float> logits, int target)
    {
        float own = logits[target];
        Vector256<float> all = Vector256.Create(own);
        int index = 0;
        for (; index + 8 <= logits.Length; index += 8)
        {
            if (Vector256.GreaterThanAny(Vector256.Create(logits.Slice(index, 8)), all))
            {
                return false;
            }
        }

        for (; index < logits.Length; index++)
        {
            if (logits[index] > own)
            {
                return false;
            }
        }

        return !float.IsNaN(own) && !logits[..target].Contains(own);
    }
}
