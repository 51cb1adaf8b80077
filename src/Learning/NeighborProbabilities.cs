using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// How likely two rows are neighbours (van der Maaten and Hinton 2008, equations 1 and 2): a normal distribution around each row, as wide
/// as gives its neighbours the perplexity asked for; the mean of both directions. Found as scikit-learn's _binary_search_perplexity does.
/// </summary>
internal static class NeighborProbabilities
{
    /// <summary>What stands for a probability of 0.</summary>
    public const double Least = 2.220446049250313e-16;

    private const int MostSteps = 100;
    private const double Tolerance = 1e-5;

    /// <summary>The probabilities of all pairs, [rows, rows], which sum to 1; 0 on the diagonal.</summary>
    public static double[] Of(double[] squaredDistances, int rows, double perplexity)
    {
        double[] conditional = new double[squaredDistances.Length];
        double entropy = Elementary.Log(perplexity);
        ParallelLoop.For(rows, row => Search(squaredDistances.AsSpan(row * rows, rows), row, entropy, conditional.AsSpan(row * rows, rows)));
        double[] joint = new double[conditional.Length];
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int other = 0; other < rows; other++)
            {
                joint[(row * rows) + other] = conditional[(row * rows) + other] + conditional[(other * rows) + row];
                total += joint[(row * rows) + other];
            }
        }

        for (int pair = 0; pair < joint.Length; pair++)
        {
            joint[pair] = pair / rows == pair % rows ? 0 : Math.Max(joint[pair] / Math.Max(total, Least), Least);
        }

        return joint;
    }

    // Halves the range of the distribution's precision until its entropy is that of the perplexity.
    private static void Search(ReadOnlySpan<double> distances, int row, double wanted, Span<double> probabilities)
    {
        double precision = 1, low = double.NegativeInfinity, high = double.PositiveInfinity;
        for (int step = 0; step < MostSteps; step++)
        {
            double difference = Entropy(distances, row, precision, probabilities) - wanted;
            if (Math.Abs(difference) <= Tolerance)
            {
                return;
            }

            if (difference > 0)
            {
                (low, precision) = (precision, double.IsInfinity(high) ? precision * 2 : (precision + high) / 2);
            }
            else
            {
                (high, precision) = (precision, double.IsInfinity(low) ? precision / 2 : (precision + low) / 2);
            }
        }
    }

    private static double Entropy(ReadOnlySpan<double> distances, int row, double precision, Span<double> probabilities)
    {
        double sum = 0, mean = 0;
        for (int other = 0; other < distances.Length; other++)
        {
            probabilities[other] = other == row ? 0 : Elementary.Exp(-distances[other] * precision);
            sum += probabilities[other];
        }

        sum = sum == 0 ? Least : sum;
        for (int other = 0; other < distances.Length; other++)
        {
            probabilities[other] /= sum;
            mean += distances[other] * probabilities[other];
        }

        return Elementary.Log(sum) + (precision * mean);
    }
}
