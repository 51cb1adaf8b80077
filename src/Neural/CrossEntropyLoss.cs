using System.Runtime.InteropServices;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>What is the same for all losses over the softmax of each row.</summary>
internal static class SoftmaxLoss
{
    /// <summary>The loss as one number; of the whole table only the gradient is kept, which becomes that of the predictions.</summary>
    public static Tensor Forward(Tensor predictions, in SoftmaxTargets targets)
    {
        Tape tape = Tape.Current;
        Tensor output = LossOperation.NewOutput(predictions);
        int rows = predictions.Shape.Rows, classes = predictions.Shape.Last;
        Tensor? gradients = output.RequiresGradient ? tape.NewTensor(predictions.Shape, requiresGradient: false) : null;
        Tensor scratch = tape.NewTensor(new Shape(rows, 2), requiresGradient: false);
        Span<double> rowLosses = MemoryMarshal.Cast<float, double>(scratch.Values);
        output.Values[0] = SoftmaxLossKernel.Compute(
            targets, predictions.PaddedValues, gradients is null ? default : gradients.PaddedValues, rowLosses, rows, classes);
        LossOperation.Remember(output, predictions, gradients);
        return output;
    }

    /// <summary>A copy of the weights of classes with slack, or null when there are none.</summary>
    public static AlignedBuffer? Weights(ReadOnlySpan<double> classWeights)
    {
        if (classWeights.IsEmpty)
        {
            return null;
        }

        AlignedBuffer weights = new(classWeights.Length);
        for (int index = 0; index < classWeights.Length; index++)
        {
            Throw.IfOutside(classWeights[index], 0, float.MaxValue, $"{nameof(classWeights)}[{index}]");
            weights.Span[index] = (float)classWeights[index];
        }

        return weights;
    }

    /// <summary>Throws for a count that is negative or not finite, naming its place.</summary>
    public static void CheckCounts(ReadOnlySpan<float> targets)
    {
        for (int index = 0; index < targets.Length; index++)
        {
            if (!(targets[index] is >= 0f and <= float.MaxValue))
            {
                Throw.OutOfRange($"targets[{index}]", targets[index], "finite numbers of 0 or more");
            }
        }
    }

    /// <summary>Checks that predictions are rows of as many logits as there are weights.</summary>
    public static void CheckPredictions(string name, Tensor predictions, AlignedBuffer? weights)
    {
        if (predictions.Shape.Rank < 2 || predictions.Shape.Last == 0 || (weights is not null && weights.Capacity != predictions.Shape.Last))
        {
            string classes = weights is null ? "classes" : $"{weights.Capacity}";
            Throw.WrongShape(name, nameof(predictions), predictions.Shape.ToString(), $"[batch, {classes}] or [batch, time, {classes}]");
        }

        Throw.IfEmpty(predictions.Shape.Rows, nameof(predictions));
    }
}

/// <summary><see cref="Loss.CrossEntropy"/>.</summary>
internal sealed class CrossEntropyLoss : Loss<IndexTensor>
{
    private readonly AlignedBuffer? _weights;
    private readonly double _labelSmoothing;
    private readonly int? _ignoredClass;

    public CrossEntropyLoss(ReadOnlySpan<double> classWeights, double labelSmoothing, int? ignoredClass)
        : base("cross-entropy")
    {
        Throw.IfOutside(labelSmoothing, 0, 1);
        _weights = SoftmaxLoss.Weights(classWeights);
        _labelSmoothing = labelSmoothing;
        _ignoredClass = ignoredClass;
    }

    public override bool HasAccuracy => true;

    public override Tensor Of(Tensor predictions, IndexTensor targets)
    {
        Check(predictions, targets);
        int classes = predictions.Shape.Last;
        double weight = WeightOf(predictions, targets);
        ReadOnlySpan<int> own = targets.Values;
        if (!(weight > 0))
        {
            throw new ArgumentException($"None of the {own.Length} rows counts: each has the ignored class or a class of weight 0, so there is no mean.", nameof(targets));
        }

        return SoftmaxLoss.Forward(predictions, new SoftmaxTargets
        {
            Classes = own,
            IgnoredClass = _ignoredClass ?? int.MinValue,
            Weights = _weights is null ? default : _weights.Span,
            Keep = (float)(1 - _labelSmoothing),
            Floor = (float)(_labelSmoothing / classes),
            Scale = 1 / weight,
        });
    }

