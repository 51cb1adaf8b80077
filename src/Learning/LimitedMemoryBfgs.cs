using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A smooth function of a vector.</summary>
internal interface ISmoothObjective
{
    /// <summary>The value at <paramref name="point"/>; writes the gradient.</summary>
    double Evaluate(ReadOnlySpan<double> point, Span<double> gradient);
}

/// <summary>
/// The limited-memory BFGS method (Nocedal and Wright, Numerical Optimization, 2nd edition, algorithm 7.5) with step lengths that meet
/// the weak Wolfe conditions, found by doubling and halving (Lewis and Overton 2013). For functions too large for Newton's method or not convex.
/// </summary>
internal static class LimitedMemoryBfgs
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaximumTrials = 30;

    /// <summary>Moves <paramref name="point"/> downhill and returns the value there.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="point">Where to start; holds where it ended.</param>
    /// <param name="iterations">Steps at most; fewer are made where no step leads downhill or the gradient is 0.</param>
    /// <param name="memory">Steps remembered.</param>
    public static double Minimize(ISmoothObjective objective, double[] point, int iterations, int memory = 20)
    {
        int length = point.Length;
        double[] gradient = new double[length], trial = new double[length], trialGradient = new double[length], direction = new double[length];
        List<(double[] Step, double[] Change, double Product)> history = [];
        double value = objective.Evaluate(point, gradient);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            WriteDirection(history, gradient, direction);
            double slope = OrderedSums.Dot(gradient, direction);
            if (!(slope < 0))
            {
                break;
            }

            double first = history.Count > 0 ? 1 : Math.Min(1, 1 / Math.Sqrt(-slope));
            double? reached = Search(objective, point, value, direction, slope, first, trial, trialGradient);
            if (reached is null)
            {
                break;
            }

            Remember(history, memory, point, trial, gradient, trialGradient);
            (value, bool isStill) = (reached.Value, reached.Value == value);
            trial.CopyTo(point, 0);
            trialGradient.CopyTo(gradient, 0);
            if (isStill)
            {
                break;
            }
        }

        return value;
    }

    // The value at a step length that decreases enough and flattens the slope, or null where rounding leaves none; the step is in trial.
    private static double? Search(
        ISmoothObjective objective, double[] point, double value, double[] direction, double slope, double first, double[] trial, double[] trialGradient)
    {
        (double low, double high, double step) = (0, double.PositiveInfinity, first);
        for (int attempt = 0; attempt < MaximumTrials; attempt++)
        {
            for (int index = 0; index < point.Length; index++)
            {
                trial[index] = point[index] + (step * direction[index]);
            }

            double trialValue = objective.Evaluate(trial, trialGradient);
            if (!(trialValue <= value + (SufficientDecrease * step * slope)))
            {
                high = step;
            }
            else if (OrderedSums.Dot(trialGradient, direction) < Curvature * slope)
            {
                low = step;
            }
            else
            {
                return trialValue;
            }

            step = double.IsInfinity(high) ? 2 * low : 0.5 * (low + high);
        }

        return null;
    }

    private static void Remember(List<(double[] Step, double[] Change, double Product)> history, int memory, double[] point, double[] trial, double[] gradient, double[] trialGradient)
    {
        double[] step = new double[point.Length], change = new double[point.Length];
        for (int index = 0; index < point.Length; index++)
        {
            step[index] = trial[index] - point[index];
            change[index] = trialGradient[index] - gradient[index];
        }

        double product = OrderedSums.Dot(step, change);
        if (product > 0)
        {
            if (history.Count == memory)
            {
                history.RemoveAt(0);
            }

            history.Add((step, change, product));
        }
    }

    // The two-loop recursion: minus the inverse Hessian, as the last steps show it, times the gradient.
    private static void WriteDirection(List<(double[] Step, double[] Change, double Product)> history, double[] gradient, double[] direction)
    {
        for (int index = 0; index < gradient.Length; index++)
        {
            direction[index] = -gradient[index];
        }

        double[] factors = new double[history.Count];
        for (int place = history.Count - 1; place >= 0; place--)
        {
            factors[place] = OrderedSums.Dot(history[place].Step, direction) / history[place].Product;
            Add(direction, history[place].Change, -factors[place]);
        }

        if (history.Count > 0)
        {
            double scale = history[^1].Product / OrderedSums.Dot(history[^1].Change, history[^1].Change);
            foreach (ref double component in direction.AsSpan())
            {
                component *= scale;
            }
        }

        for (int place = 0; place < history.Count; place++)
        {
            double factor = OrderedSums.Dot(history[place].Change, direction) / history[place].Product;
            Add(direction, history[place].Step, factors[place] - factor);
        }
    }

    private static void Add(double[] target, double[] source, double factor)
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] += factor * source[index];
        }
    }
}
