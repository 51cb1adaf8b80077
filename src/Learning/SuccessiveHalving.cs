namespace MusicRec.Learning;

/// <summary>One rung of a search: so many candidates get so much.</summary>
/// <param name="Candidates">Candidates tried, 1 or more.</param>
/// <param name="Resource">What each may spend: rows, iterations, epochs.</param>
public sealed record SearchRung(int Candidates, int Resource);

/// <summary>The rungs of successive halving (Karnin, Koren and Somekh 2013), as scikit-learn 1.2.1 lays them.</summary>
public static class SuccessiveHalving
{
    /// <summary>
    /// The rungs of a search. They are scikit-learn's, except where its logarithm in floating point misses a power, as for 243 candidates and
    /// factor 3: there scikit-learn lays one rung less.
    /// </summary>
    /// <param name="settings">The budget.</param>
    /// <param name="smallest">What a candidate needs at least where the settings do not say, 1 or more.</param>
    /// <param name="largest">What there is at most where the settings do not say; null: they must.</param>
    /// <exception cref="ArgumentException">A setting is not allowed, or the smallest resource is more than the largest.</exception>
    public static IReadOnlyList<SearchRung> Rungs(SearchSettings settings, int smallest = 1, int? largest = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        Throw.IfBelow(smallest, 1);
        int maximum = settings.MaximumResource ?? largest
            ?? throw new ArgumentException($"{nameof(settings.MaximumResource)} is null; only rows have a largest number of their own.", nameof(settings));
        int minimum = settings.MinimumResource ?? smallest;
        if (minimum > maximum)
        {
            throw new ArgumentException($"The smallest resource is {minimum} and the largest {maximum}; the first rung needs the smallest.", nameof(settings));
        }

        int candidates = settings.Candidates ?? maximum / minimum;
        int required = 1 + WholeLogarithm(candidates, settings.Factor);
        if (settings.MinimumResource is null)
        {
            minimum = Math.Max(minimum, (int)(maximum / Power(settings.Factor, required - 1)));
        }

        int possible = 1 + WholeLogarithm(maximum / minimum, settings.Factor);
        int count = settings.AggressiveElimination ? required : Math.Min(possible, required);
        SearchRung[] rungs = new SearchRung[count];
        for (int rung = 0; rung < count; rung++)
        {
            int power = settings.AggressiveElimination ? Math.Max(0, rung - required + possible) : rung;
            rungs[rung] = new SearchRung(candidates, (int)Math.Min(maximum, Power(settings.Factor, power) * minimum));
            candidates = ((candidates - 1) / settings.Factor) + 1;
        }

        return rungs;
    }

    /// <summary>The largest power of <paramref name="factor"/> that is not above <paramref name="value"/>, as an exponent.</summary>
    private static int WholeLogarithm(int value, int factor)
    {
        int exponent = 0;
        for (long power = factor; power <= value; power *= factor)
        {
            exponent++;
        }

        return exponent;
    }

    // At most the number of candidates times the factor, so it fits.
    private static long Power(int factor, int exponent)
    {
        long power = 1;
        for (int step = 0; step < exponent; step++)
        {
            power *= factor;
        }

        return power;
    }
}
