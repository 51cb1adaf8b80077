namespace MusicRec.Learning;

/// <summary>The one number by which scores are multiplied before a softmax so that its shares are probabilities (Guo et al. 2017).</summary>
internal static class Temperature
{
    /// <summary>The maximum of the likelihood of targets that are pulled in from 0 and 1 by the number of rows, as <see cref="PlattScaling"/> does; 0 or more.</summary>
    /// <param name="scores">Scores of rows that the model did not learn from, [rows, classes].</param>
    /// <param name="classes">The class of each.</param>
    public static double InverseOf(Numerics.Matrix scores, int[] classes)
    {
        int count = scores.Columns;
        double own = (classes.Length + 1.0) / (classes.Length + count), other = 1.0 / (classes.Length + count);
        double[] shares = new double[count], scaled = new double[count];

        // The likelihood is concave: its slope falls from the left end to the right, so halving finds where it is 0.
        (double low, double high) = (0, 1024);
        for (int step = 0; step < 100; step++)
        {
            double middle = (low + high) / 2, slope = 0;
            for (int row = 0; row < classes.Length; row++)
            {
                Span<double> given = scores.Row(row);
                for (int place = 0; place < count; place++)
                {
                    scaled[place] = middle * given[place];
                }

                _ = LogisticObjective.Softmax(scaled, shares);
                for (int place = 0; place < count; place++)
                {
                    slope += given[place] * ((place == classes[row] ? own : other) - shares[place]);
                }
            }

            (low, high) = slope > 0 ? (middle, high) : (low, middle);
        }

        return low;
    }
}
