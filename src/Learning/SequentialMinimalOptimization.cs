using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// The dual problem of a support vector machine of two classes: min ½ αᵀQα − Σα over 0 ≤ α ≤ C and Σ sideᵢ αᵢ = 0, with Qᵢⱼ = sideᵢ sideⱼ kernelᵢⱼ. Two
/// numbers are moved at a time, chosen by second-order information (Fan, Chen and Lin 2005), as libsvm does, without its shrinking.
/// </summary>
internal static class SequentialMinimalOptimization
{
    // libsvm's default is 1e-3; the problems here are small enough to be solved to the digits that references agree to.
    private const double Tolerance = 1e-8;
    private const double SmallestCurvature = 1e-12;
    private const int LeastSteps = 100_000;

    /// <summary>The factors α and what is added to the sum of side · α · kernel to decide.</summary>
    /// <param name="kernel">[rows, rows].</param>
    /// <param name="sides">1 or −1 for each row.</param>
    /// <param name="largest">C.</param>
    public static (double[] Factors, double Bias) Solve(Matrix kernel, sbyte[] sides, double largest)
    {
        int rows = sides.Length;
        double[] factors = new double[rows], gradient = new double[rows];
        Array.Fill(gradient, -1);
        long most = Math.Max(LeastSteps, 1000L * rows);
        for (long step = 0; step < most; step++)
        {
            (int first, int second) = Choose(kernel, sides, factors, gradient, largest);
            if (second < 0)
            {
                return (factors, Bias(sides, factors, gradient, largest));
            }

            (double oldFirst, double oldSecond) = (factors[first], factors[second]);
            Move(kernel, sides, factors, gradient, largest, first, second);
            double changeFirst = (factors[first] - oldFirst) * sides[first], changeSecond = (factors[second] - oldSecond) * sides[second];
            Span<double> firstRow = kernel.Row(first), secondRow = kernel.Row(second);
            for (int row = 0; row < rows; row++)
            {
                gradient[row] += sides[row] * ((changeFirst * firstRow[row]) + (changeSecond * secondRow[row]));
            }
        }

        throw new InvalidOperationException($"The support vector machine of {rows} rows did not reach its minimum in {most} steps; bring the columns to one scale, or take a smaller inverseRegularization.");
    }

    /// <summary>The two that violate the conditions of the minimum and promise most; the second is −1 where none do.</summary>
    private static (int First, int Second) Choose(Matrix kernel, sbyte[] sides, double[] factors, double[] gradient, double largest)
    {
        (int first, double most) = (-1, double.NegativeInfinity);
        for (int row = 0; row < sides.Length; row++)
        {
            double pull = -sides[row] * gradient[row];
            if (CanGrow(sides[row], factors[row], largest) && pull > most)
            {
                (first, most) = (row, pull);
            }
        }

        if (first < 0)
        {
            return (-1, -1);
        }

        (int second, double least, double best) = (-1, double.PositiveInfinity, double.PositiveInfinity);
        Span<double> own = kernel.Row(first);
        for (int row = 0; row < sides.Length; row++)
        {
            if (!CanGrow(-sides[row], factors[row], largest))
            {
                continue;
            }

            double pull = -sides[row] * gradient[row], violation = most - pull;
            least = Math.Min(least, pull);
            if (violation > 0)
            {
                double curvature = Math.Max(SmallestCurvature, own[first] + kernel.Values[(row * sides.Length) + row] - (2 * own[row]));
                double gain = -violation * violation / curvature;
                if (gain < best)
                {
                    (second, best) = (row, gain);
                }
            }
        }

        return most - least < Tolerance ? (first, -1) : (first, second);
    }

    /// <summary>The best step along the line that keeps Σ side · α, cut off where a factor meets its bound.</summary>
    private static void Move(Matrix kernel, sbyte[] sides, double[] factors, double[] gradient, double largest, int first, int second)
    {
        double curvature = Math.Max(SmallestCurvature, kernel[first, first] + kernel[second, second] - (2 * kernel[first, second]));
        double step = ((-sides[first] * gradient[first]) + (sides[second] * gradient[second])) / curvature;
        step = Math.Min(step, sides[first] > 0 ? largest - factors[first] : factors[first]);
        step = Math.Min(step, sides[second] > 0 ? factors[second] : largest - factors[second]);
        factors[first] = Math.Clamp(factors[first] + (sides[first] * step), 0, largest);
        factors[second] = Math.Clamp(factors[second] - (sides[second] * step), 0, largest);
    }

    private static bool CanGrow(int side, double factor, double largest) => side > 0 ? factor < largest : factor > 0;

    /// <summary>libsvm's −rho: the mean pull of the factors between their bounds, or the middle of what the others allow.</summary>
    private static double Bias(sbyte[] sides, double[] factors, double[] gradient, double largest)
    {
        double sum = 0, high = double.PositiveInfinity, low = double.NegativeInfinity;
        int free = 0;
        for (int row = 0; row < sides.Length; row++)
        {
            double pull = sides[row] * gradient[row];
            if (factors[row] > 0 && factors[row] < largest)
            {
                sum += pull;
                free++;
            }
            else if ((factors[row] >= largest) == (sides[row] < 0))
            {
                high = Math.Min(high, pull);
            }
            else
            {
                low = Math.Max(low, pull);
            }
        }

        return -(free > 0 ? sum / free : (high + low) / 2);
    }
}
