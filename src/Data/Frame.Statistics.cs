using MusicRec.Numerics;

namespace MusicRec.Data;

/// <content>Looking at what is there.</content>
public sealed partial class Frame
{
    /// <summary>
    /// One row per column: type, number of values and of missing ones; for numeric columns mean, standard deviation (divisor
    /// n − 1), minimum, quartiles (linear between neighbours, as numpy and pandas) and maximum; for the others the number of
    /// distinct values, the most frequent one (of equally frequent ones the first in order) and how often it stands.
    /// </summary>
    public Frame Describe()
    {
        int count = ColumnCount;
        string?[] types = new string?[count], most = new string?[count];
        int[] present = new int[count], missing = new int[count], distinct = new int[count], often = new int[count];
        bool[] numeric = Array.ConvertAll(columns, column => column.IsNumeric);
        double[][] statistics = [.. Enumerable.Range(0, 7).Select(_ => Enumerable.Repeat(double.NaN, count).ToArray())];
        for (int place = 0; place < count; place++)
        {
            types[place] = columns[place].Type.ToString();
            missing[place] = columns[place].MissingCount;
            present[place] = RowCount - missing[place];
            if (columns[place].ToNumbers() is double[] numbers)
            {
                double[] sorted = [.. numbers.Where(value => !double.IsNaN(value)).Order()];
                double[] row = [Descriptive.Mean(sorted), Descriptive.StandardDeviation(sorted), .. Quartiles(sorted)];
                for (int index = 0; index < row.Length; index++)
                {
                    statistics[index][place] = row[index];
                }
            }
            else
            {
                int[] sizes = Sizes(columns[place].ToCodes());
                distinct[place] = sizes.Length;
                often[place] = sizes.Length == 0 ? 0 : sizes.Max();
                most[place] = sizes.Length == 0 ? null : columns[place].TextAt(columns[place].ToCodes().Representatives[Array.IndexOf(sizes, often[place])]);
            }
        }

        return new Frame(
            ("column", (string?[])[.. names]),
            ("type", types),
            ("count", present),
            ("missing", missing),
            ("mean", statistics[0]),
            ("sd", statistics[1]),
            ("min", statistics[2]),
            ("25 %", statistics[3]),
            ("50 %", statistics[4]),
            ("75 %", statistics[5]),
            ("max", statistics[6]),
            ("distinct", new IntegerColumn(distinct, numeric)),
            ("most frequent", most),
            ("times", new IntegerColumn(often, numeric)));
    }

    /// <summary>
    /// Pearson's correlation of each two of these numeric columns (all numeric ones when none is named), each over the rows in
    /// which both have a value.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not numeric.</exception>
    public CorrelationMatrix Correlate(params string[] columns)
    {
        string[] chosen = columns.Length > 0 ? [.. columns] : NumericNames();
        double[][] numbers = Array.ConvertAll(chosen, Numbers);
        Matrix matrix = new(chosen.Length, chosen.Length);
        for (int row = 0; row < chosen.Length; row++)
        {
            for (int column = row; column < chosen.Length; column++)
            {
                double value = Descriptive.Correlation(numbers[row], numbers[column]);
                matrix[row, column] = row == column && !double.IsNaN(value) ? 1 : value;
                matrix[column, row] = matrix[row, column];
            }
        }

        return new CorrelationMatrix(chosen, matrix);
    }

    /// <summary>
    /// The quantile of a numeric column at <paramref name="probability"/> in [0, 1], over the values there are, linear between
    /// neighbours: the default of numpy and pandas, type 7 of Hyndman and Fan 1996. NaN when there is no value.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not numeric.</exception>
    public double Quantile(string column, double probability)
    {
        Throw.IfOutside(probability, 0, 1);
        return Descriptive.Quantile([.. Numbers(column).Where(value => !double.IsNaN(value))], probability);
    }

    /// <summary>
    /// The skewness of a numeric column over the values there are: 0 for symmetric values, above 0 for a long tail of high ones; with
    /// the correction for small samples that pandas makes (G1 of Joanes and Gill 1998). NaN for fewer than three values or equal ones.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not numeric.</exception>
    public double Skewness(string column) => Descriptive.Skewness([.. Numbers(column).Where(value => !double.IsNaN(value))]);

    /// <summary>
    /// How often each value of a column stands, the most frequent first, equally frequent ones in ascending order: the value,
    /// <c>count</c>, and <c>share</c> of the rows that have a value.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Frame ValueCounts(string column)
    {
        ColumnCodes codes = this[column].ToCodes();
        int[] sizes = Sizes(codes);
        int total = sizes.Sum();
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(code => sizes[code])];
        return new Frame(
            (column, this[column].Rows(Array.ConvertAll(order, code => codes.Representatives[code]))),
            (column == "count" ? "number" : "count", Array.ConvertAll(order, code => sizes[code])),
            (column == "share" ? "part" : "share", Array.ConvertAll(order, code => (double)sizes[code] / total)));
    }

    private static double[] Quartiles(double[] sorted) =>
        [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(probability => Descriptive.SortedQuantile(sorted, probability))];

    private static int[] Sizes(ColumnCodes codes)
    {
        int[] sizes = new int[codes.Representatives.Length];
        foreach (int code in codes.Codes)
        {
            if (code >= 0)
            {
                sizes[code]++;
            }
        }

        return sizes;
    }
}
