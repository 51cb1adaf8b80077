namespace MusicRec.Data;

/// <summary>Descriptive statistics with a fixed order of additions, over values of which none is missing.</summary>
internal static class Descriptive
{
    /// <summary>The values of these rows that are not missing.</summary>
    public static double[] Present(double[] values, int[] rows)
    {
        List<double> present = new(rows.Length);
        foreach (int row in rows)
        {
            if (!double.IsNaN(values[row]))
            {
                present.Add(values[row]);
            }
        }

        return [.. present];
    }

    /// <summary>The sum, with the error of every addition carried along (Neumaier 1974).</summary>
    public static double Sum(double[] values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return double.IsFinite(lost) ? sum + lost : sum;
    }

    /// <summary>The arithmetic mean; NaN of nothing.</summary>
    public static double Mean(double[] values) => values.Length == 0 ? double.NaN : Sum(values) / values.Length;

    /// <summary>The standard deviation with divisor n − 1, in two passes; NaN for fewer than two values.</summary>
    public static double StandardDeviation(double[] values)
    {
        if (values.Length < 2)
        {
            return double.NaN;
        }

        double mean = Mean(values);
        return Math.Sqrt(Sum(Array.ConvertAll(values, value => (value - mean) * (value - mean))) / (values.Length - 1));
    }

    /// <summary>The adjusted Fisher-Pearson coefficient of skewness, G1 of Joanes and Gill 1998; NaN for fewer than three values or equal ones.</summary>
    public static double Skewness(double[] values)
    {
        double deviation = StandardDeviation(values);
        if (values.Length < 3 || deviation == 0)
        {
            return double.NaN;
        }

        double mean = Mean(values), count = values.Length;
        return count / ((count - 1) * (count - 2)) * Sum(Array.ConvertAll(values, value => (value - mean) / deviation * ((value - mean) / deviation) * ((value - mean) / deviation)));
    }

    /// <summary>
    /// The quantile at <paramref name="probability"/>, linear between neighbours: the default of numpy and pandas, type 7 of
    /// Hyndman and Fan 1996; NaN of nothing.
    /// </summary>
    public static double Quantile(double[] values, double probability)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return SortedQuantile(sorted, probability);
    }

    /// <summary>As <see cref="Quantile"/>, over values in ascending order.</summary>
    public static double SortedQuantile(double[] sorted, double probability)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        double place = (sorted.Length - 1) * probability;
        int below = (int)Math.Floor(place);
        double share = place - below;
        return share == 0 ? sorted[below] : sorted[below] + ((sorted[below + 1] - sorted[below]) * share);
    }

    /// <summary>Pearson's correlation over the rows where both have a value; NaN when there are fewer than two or one of them is constant.</summary>
    public static double Correlation(double[] first, double[] second)
    {
        int[] rows = [.. Enumerable.Range(0, first.Length).Where(row => !double.IsNaN(first[row]) && !double.IsNaN(second[row]))];
        double[] x = Array.ConvertAll(rows, row => first[row]);
        double[] y = Array.ConvertAll(rows, row => second[row]);
        double meanX = Mean(x), meanY = Mean(y);
        double xx = Sum(Array.ConvertAll(x, value => (value - meanX) * (value - meanX)));
        double yy = Sum(Array.ConvertAll(y, value => (value - meanY) * (value - meanY)));
        double xy = Sum([.. x.Select((value, index) => (value - meanX) * (y[index] - meanY))]);
        return x.Length < 2 || xx == 0 || yy == 0 ? double.NaN : Math.Clamp(xy / (Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }
}
