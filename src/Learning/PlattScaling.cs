using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// The sigmoid that turns a decision value into a probability: the maximum of the likelihood of targets that Platt (1999)
/// pulls in from 0 and 1 by the number of rows, as scikit-learn's CalibratedClassifierCV fits it.
/// </summary>
internal sealed class PlattScaling
{
    private readonly double _slope;
    private readonly double _intercept;

    private PlattScaling(double slope, double intercept) => (_slope, _intercept) = (slope, intercept);

    /// <summary>Fits the sigmoid to decision values of rows that the model did not learn from.</summary>
    public static PlattScaling Fit(ReadOnlySpan<double> decisions, ReadOnlySpan<bool> isPositive)
    {
        double positives = isPositive.Count(true), negatives = isPositive.Length - positives;
        double[] targets = new double[decisions.Length];
        for (int row = 0; row < targets.Length; row++)
        {
            targets[row] = isPositive[row] ? (positives + 1) / (positives + 2) : 1 / (negatives + 2);
        }

        double[] start = [0, Elementary.Log((positives + 1) / (negatives + 1))];
        double[] best = NewtonConjugateGradient.Minimize(new Likelihood([.. decisions], targets), start);
        return new PlattScaling(best[0], best[1]);
    }

    /// <summary>The probability that goes with <paramref name="decision"/>.</summary>
    public double Probability(double decision) => Elementary.Sigmoid((_slope * decision) + _intercept);

    private sealed class Likelihood(double[] decisions, double[] targets) : IConvexObjective
    {
        private readonly double[] _curvatures = new double[decisions.Length];

        public int Length => 2;

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            double loss = 0;
            gradient.Clear();
            for (int row = 0; row < decisions.Length; row++)
            {
                double score = (point[0] * decisions[row]) + point[1];
                double probability = Elementary.Sigmoid(score);
                loss += (targets[row] * Elementary.Softplus(-score)) + ((1 - targets[row]) * Elementary.Softplus(score));
                gradient[0] += (probability - targets[row]) * decisions[row];
                gradient[1] += probability - targets[row];
                _curvatures[row] = probability * (1 - probability);
            }

            return loss;
        }

        public void MultiplyHessian(ReadOnlySpan<double> direction, Span<double> result)
        {
            result.Clear();
            for (int row = 0; row < decisions.Length; row++)
            {
                double change = _curvatures[row] * ((direction[0] * decisions[row]) + direction[1]);
                result[0] += change * decisions[row];
                result[1] += change;
            }
        }

        public void HessianDiagonal(Span<double> diagonal)
        {
            diagonal.Fill(1e-12);
            for (int row = 0; row < decisions.Length; row++)
            {
                diagonal[0] += _curvatures[row] * decisions[row] * decisions[row];
                diagonal[1] += _curvatures[row];
            }
        }
    }
}
