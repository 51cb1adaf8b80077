using System.Diagnostics;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A smooth, strictly convex function of a vector, with what Newton's method asks of it.</summary>
internal interface IConvexObjective
{
    /// <summary>Length of the vector.</summary>
    int Length { get; }

    /// <summary>The value at <paramref name="point"/>; writes the gradient and remembers the point for the Hessian.</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Writes the Hessian at the last point times <paramref name="direction"/>.</summary>
    void MultiplyHessian(ReadOnlySpan<double> direction, Span<double> result);

    /// <summary>Writes the diagonal of the Hessian at the last point, all entries above 0.</summary>
    void HessianDiagonal(Span<double> diagonal);
}

/// <summary>
/// Newton's method whose steps come from preconditioned conjugate gradients, with backtracking (Nocedal and Wright,
/// Numerical Optimization, 2nd edition, section 7.1). Runs until rounding, not a tolerance of the user's, ends it.
/// </summary>
internal static class NewtonConjugateGradient
{
    private const int MaximumSteps = 500;

    /// <summary>The minimum of <paramref name="objective"/>.</summary>
    /// <param name="objective">What to minimise.</param>
    /// <param name="start">Where to start; by default at zero.</param>
    /// <param name="smallestDecrease">
    /// Ends after the first step that promises to lower the objective by less than half of this and to leave less than a
    /// thousandth of √this to go; steps far from the minimum are then found less exactly. By default only rounding ends it.
    /// </param>
    /// <exception cref="InvalidOperationException">No minimum was reached.</exception>
    public static double[] Minimize(IConvexObjective objective, double[]? start = null, double smallestDecrease = 0)
    {
        int length = objective.Length;
        double[] point = start is null ? new double[length] : [.. start];
        double[] trial = new double[length];
        double[] gradient = new double[length];
        double[] step = new double[length];
        double[] diagonal = new double[length];
        double value = objective.Evaluate(point, gradient);
        double startNorm = -1;
        double previousDecrease = double.PositiveInfinity;
        for (int iteration = 0; iteration < MaximumSteps; iteration++)
        {
            objective.HessianDiagonal(diagonal);
            double norm = Math.Sqrt(DoubleVectors.DividedSquare(gradient, diagonal));
            if (norm == 0)
            {
                return point;
            }

            startNorm = startNorm < 0 ? norm : startNorm;
            double tolerance = smallestDecrease > 0 ? Math.Min(0.1, Math.Sqrt(norm / startNorm)) : Math.Min(1e-3, norm / startNorm);
            SolveForStep(objective, gradient, diagonal, tolerance, step);
            double decrease = -DoubleVectors.Dot(gradient, step);
            double scale = Math.Max(1, Math.Abs(value));
            bool withinRounding = decrease < 1e-13 * scale;
            double stepLength = 1;
            double trialValue;
            while (true)
            {
                for (int index = 0; index < length; index++)
                {
                    trial[index] = point[index] + (stepLength * step[index]);
                }

                trialValue = objective.Evaluate(trial, gradient);
                if (withinRounding || trialValue <= value - (1e-4 * stepLength * decrease))
                {
                    break;
                }

                stepLength *= 0.5;
                if (stepLength < 1e-12)
                {
                    throw new InvalidOperationException(
                        $"No descent from objective {value} after {iteration} Newton steps; are the features of wildly different size? Scale them first.");
                }
            }

            (point, trial) = (trial, point);
            value = trialValue;
            bool isClose = decrease <= smallestDecrease && tolerance * tolerance * decrease <= 1e-6 * smallestDecrease;
            if (isClose || decrease <= 1e-24 * scale || (withinRounding && decrease > 0.25 * previousDecrease))
            {
                return point;
            }

            previousDecrease = decrease;
        }

        throw new InvalidOperationException(
            $"No minimum after {MaximumSteps} Newton steps; objective {value}. Scale the features or lower inverseRegularization.");
    }

    // Conjugate gradients on H·step = −gradient, preconditioned by H's diagonal.
    private static void SolveForStep(
        IConvexObjective objective, double[] gradient, double[] diagonal, double tolerance, double[] step)
    {
        int length = gradient.Length;
        double[] residual = new double[length];
        double[] direction = new double[length];
        double[] product = new double[length];
        Array.Clear(step);
        for (int index = 0; index < length; index++)
        {
            residual[index] = -gradient[index];
            direction[index] = residual[index] / diagonal[index];
        }

        double square = DoubleVectors.DividedSquare(residual, diagonal);
        double goal = tolerance * tolerance * square;
        for (int iteration = 0; iteration < (10 * length) + 50 && square > goal; iteration++)
        {
            objective.MultiplyHessian(direction, product);
            double curvature = DoubleVectors.Dot(direction, product);
            if (!(curvature > 0))
            {
                Debug.Assert(iteration > 0, "A strictly convex objective curves upwards along its gradient.");
                return;
            }

            double amount = square / curvature;
            DoubleVectors.AddScaled(step, amount, direction);
            DoubleVectors.AddScaled(residual, -amount, product);

            double next = DoubleVectors.DividedSquare(residual, diagonal);
            double mixing = next / square;
            square = next;
            DoubleVectors.MixDirection(direction, mixing, residual, diagonal);
        }
    }
}
