namespace MusicRec.Evaluation;

/// <summary>Holm's step-down correction (1979) of p-values for the number of questions asked.</summary>
public static class HolmCorrection
{
    /// <summary>
    /// Adjusted p-values, in the order given: rejecting those at or below a level keeps the chance of any false rejection
    /// at that level. The smallest of m is multiplied by m, the next by m − 1, and so on; none falls below its predecessor or
    /// rises above 1.
    /// </summary>
    /// <param name="pValues">Each 0 to 1; of equal ones the earlier is taken as the smaller.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        double[] values = pValues.ToArray();
        for (int index = 0; index < values.Length; index++)
        {
            Throw.IfOutside(values[index], 0, 1, $"{nameof(pValues)}[{index}]");
        }

        double[] adjusted = new double[values.Length];
        double running = 0;
        int left = values.Length;
        foreach (int index in Enumerable.Range(0, values.Length).OrderBy(index => values[index]))
        {
            running = Math.Max(running, Math.Min(1, values[index] * left--));
            adjusted[index] = running;
        }

        return adjusted;
    }
}
