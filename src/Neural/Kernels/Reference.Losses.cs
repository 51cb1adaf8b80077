using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="LossKernels.BinaryCrossEntropyWithLogits"/>
    public static T BinaryCrossEntropyWithLogits<T>(ReadOnlySpan<T> logits, ReadOnlySpan<T> targets, Span<T> gradients)
        where T : IFloatingPointIeee754<T>
    {
        BlockSum<T> sum = new();
        T share = T.One / T.CreateChecked(logits.Length);
        for (int index = 0; index < logits.Length; index++)
        {
            T z = logits[index], t = targets[index];
            T power = ReferenceMath.Exp(-T.Abs(z));
            T positivePart = z < T.Zero ? T.Zero : z;
            sum.Add(T.FusedMultiplyAdd(-z, t, positivePart) + ReferenceMath.Log1P(power));
            T probability = (z < T.Zero ? power : T.One) / (T.One + power);
            gradients[index] = (probability - t) * share;
        }

        return T.CreateChecked(sum.Total() / logits.Length);
    }

    /// <inheritdoc cref="LossKernels.BinaryCrossEntropy"/>
    public static T BinaryCrossEntropy<T>(ReadOnlySpan<T> probabilities, ReadOnlySpan<T> targets, Span<T> gradients)
        where T : IFloatingPointIeee754<T>
    {
        BlockSum<T> sum = new();
        T share = T.One / T.CreateChecked(probabilities.Length);
        T smallestLogarithm = T.CreateChecked(LossKernels.SmallestLogarithm), smallestVariance = T.CreateChecked(LossKernels.SmallestVariance);
        for (int index = 0; index < probabilities.Length; index++)
        {
            T p = probabilities[index], t = targets[index], rest = T.One - p;
            T yes = ReferenceMath.Log(p);
            T no = p < T.CreateChecked(0.5) ? ReferenceMath.Log1P(-p) : ReferenceMath.Log(rest);
            yes = yes < smallestLogarithm ? smallestLogarithm : yes;
            no = no < smallestLogarithm ? smallestLogarithm : no;
            sum.Add(T.FusedMultiplyAdd(-t, yes, (t - T.One) * no));
            T variance = p * rest;
            variance = variance < smallestVariance ? smallestVariance : variance;
            gradients[index] = (p - t) / variance * share;
        }

        return T.CreateChecked(sum.Total() / probabilities.Length);
    }

    /// <inheritdoc cref="LossKernels.MeanSquaredError"/>
    public static T MeanSquaredError<T>(ReadOnlySpan<T> predictions, ReadOnlySpan<T> targets, Span<T> gradients)
        where T : IFloatingPointIeee754<T>
    {
        BlockSum<T> sum = new();
        T share = T.CreateChecked(2) / T.CreateChecked(predictions.Length);
        for (int index = 0; index < predictions.Length; index++)
        {
            T difference = predictions[index] - targets[index];
            sum.AddProduct(difference, difference);
            gradients[index] = difference * share;
        }

        return T.CreateChecked(sum.Total() / predictions.Length);
    }

    /// <inheritdoc cref="LossKernels.GaussianKl"/>
    public static T GaussianKl<T>(
        ReadOnlySpan<T> means, ReadOnlySpan<T> logVariances, Span<T> meanGradients, Span<T> logVarianceGradients, int rows)
        where T : IFloatingPointIeee754<T>
    {
        BlockSum<T> sum = new();
        T share = T.One / T.CreateChecked(rows), halfShare = T.CreateChecked(0.5) / T.CreateChecked(rows);
        for (int index = 0; index < means.Length; index++)
        {
            T m = means[index], v = logVariances[index];
            T excess = ReferenceMath.ExpM1(v);
            sum.Add(T.FusedMultiplyAdd(m, m, ReferenceMath.ExpMinusLine(v)));
            meanGradients[index] = m * share;
            logVarianceGradients[index] = excess * halfShare;
        }

        return T.CreateChecked(sum.Total() / 2 / rows);
    }

    /// <inheritdoc cref="LossKernels.Bpr"/>
    public static T Bpr<T>(ReadOnlySpan<T> positives, ReadOnlySpan<T> negatives, Span<T> gradients)
        where T : IFloatingPointIeee754<T>
    {
        BlockSum<T> sum = new();
        T share = T.NegativeOne / T.CreateChecked(positives.Length);
        for (int index = 0; index < positives.Length; index++)
        {
            T d = positives[index] - negatives[index];
            T power = ReferenceMath.Exp(-T.Abs(d));
            sum.Add((d < T.Zero ? -d : T.Zero) + ReferenceMath.Log1P(power));
            gradients[index] = (d < T.Zero ? T.One : power) / (T.One + power) * share;
        }

        return T.CreateChecked(sum.Total() / positives.Length);
    }

    /// <summary>A sum in eight lanes within blocks of <see cref="Reductions.BlockSize"/> numbers; the blocks' sums are added up in double.</summary>
    private sealed class BlockSum<T>
        where T : IFloatingPointIeee754<T>
    {
        private readonly T[] _lanes = new T[8];
        private double _total;
        private int _count;

        public void Add(T value)
        {
            _lanes[_count % 8] += value;
            Count();
        }

        public void AddProduct(T left, T right)
        {
            _lanes[_count % 8] = T.FusedMultiplyAdd(left, right, _lanes[_count % 8]);
            Count();
        }

        public double Total() => _total + double.CreateChecked(SumLanes<T>(_lanes));

        private void Count()
        {
            if (++_count % Reductions.BlockSize == 0)
            {
                _total = Total();
                Array.Clear(_lanes);
            }
        }
    }
}
