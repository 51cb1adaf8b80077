namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="DistanceKernels"/>, with the same bits.</summary>
internal static class DistanceReference
{
    /// <summary>The squared distance, column after column.</summary>
    public static double Squared(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int column = 0; column < left.Length; column++)
        {
            double difference = left[column] - right[column];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    /// <summary>The row of <paramref name="points"/> nearest to <paramref name="row"/>, of equally near ones the first, and its squared distance.</summary>
    public static (int Nearest, double SquaredDistance) Nearest(ReadOnlySpan<double> row, Matrix points)
    {
        (int nearest, double smallest) = (0, double.PositiveInfinity);
        for (int candidate = 0; candidate < points.Rows; candidate++)
        {
            double squared = Squared(row, points.Row(candidate));
            if (squared < smallest)
            {
                (nearest, smallest) = (candidate, squared);
            }
        }

        return (nearest, smallest);
    }

    /// <summary>The sum in eight lanes, number i in lane i mod 8, these added up as in <see cref="ReductionsReference"/>.</summary>
    public static double Sum(ReadOnlySpan<double> values) => ReductionsReference.SumInLanes(values);
}
