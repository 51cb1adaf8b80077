using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>Pearson's correlation of one sparse rating vector with many at once, over the columns they share or over all.</summary>
/// <param name="rows">The many, [rows, columns].</param>
/// <param name="columns">The same turned, [columns, rows].</param>
/// <param name="columnCount">Number of columns.</param>
/// <param name="overlap">Which columns count.</param>
internal sealed class PearsonCorrelation(CompressedRows rows, CompressedRows columns, int columnCount, RatingOverlap overlap)
{
    // Below this share of the sum of squares a variance is rounding: the vector is constant there and has no correlation.
    private const double Rounding = 1e-12;

    private readonly (double Sum, double Squares)[] _totals = Totals(rows);

    /// <summary>The correlation with every row (0 where there is none), and how many columns each row shares.</summary>
    public (double[] Correlations, int[] Shared) With(ReadOnlySpan<int> places, ReadOnlySpan<double> ratings)
    {
        int rowCount = rows.Offsets.Length - 1;
        int[] shared = new int[rowCount];
        double[] products = new double[rowCount];
        Sums[] pairs = overlap == RatingOverlap.CoRated ? new Sums[rowCount] : [];

        // Sums over shared columns are taken about each row's own mean: a common offset would swallow the digits.
        (double ownSum, double ownSquares) = Total(ratings);
        double ownShift = overlap == RatingOverlap.CoRated && ratings.Length > 0 ? ownSum / ratings.Length : 0;
        for (int place = 0; place < places.Length; place++)
        {
            double own = ratings[place] - ownShift;
            int end = columns.Offsets[places[place] + 1];
            for (int entry = columns.Offsets[places[place]]; entry < end; entry++)
            {
                int row = columns.Columns[entry];
                shared[row]++;
                if (overlap == RatingOverlap.AllItems)
                {
                    products[row] += own * columns.Weights[entry];
                }
                else
                {
                    double other = columns.Weights[entry] - Mean(row);
                    products[row] += own * other;
                    ref Sums sums = ref pairs[row];
                    sums = new Sums(sums.Own + own, sums.OwnSquares + (own * own), sums.Other + other, sums.OtherSquares + (other * other));
                }
            }
        }

        double[] correlations = new double[rowCount];
        for (int row = 0; row < rowCount; row++)
        {
            if (shared[row] > 0)
            {
                correlations[row] = overlap == RatingOverlap.AllItems
                    ? Correlation(columnCount, products[row], new Sums(ownSum, ownSquares, _totals[row].Sum, _totals[row].Squares))
                    : Correlation(shared[row], products[row], pairs[row]);
            }
        }

        return (correlations, shared);
    }

    private static double Correlation(int count, double products, Sums sums)
    {
        double covariance = (count * products) - (sums.Own * sums.Other);
        double ownVariance = (count * sums.OwnSquares) - (sums.Own * sums.Own);
        double otherVariance = (count * sums.OtherSquares) - (sums.Other * sums.Other);
        if (ownVariance <= Rounding * count * sums.OwnSquares || otherVariance <= Rounding * count * sums.OtherSquares)
        {
            return 0;
        }

        return Math.Clamp(covariance / (Math.Sqrt(ownVariance) * Math.Sqrt(otherVariance)), -1, 1);
    }

    private static (double Sum, double Squares)[] Totals(CompressedRows rows)
    {
        (double Sum, double Squares)[] totals = new (double, double)[rows.Offsets.Length - 1];
        for (int row = 0; row < totals.Length; row++)
        {
            totals[row] = Total(rows.WeightsOf(row));
        }

        return totals;
    }

    private static (double Sum, double Squares) Total(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        foreach (double value in values)
        {
            sum += value;
            squares += value * value;
        }

        return (sum, squares);
    }

    private double Mean(int row) => _totals[row].Sum / (rows.Offsets[row + 1] - rows.Offsets[row]);

    private readonly record struct Sums(double Own, double OwnSquares, double Other, double OtherSquares);
}
