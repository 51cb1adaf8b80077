using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>Draws that the made-up world needs beyond what a random stream offers.</summary>
internal static class SampleDraw
{
    /// <summary>True with <paramref name="probability"/>.</summary>
    public static bool Chance(this RandomStream random, double probability) => random.NextDouble() < probability;

    /// <summary>An index, drawn with probability proportional to its weight (0 or more, not all 0).</summary>
    public static int Weighted(this RandomStream random, ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }

        double left = random.NextDouble() * total;
        for (int index = 0; index < weights.Length; index++)
        {
            left -= weights[index];
            if (left < 0)
            {
                return index;
            }
        }

        return weights.Length - 1;
    }

    /// <summary>A whole number around <paramref name="mean"/> with a tail to the right, not below <paramref name="minimum"/>.</summary>
    public static int Count(this RandomStream random, double mean, double spread, int minimum) =>
        Math.Max(minimum, (int)Math.Floor((mean * Elementary.Exp((spread * random.NextGaussian()) - (0.5 * spread * spread))) + 0.5));

    /// <summary>The logistic function.</summary>
    public static double Logistic(double x) => 1.0 / (1.0 + Elementary.Exp(-x));

    /// <summary>A smooth bump of height 1 around <paramref name="centre"/>.</summary>
    public static double Bump(double x, double centre, double width)
    {
        double distance = (x - centre) / width;
        return Elementary.Exp(-distance * distance);
    }
}
