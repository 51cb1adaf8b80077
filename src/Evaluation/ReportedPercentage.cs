using System.Globalization;

namespace MusicRec.Evaluation;

/// <summary>
/// A percentage as it stands printed in a paper, and the counts that could have led to it: 98.57 % can be 69 of 70,
/// but never k of 39. Rounding is taken as half up or half to even, whichever of the two fits.
/// </summary>
/// <param name="Percent">The figure as printed, 0 to 100.</param>
/// <param name="Decimals">Digits printed behind the point, 0 to 6.</param>
public sealed record ReportedPercentage(double Percent, int Decimals)
{
    /// <summary>The figure as printed, 0 to 100.</summary>
    public double Percent { get; } = Checked(Percent);

    /// <summary>Digits printed behind the point, 0 to 6.</summary>
    public int Decimals { get; } = CheckedDecimals(Decimals);

    /// <summary>The smallest share that prints so, 0 to 1.</summary>
    public double Lowest => Math.Max(0, (Percent - HalfUnit) / 100);

    /// <summary>The largest share that prints so, 0 to 1.</summary>
    public double Highest => Math.Min(1, (Percent + HalfUnit) / 100);

    private double HalfUnit => 0.5 / UnitsPerPercent;

    private long UnitsPerPercent
    {
        get
        {
            long units = 1;
            for (int digit = 0; digit < Decimals; digit++)
            {
                units *= 10;
            }

            return units;
        }
    }

    /// <summary>Whether <paramref name="correct"/> of <paramref name="total"/> would be printed as this figure.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is below 1, or <paramref name="correct"/> is not in 0 to <paramref name="total"/>.</exception>
    public bool CanBe(int correct, int total)
    {
        Throw.IfBelow(total, 1);
        Throw.IfOutside(correct, 0, total);
        // |100 k/n − printed| ≤ half a unit of the last digit, in whole numbers so that no rounding decides a tie.
        long unit = UnitsPerPercent;
        long printed = (long)Math.Round(Percent * unit);
        return Math.Abs((200 * unit * correct) - (2 * printed * total)) <= total;
    }

    /// <summary>All (correct, total) with a total from <paramref name="smallestTotal"/> to <paramref name="largestTotal"/> that print as this figure, totals ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A total is below 1 or above 1,000,000.</exception>
    public IReadOnlyList<(int Correct, int Total)> Fractions(int smallestTotal, int largestTotal)
    {
        Throw.IfOutside(smallestTotal, 1, 1_000_000);
        Throw.IfOutside(largestTotal, 1, 1_000_000);
        List<(int, int)> found = [];
        for (int total = smallestTotal; total <= largestTotal; total++)
        {
            int nearest = (int)Math.Round(Percent / 100 * total);
            for (int correct = Math.Max(0, nearest - 1); correct <= Math.Min(total, nearest + 1); correct++)
            {
                if (CanBe(correct, total))
                {
                    found.Add((correct, total));
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public override string ToString() => Percent.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " %";

    private static double Checked(double percent)
    {
        Throw.IfOutside(percent, 0, 100, nameof(Percent));
        return percent;
    }

    private static int CheckedDecimals(int decimals)
    {
        Throw.IfOutside(decimals, 0, 6, nameof(Decimals));
        return decimals;
    }
}
