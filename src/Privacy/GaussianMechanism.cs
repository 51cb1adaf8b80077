using MusicRec.Numerics;

namespace MusicRec.Privacy;

/// <summary>
/// How much normal noise makes a figure (ε, δ)-differentially private: whatever comes out, its probability changes by a factor of at most
/// e^ε, but for a share of at most δ, when one person's data are left out (Dwork and Roth 2014). Noise is given as a multiplier of the
/// sensitivity: how far, in Euclidean length, one person can move the figure. The condition is the exact one of Balle and Wang 2018,
/// "Improving the Gaussian mechanism for differential privacy", not the textbook bound.
/// </summary>
public static class GaussianMechanism
{
    private const double RootOfTwoPi = 2.5066282746310002;

    /// <summary>The smallest δ that noise gives together with ε: Φ(1/2σ − εσ) − e^ε · Φ(−1/2σ − εσ) (Balle and Wang 2018, theorem 8).</summary>
    /// <param name="noiseMultiplier">σ, the noise's standard deviation divided by the sensitivity, above 0.</param>
    /// <param name="epsilon">ε, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double Delta(double noiseMultiplier, double epsilon)
    {
        Throw.IfNotPositive(noiseMultiplier);
        Throw.IfOutside(epsilon, 0, double.MaxValue);
        double near = (0.5 / noiseMultiplier) - (epsilon * noiseMultiplier), far = (0.5 / noiseMultiplier) + (epsilon * noiseMultiplier);

        // far² − near² = 2ε, so that e^ε times the density at far is the density at near: nothing overflows.
        double density = Elementary.Exp(-0.5 * near * near) / RootOfTwoPi;
        double delta = near < 0
            ? density * (TailOverDensity(-near) - TailOverDensity(far))
            : 1 - (density * (TailOverDensity(near) + TailOverDensity(far)));
        return Math.Clamp(delta, 0, 1);
    }

    /// <summary>The smallest noise that is (ε, δ)-private, as a multiplier of the sensitivity.</summary>
    /// <param name="epsilon">ε, 0.0001 to 1,000.</param>
    /// <param name="delta">δ, 1e-100 to below 1; it should be far below one divided by the number of people.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double NoiseMultiplier(double epsilon, double delta)
    {
        Throw.IfOutside(epsilon, 1e-4, 1_000);
        Throw.IfOutside(delta, 1e-100, Math.BitDecrement(1.0));
        double low = 1e-6, high = 1e9;
        while (true)
        {
            double middle = Math.Sqrt(low * high);
            if (!(middle > low && middle < high))
            {
                return high;
            }

            (low, high) = Delta(middle, epsilon) > delta ? (middle, high) : (low, middle);
        }
    }

    /// <summary>
    /// The noise of one of several figures that together are as private as one with <paramref name="noiseMultiplier"/>: that divided by
    /// √share, as the precisions 1/σ² of normal noise add up, also where a figure is asked for in view of those before
    /// (Dong, Roth and Su 2022, corollary 3.3).
    /// </summary>
    /// <param name="noiseMultiplier">That of all together, 0 (no noise, no privacy) or more.</param>
    /// <param name="share">The figure's share of the privacy spent, above 0 to 1; the shares of all figures add up to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double ForShare(double noiseMultiplier, double share)
    {
        Throw.IfOutside(noiseMultiplier, 0, double.MaxValue);
        Throw.IfOutside(share, double.Epsilon, 1);
        return noiseMultiplier / Math.Sqrt(share);
    }

    /// <summary>
    /// The largest area under the ROC curve that anybody can reach who is to tell, from what was published, whether one person's data were
    /// in it: Φ(1 / √2σ), by the trade-off between both errors of Dong, Roth and Su 2022.
    /// </summary>
    /// <param name="noiseMultiplier">σ over the sensitivity, 0 (no privacy: the area is 1) or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The multiplier is negative or not finite.</exception>
    public static double LargestMembershipArea(double noiseMultiplier)
    {
        Throw.IfOutside(noiseMultiplier, 0, double.MaxValue);
        return noiseMultiplier == 0 ? 1 : 0.5 * (1 + Elementary.Erf(0.5 / noiseMultiplier));
    }

    /// <summary>Φ(−x) divided by the normal density at x (Mills' ratio), for x of 0 or more.</summary>
    private static double TailOverDensity(double x)
    {
        const double Small = 1.5;
        const int Terms = 200;
        if (x < Small)
        {
            return 0.5 * (1 - Elementary.Erf(x / Math.Sqrt(2))) * RootOfTwoPi * Elementary.Exp(0.5 * x * x);
        }

        // Laplace's continued fraction 1 / (x + 1 / (x + 2 / (x + …))), which keeps its digits where 1 − erf has none left.
        double fraction = x;
        for (int term = Terms; term >= 1; term--)
        {
            fraction = x + (term / fraction);
        }

        return 1 / fraction;
    }
}
