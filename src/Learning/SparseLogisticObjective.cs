using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary><see cref="LogisticObjective"/> over sparse rows, with shares of the classes as targets.</summary>
internal sealed class SparseLogisticObjective : SparseLinearObjective
{
    private readonly double[] _targets;
    private readonly double[] _probabilities;

    /// <param name="features">[rows, features].</param>
    /// <param name="targets">The share of each output in each row, [rows, outputs]; with more than one output rows sum to 1.</param>
    /// <param name="outputs">1 for two classes (sigmoid), else the number of classes (softmax).</param>
    /// <param name="inverseRegularization">Weight of the loss beside the penalty, above 0.</param>
    public SparseLogisticObjective(SparseMatrix features, double[] targets, int outputs, double inverseRegularization)
        : base(features, outputs, inverseRegularization) =>
        (_targets, _probabilities) = (targets, new double[targets.Length]);

    protected override double InterceptCurvature => Outputs > 1 ? 1 : 0;

    protected override double ScoresToSlopes(int start, Span<double> scores)
    {
        double loss = 0;
        for (int first = 0; first < scores.Length; first += Outputs)
        {
            Span<double> row = scores.Slice(first, Outputs);
            Span<double> probabilities = _probabilities.AsSpan(start + first, Outputs);
            ReadOnlySpan<double> targets = _targets.AsSpan(start + first, Outputs);
            if (Outputs == 1)
            {
                probabilities[0] = Elementary.Sigmoid(row[0]);
                loss += (targets[0] * Elementary.Softplus(-row[0])) + ((1 - targets[0]) * Elementary.Softplus(row[0]));
            }
            else
            {
                loss += LogisticObjective.Softmax(row, probabilities);
                for (int output = 0; output < row.Length; output++)
                {
                    loss -= targets[output] * row[output];
                }
            }

            for (int output = 0; output < row.Length; output++)
            {
                row[output] = LossWeight * (probabilities[output] - targets[output]);
            }
        }

        return loss;
    }

    protected override void MultiplyCurvature(int start, Span<double> changes)
    {
        for (int first = 0; first < changes.Length; first += Outputs)
        {
            ReadOnlySpan<double> probabilities = _probabilities.AsSpan(start + first, Outputs);
            Span<double> row = changes.Slice(first, Outputs);
            double mean = 0;
            for (int output = 0; output < row.Length; output++)
            {
                mean += probabilities[output] * row[output];
            }

            for (int output = 0; output < row.Length; output++)
            {
                row[output] = LossWeight * (probabilities[output] * (row[output] - mean));
            }
        }
    }

    protected override void WriteCurvature(Span<double> curvature)
    {
        for (int index = 0; index < curvature.Length; index++)
        {
            curvature[index] = LossWeight * (_probabilities[index] * (1 - _probabilities[index]));
        }
    }

    // See LogisticObjective: a penalty on the sum of the intercepts makes the minimum unique without moving it.
    protected override double AddInterceptPenalty(ReadOnlySpan<double> intercepts, Span<double> slopes)
    {
        if (Outputs == 1)
        {
            return 0;
        }

        double sum = 0;
        foreach (double intercept in intercepts)
        {
            sum += intercept;
        }

        for (int output = 0; output < slopes.Length; output++)
        {
            slopes[output] += sum;
        }

        return sum * sum;
    }
}
