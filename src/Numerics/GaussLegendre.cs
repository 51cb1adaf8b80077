namespace MusicRec.Numerics;

/// <summary>
/// Gauss and Legendre's rule: places in [0, 1] and weights such that Σ weight · f(place) is the integral of f, exact for polynomials up to the
/// degree of twice the number of places less one. Places are the zeros of a Legendre polynomial, found by Newton's method.
/// </summary>
internal static class GaussLegendre
{
    private const int MostSteps = 100;

    /// <param name="count">Number of places, 1 or more; they ascend.</param>
    public static (double[] Places, double[] Weights) Of(int count)
    {
        Throw.IfBelow(count, 1);
        double[] places = new double[count], weights = new double[count];
        for (int index = 0; index < (count + 1) / 2; index++)
        {
            double x = Elementary.SinCos(Math.PI * (index + 0.75) / (count + 0.5)).Cosine, slope = 1;
            for (int step = 0; step < MostSteps; step++)
            {
                (double value, slope) = Polynomial(count, x);
                double change = value / slope;
                x -= change;
                if (Math.Abs(change) <= 1e-16)
                {
                    break;
                }
            }

            // Of a pair of zeros ±x the one below 0 comes first; in [0, 1] a weight is half of that in [−1, 1].
            slope = Polynomial(count, x).Slope;
            double weight = 1 / ((1 - (x * x)) * slope * slope);
            (places[index], places[count - 1 - index]) = ((1 - x) / 2, (1 + x) / 2);
            (weights[index], weights[count - 1 - index]) = (weight, weight);
        }

        return (places, weights);
    }

    private static (double Value, double Slope) Polynomial(int degree, double x)
    {
        double before = 1, value = x;
        for (int next = 2; next <= degree; next++)
        {
            (before, value) = (value, ((((2 * next) - 1) * x * value) - ((next - 1) * before)) / next);
        }

        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
