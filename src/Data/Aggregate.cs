namespace MusicRec.Data;

/// <summary>What to compute of a column in each group; the result's column is named after it unless <see cref="As"/> names it.</summary>
public sealed class Aggregate
{
    private readonly Func<Frame, int[][], Column> compute;

    private Aggregate(string name, Func<Frame, int[][], Column> compute)
    {
        Name = name;
        this.compute = compute;
    }

    /// <summary>The name of the result's column, such as <c>mean tempo</c>.</summary>
    public string Name { get; }

    /// <summary>The number of rows in the group, as column <c>count</c>.</summary>
    public static Aggregate Count() =>
        new("count", (_, groups) => new IntegerColumn(Array.ConvertAll(groups, rows => rows.Length)));

    /// <summary>The number of rows of the group that have a value in <paramref name="column"/>.</summary>
    public static Aggregate Count(string column) =>
        new($"count {column}", (frame, groups) =>
        {
            Column values = frame[column];
            return new IntegerColumn(Array.ConvertAll(groups, rows => rows.Count(row => !values.IsMissing(row))));
        });

    /// <summary>The arithmetic mean of the values there are; missing when there is none.</summary>
    public static Aggregate Mean(string column) => Of("mean", column, Descriptive.Mean);

    /// <summary>The sum of the values there are; 0 when there is none.</summary>
    public static Aggregate Sum(string column) => Of("sum", column, Descriptive.Sum);

    /// <summary>The standard deviation with divisor n − 1; missing for fewer than two values.</summary>
    public static Aggregate StandardDeviation(string column) => Of("sd", column, Descriptive.StandardDeviation);

    /// <summary>The smallest value; missing when there is none.</summary>
    public static Aggregate Minimum(string column) => Of("minimum", column, values => Descriptive.Quantile(values, 0));

    /// <summary>The largest value; missing when there is none.</summary>
    public static Aggregate Maximum(string column) => Of("maximum", column, values => Descriptive.Quantile(values, 1));

    /// <summary>The median: the middle value, or the mean of the two in the middle; missing when there is none.</summary>
    public static Aggregate Median(string column) => Of("median", column, values => Descriptive.Quantile(values, 0.5));

    /// <summary>The first value there is in the order of the rows, of any type; missing when there is none.</summary>
    public static Aggregate First(string column) =>
        new($"first {column}", (frame, groups) =>
        {
            Column values = frame[column];
            return values.Rows(Array.ConvertAll(groups, rows =>
            {
                int place = Array.FindIndex(rows, row => !values.IsMissing(row));
                return rows[Math.Max(place, 0)];
            }));
        });

    /// <summary>The same with a name of its own for the result's column.</summary>
    public Aggregate As(string name) => new(name, compute);

    internal Column Compute(Frame frame, int[][] groups) => compute(frame, groups);

    private static Aggregate Of(string what, string column, Func<double[], double> compute) =>
        new($"{what} {column}", (frame, groups) =>
        {
            double[] numbers = frame.Numbers(column);
            return new NumberColumn(Array.ConvertAll(groups, rows => compute(Descriptive.Present(numbers, rows))));
        });
}