    internal override double WeightOf(Tensor predictions, IndexTensor targets)
    {
        int classes = predictions.Shape.Last;
        double weight = 0;
        ReadOnlySpan<int> own = targets.Values;
        for (int row = 0; row < own.Length; row++)
        {
            if (own[row] == _ignoredClass)
            {
                continue;
            }

            if ((uint)own[row] >= (uint)classes)
            {
                Throw.OutOfRange($"targets[{row}]", own[row], _ignoredClass is null ? $"0 to {classes - 1}" : $"0 to {classes - 1}, and {_ignoredClass} for rows that do not count");
            }

            weight += _weights is null ? 1 : _weights.Span[own[row]];
        }

        return weight;
    }

    internal override (long Correct, long Answers) CountCorrect(Tensor predictions, IndexTensor targets)
    {
        Check(predictions, targets);
        int classes = predictions.Shape.Last;
        long correct = 0, answers = 0;
        for (int row = 0; row < targets.Values.Length; row++)
        {
            int own = targets.Values[row];
            if (own != _ignoredClass)
            {
                answers++;
                correct += SoftmaxLossKernel.IsLargest(predictions.Values.Slice(row * classes, classes), own) ? 1 : 0;
            }
        }

        return (correct, answers);
    }

    private void Check(Tensor predictions, IndexTensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        SoftmaxLoss.CheckPredictions(Name, predictions, _weights);
        if (targets.Shape != predictions.Shape.WithoutLast())
        {
            Throw.WrongShape(Name, nameof(targets), targets.Shape.ToString(), $"{predictions.Shape.WithoutLast()}, one class for each row of predictions of shape {predictions.Shape}");
        }
    }
}

/// <summary><see cref="Loss.CrossEntropyOfProbabilities"/>.</summary>
internal sealed class ProbabilityCrossEntropyLoss : Loss
{
    // Rounding of many small shares must pass; a forgotten division must not.
    private const double SumTolerance = 1e-3;
    private readonly AlignedBuffer? _weights;
    private readonly double _labelSmoothing;

    public ProbabilityCrossEntropyLoss(ReadOnlySpan<double> classWeights, double labelSmoothing)
        : base("cross-entropy of probabilities")
    {
        Throw.IfOutside(labelSmoothing, 0, 1);
        _weights = SoftmaxLoss.Weights(classWeights);
        _labelSmoothing = labelSmoothing;
    }

    public override bool HasAccuracy => true;

    internal override (long Correct, long Answers) CountCorrect(Tensor predictions, Tensor targets)
    {
        int classes = predictions.Shape.Last;
        long correct = 0;
        for (int row = 0; row < targets.Shape.Rows; row++)
        {
            ReadOnlySpan<float> shares = targets.Values.Slice(row * classes, classes);
            int largest = 0;
            for (int index = 1; index < classes; index++)
            {
                largest = shares[index] > shares[largest] ? index : largest;
            }

            correct += SoftmaxLossKernel.IsLargest(predictions.Values.Slice(row * classes, classes), largest) ? 1 : 0;
        }

        return (correct, targets.Shape.Rows);
    }

    private protected override Tensor Forward(Tensor predictions, Tensor targets)
    {
        SoftmaxLoss.CheckPredictions(Name, predictions, _weights);
        int classes = predictions.Shape.Last, rows = predictions.Shape.Rows;
        for (int row = 0; row < rows; row++)
        {
            CheckRow(targets.Values.Slice(row * classes, classes), row);
        }

        return SoftmaxLoss.Forward(predictions, new SoftmaxTargets
        {
            Dense = targets.PaddedValues,
            Weights = _weights is null ? default : _weights.Span,
            Keep = (float)(1 - _labelSmoothing),
            Floor = (float)(_labelSmoothing / classes),
            Scale = 1.0 / rows,
        });
    }

    private static void CheckRow(ReadOnlySpan<float> shares, int row)
    {
        double sum = 0;
        for (int index = 0; index < shares.Length; index++)
        {
            if (!(shares[index] is >= 0f and <= 1f))
            {
                Throw.OutOfRange($"targets[{row}, {index}]", shares[index], "0 to 1");
            }

            sum += shares[index];
        }

        if (!(Math.Abs(sum - 1) <= SumTolerance))
        {
            Throw.OutOfRange($"sum of targets[{row}]", sum, "1, as the classes' probabilities of a row must add up to");
        }
    }
}
