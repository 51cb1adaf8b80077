using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// What is known about listeners or items besides plays: named features, most of them 0, [rows, features]. For listeners such as who
/// their friends are and which tags they use; for items such as the tags they were given.
/// </summary>
public sealed class ContentTable
{
    /// <summary>A table of these numbers.</summary>
    /// <param name="values">[rows, features].</param>
    /// <param name="featureNames">Each feature's name, for explanations.</param>
    /// <exception cref="ArgumentException">There are not as many names as features.</exception>
    public ContentTable(SparseMatrix values, IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(featureNames);
        Throw.IfLengthsDiffer(values.Columns, $"{nameof(values)} (columns)", featureNames.Count, nameof(featureNames));
        (Values, FeatureNames) = (values, [.. featureNames]);
    }

    /// <summary>The numbers, [rows, features].</summary>
    public SparseMatrix Values { get; }

    /// <summary>The features' names.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Number of rows: listeners or items.</summary>
    public int Count => Values.Rows;

    /// <summary>Number of features.</summary>
    public int FeatureCount => Values.Columns;

    /// <summary>The features of several tables side by side; each row of each table is brought to length 1 first, so that none drowns another.</summary>
    /// <param name="tables">One or more, with as many rows each; a table's weight is what its rows' length becomes, above 0.</param>
    /// <exception cref="ArgumentException">There are no tables, or they differ in rows, or a weight is not above 0.</exception>
    public static ContentTable Join(params IReadOnlyList<(ContentTable Table, double Weight)> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Throw.IfEmpty(tables.Count, nameof(tables));
        SparseMatrix[] parts = new SparseMatrix[tables.Count];
        for (int place = 0; place < parts.Length; place++)
        {
            Throw.IfNotPositiveFloat(tables[place].Weight);
            Throw.IfLengthsDiffer(tables[0].Table.Count, "the first table (rows)", tables[place].Table.Count, $"table {place} (rows)");
            parts[place] = tables[place].Table.Values.NormalizeRows();
        }

        SparseRows rows = new(parts.Sum(part => part.Columns));
        for (int row = 0; row < tables[0].Table.Count; row++)
        {
            int shift = 0;
            for (int place = 0; place < parts.Length; place++)
            {
                ReadOnlySpan<int> columns = parts[place].RowColumns(row);
                for (int entry = 0; entry < columns.Length; entry++)
                {
                    rows.Add(shift + columns[entry], (float)tables[place].Weight * parts[place].RowValues(row)[entry]);
                }

                shift += parts[place].Columns;
            }

            rows.EndRow();
        }

        return new ContentTable(rows.ToMatrix(), [.. tables.SelectMany(part => part.Table.FeatureNames)]);
    }

    /// <summary>
    /// The table in few columns that hold most of it (latent semantic analysis: its rows in the space of the largest singular vectors),
    /// [rows, size]; NaN where a row has no features. For methods that take dense features, such as <see cref="ContentNeighbors"/>.
    /// </summary>
    /// <param name="size">Number of columns, 1 to the smaller of rows and features.</param>
    /// <param name="seed">Decides the first vectors of the search for them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is out of its range.</exception>
    public Matrix Compress(int size, ulong seed)
    {
        (Matrix left, double[] lengths) = TruncatedSingularVectors.Of(Values, size, new RandomStream(seed));
        for (int row = 0; row < left.Rows; row++)
        {
            Span<double> own = left.Row(row);
            for (int column = 0; column < own.Length; column++)
            {
                own[column] = Values.RowColumns(row).Length == 0 ? double.NaN : own[column] * lengths[column];
            }
        }

        return left;
    }

    /// <summary>The table with some of its features, by their names.</summary>
    internal ContentTable SelectFeatures(Func<string, bool> isWanted)
    {
        int[] wanted = [.. Enumerable.Range(0, FeatureCount).Where(feature => isWanted(FeatureNames[feature]))];
        SparseRows rows = new(wanted.Length);
        for (int row = 0; row < Count; row++)
        {
            for (int place = 0; place < Values.RowColumns(row).Length; place++)
            {
                int own = Array.BinarySearch(wanted, Values.RowColumns(row)[place]);
                if (own >= 0)
                {
                    rows.Add(own, Values.RowValues(row)[place]);
                }
            }

            rows.EndRow();
        }

        return new ContentTable(rows.ToMatrix(), [.. wanted.Select(feature => FeatureNames[feature])]);
    }

    /// <summary>One row, to be given to a history with <see cref="ListenerHistory.WithContent"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public SparseMatrix Row(int row)
    {
        Throw.IfOutside(row, 0, Count - 1);
        return Values.SelectRows([row]);
    }

    /// <summary>The same table with every row brought to length 1; rows of zeros stay.</summary>
    public ContentTable NormalizeRows() => new(Values.NormalizeRows(), FeatureNames);

    internal static void WriteOptional(ContentTable? table, RecommenderWriter file, string name)
    {
        file.Add($"{name}.given", table is not null);
        table?.Write(file, name);
    }

    internal static ContentTable? ReadOptional(RecommenderReader file, string name) => file.Flag($"{name}.given") ? Read(file, name) : null;

    internal void Write(RecommenderWriter file, string name)
    {
        file.Add($"{name}.names", FeatureNames);
        file.Add($"{name}.rowStarts", Values.RowStarts.ToArray());
        file.Add($"{name}.columns", Values.ColumnIndices.ToArray());
        file.Add($"{name}.values", Values.Values.ToArray());
    }

    internal static ContentTable Read(RecommenderReader file, string name)
    {
        string[] names = file.Texts($"{name}.names");
        int[] starts = file.Wholes($"{name}.rowStarts");
        return new ContentTable(
            new SparseMatrix(starts.Length - 1, names.Length, starts, file.Wholes($"{name}.columns"), file.Floats($"{name}.values")), names);
    }

    /// <summary>A listener's features: those that the history brings, else the row of a listener who was there at the fit, else none.</summary>
    internal (int[] Columns, float[] Values) RowOf(ListenerHistory history, int? user)
    {
        if (history.Content is SparseMatrix own)
        {
            Throw.IfLengthsDiffer(own.Columns, "the content of the history (columns)", FeatureCount, "the content's features");
            return (own.RowColumns(0).ToArray(), own.RowValues(0).ToArray());
        }

        return user is int row ? (Values.RowColumns(row).ToArray(), Values.RowValues(row).ToArray()) : ([], []);
    }
}
