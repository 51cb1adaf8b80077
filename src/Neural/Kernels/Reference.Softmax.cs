using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <summary>
    /// One row of <see cref="SoftmaxLossKernel.Compute"/>: −Σ q·log softmax(logits), and scale · (Σq · softmax − q) in
    /// <paramref name="gradients"/>.
    /// </summary>
    /// <param name="logits">[classes].</param>
    /// <param name="shares">The part of q that is written out for every class, or empty.</param>
    /// <param name="columns">The classes of the single points of q.</param>
    /// <param name="points">The shares that these points have besides.</param>
    /// <param name="scale">Multiplies the gradient.</param>
    /// <param name="gradients">[classes].</param>
    public static double SoftmaxLoss<T>(
        ReadOnlySpan<T> logits, ReadOnlySpan<T> shares, ReadOnlySpan<int> columns, ReadOnlySpan<T> points, double scale, Span<T> gradients)
        where T : IFloatingPointIeee754<T>
    {
        T largest = T.NegativeInfinity;
        foreach (T logit in logits)
        {
            largest = logit > largest ? logit : largest;
        }

        double sum = 0, total = 0, product = 0;
        for (int block = 0; block < logits.Length; block += Reductions.BlockSize)
        {
            Span<T> powerLanes = new T[8], shareLanes = new T[8], productLanes = new T[8];
            for (int index = block; index < Math.Min(logits.Length, block + Reductions.BlockSize); index++)
            {
                gradients[index] = ReferenceMath.Exp(logits[index] - largest);
                powerLanes[index % 8] += gradients[index];
                if (!shares.IsEmpty)
                {
                    shareLanes[index % 8] += shares[index];
                    productLanes[index % 8] = T.FusedMultiplyAdd(shares[index], logits[index] - largest, productLanes[index % 8]);
                }
            }

            sum += double.CreateChecked(SumLanes<T>(powerLanes));
            total += double.CreateChecked(SumLanes<T>(shareLanes));
            product += double.CreateChecked(SumLanes<T>(productLanes));
        }

        for (int point = 0; point < points.Length; point++)
        {
            total += double.CreateChecked(points[point]);
            product += double.CreateChecked(points[point]) * double.CreateChecked(logits[columns[point]] - largest);
        }

        T factor = T.CreateChecked(scale * total / sum), minus = -T.CreateChecked(scale);
        for (int index = 0; index < logits.Length; index++)
        {
            gradients[index] = shares.IsEmpty ? gradients[index] * factor : T.FusedMultiplyAdd(gradients[index], factor, minus * shares[index]);
        }

        for (int point = 0; point < points.Length; point++)
        {
            gradients[columns[point]] = T.FusedMultiplyAdd(minus, points[point], gradients[columns[point]]);
        }

        return (total * Elementary.Log(sum)) - product;
    }
}
