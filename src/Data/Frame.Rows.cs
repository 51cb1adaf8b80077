namespace MusicRec.Data;

/// <content>Choosing and ordering rows.</content>
public sealed partial class Frame
{
    /// <summary>The rows named by <paramref name="rows"/> (from 0), in that order; a row may be named twice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Frame Rows(ReadOnlySpan<int> rows)
    {
        Column[] chosen = new Column[columns.Length];
        for (int place = 0; place < columns.Length; place++)
        {
            chosen[place] = columns[place].Rows(rows);
        }

        return new Frame(names, chosen, rows.Length);
    }

    /// <summary>The first rows, five unless told; all when there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 0.</exception>
    public Frame Head(int count = 5)
    {
        Throw.IfBelow(count, 0);
        return Rows([.. Enumerable.Range(0, Math.Min(count, RowCount))]);
    }

    /// <summary>The rows in which a numeric column satisfies a condition; a missing value is NaN, for which comparisons are false.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not numeric.</exception>
    public Frame Where(string column, Func<double, bool> condition)
    {
        double[] numbers = Numbers(column);
        return RowsWhere(row => condition(numbers[row]));
    }

    /// <summary>The rows in which a text column satisfies a condition; a missing value is null.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold texts.</exception>
    public Frame Where(string column, Func<string?, bool> condition)
    {
        string?[] texts = Texts(column);
        return RowsWhere(row => condition(texts[row]));
    }

    /// <summary>The rows that satisfy a condition over several columns.</summary>
    public Frame Where(Func<FrameRow, bool> condition) => RowsWhere(row => condition(new FrameRow(this, row)));

    /// <summary>The rows that have a value in each of these columns (in all columns when none is named).</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Frame WithoutMissing(params string[] columns)
    {
        Column[] judged = columns.Length == 0 ? this.columns : Array.ConvertAll(columns, name => this[name]);
        return RowsWhere(row => Array.TrueForAll(judged, column => !column.IsMissing(row)));
    }

    /// <summary>The first row of each distinct combination of values in these columns (all columns when none is named), in the order they stand.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Frame Distinct(params string[] columns)
    {
        int[] groups = GroupCodes(columns.Length == 0 ? names : columns).Codes;
        HashSet<int> seen = [];
        return RowsWhere(row => seen.Add(groups[row]));
    }

    /// <summary>
    /// The rows in ascending order of these columns, the first key deciding before the second; a key is a column's name or
    /// <see cref="SortKey.Descending"/>. Stable: equal rows keep their order. Missing values stand last either way; texts are
    /// ordered by UTF-16 code units.
    /// </summary>
    /// <exception cref="ArgumentException">There is no key, or no such column.</exception>
    public Frame SortBy(params SortKey[] keys)
    {
        Throw.IfEmpty(keys.Length, nameof(keys));
        int[] order = [.. Enumerable.Range(0, RowCount)];
        foreach (SortKey key in keys.Reverse())
        {
            ColumnCodes codes = this[key.Column].ToCodes();
            int last = codes.Representatives.Length;
            int[] places = Array.ConvertAll(codes.Codes, code => code < 0 ? last : key.IsDescending ? last - 1 - code : code);
            order = StableOrder(order, places, last + 1);
        }

        return Rows(order);
    }

    /// <summary>The same rows in a random order given by <paramref name="seed"/>.</summary>
    public Frame Shuffle(ulong seed) => Rows(new Numerics.RandomStream(seed).Permutation(RowCount));

    /// <summary>The rows of this frame grouped by the values of one or several columns.</summary>
    /// <exception cref="ArgumentException">There is no key, or no such column.</exception>
    public Grouping GroupBy(params string[] keys)
    {
        Throw.IfEmpty(keys.Length, nameof(keys));
        return new Grouping(this, keys, GroupCodes(keys).Rows());
    }

    private Frame RowsWhere(Func<int, bool> condition)
    {
        List<int> chosen = [];
        for (int row = 0; row < RowCount; row++)
        {
            if (condition(row))
            {
                chosen.Add(row);
            }
        }

        return Rows(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(chosen));
    }

    /// <summary>For each row the number of its group: groups in ascending order of the keys, missing last.</summary>
    private ColumnCodes GroupCodes(string[] keys)
    {
        ColumnCodes groups = new(new int[RowCount], []);
        foreach (string key in keys)
        {
            ColumnCodes next = this[key].ToCodes();
            long width = next.Representatives.Length + 1L;
            long[] combined = new long[RowCount];
            for (int row = 0; row < RowCount; row++)
            {
                combined[row] = (groups.Codes[row] * width) + (next.Codes[row] < 0 ? width - 1 : next.Codes[row]);
            }

            groups = ColumnCodes.Of(combined, _ => false, Comparer<long>.Default);
        }

        return groups;
    }

    /// <summary>Orders rows by their place, rows of one place in the order given (counting sort).</summary>
    private static int[] StableOrder(int[] rows, int[] places, int placeCount)
    {
        int[] starts = new int[placeCount + 1];
        foreach (int row in rows)
        {
            starts[places[row] + 1]++;
        }

        for (int place = 0; place < placeCount; place++)
        {
            starts[place + 1] += starts[place];
        }

        int[] ordered = new int[rows.Length];
        foreach (int row in rows)
        {
            ordered[starts[places[row]]++] = row;
        }

        return ordered;
    }
}
