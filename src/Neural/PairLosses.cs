using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>Losses of two tensors that both learn: <see cref="Loss.GaussianKl"/> and <see cref="Loss.Bpr"/>.</summary>
internal static class PairLosses
{
    public static Tensor GaussianKl(Tensor mean, Tensor logVariance)
    {
        CheckShapes("Gaussian KL", mean, logVariance, "logVariance");
        Tape tape = Tape.Current;
        Tensor meanGradients = tape.NewTensor(mean.Shape, requiresGradient: false), logVarianceGradients = tape.NewTensor(mean.Shape, requiresGradient: false);
        Tensor output = tape.NewTensor(LossOperation.OneNumber, mean.RequiresGradient || logVariance.RequiresGradient);
        output.Values[0] = LossKernels.GaussianKl(
            mean.PaddedValues, logVariance.PaddedValues, meanGradients.PaddedValues, logVarianceGradients.PaddedValues, mean.Shape.Count, mean.Shape.Rows);
        PairLossOperation.Remember(output, mean, meanGradients, logVariance, logVarianceGradients, 1f);
        return output;
    }

    public static Tensor Bpr(Tensor positiveScores, Tensor negativeScores)
    {
        CheckShapes("BPR", positiveScores, negativeScores, "negativeScores");
        Tape tape = Tape.Current;
        Tensor gradients = tape.NewTensor(positiveScores.Shape, requiresGradient: false);
        Tensor output = tape.NewTensor(LossOperation.OneNumber, positiveScores.RequiresGradient || negativeScores.RequiresGradient);
        output.Values[0] = LossKernels.Bpr(
            positiveScores.PaddedValues, negativeScores.PaddedValues, gradients.PaddedValues, positiveScores.Shape.Count);
        PairLossOperation.Remember(output, positiveScores, gradients, negativeScores, gradients, -1f);
        return output;
    }

    private static void CheckShapes(string loss, Tensor first, Tensor second, string secondName)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Shape != second.Shape)
        {
            Throw.WrongShape(loss, secondName, second.Shape.ToString(), $"{first.Shape}, as the other tensor");
        }

        Throw.IfEmpty(first.Shape.Count, secondName);
    }
}

/// <summary><see cref="Loss.MultinomialLikelihood"/>.</summary>
internal sealed class MultinomialLikelihoodLoss() : Loss("multinomial likelihood")
{
    public override bool HasAccuracy => false;

    private protected override Tensor Forward(Tensor predictions, Tensor targets)
    {
        SoftmaxLoss.CheckPredictions(Name, predictions, weights: null);
        SoftmaxLoss.CheckCounts(targets.Values);
        return SoftmaxLoss.Forward(predictions, new SoftmaxTargets { Dense = targets.PaddedValues, Keep = 1f, Scale = 1.0 / predictions.Shape.Rows });
    }
}

/// <summary><see cref="Loss.SparseMultinomialLikelihood"/>.</summary>
internal sealed class SparseMultinomialLikelihoodLoss() : Loss<SparseTensor>("multinomial likelihood")
{
    public override bool HasAccuracy => false;

    public override Tensor Of(Tensor predictions, SparseTensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        SoftmaxLoss.CheckPredictions(Name, predictions, weights: null);
        if (predictions.Shape != targets.Shape)
        {
            Throw.WrongShape(Name, nameof(targets), targets.Shape.ToString(), $"{predictions.Shape}, as the predictions");
        }

        SoftmaxLoss.CheckCounts(targets.Values);
        return SoftmaxLoss.Forward(predictions, new SoftmaxTargets
        {
            RowStarts = targets.RowStarts,
            Columns = targets.ColumnIndices,
            Shares = targets.Values,
            Scale = 1.0 / predictions.Shape.Rows,
        });
    }

    internal override (long Correct, long Answers) CountCorrect(Tensor predictions, SparseTensor targets) => default;
}
