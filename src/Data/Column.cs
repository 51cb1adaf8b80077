namespace MusicRec.Data;

/// <summary>What a column of a <see cref="Frame"/> holds.</summary>
public enum ColumnType
{
    /// <summary>Numbers in double; NaN is missing.</summary>
    Number,

    /// <summary>Whole numbers of 32 bits.</summary>
    Integer,

    /// <summary>Texts; null is missing.</summary>
    Text,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Calendar days.</summary>
    Date,
}

/// <summary>One column of a <see cref="Frame"/>: values of one type over a plain array, some of them perhaps missing.</summary>
public abstract class Column
{
    private protected Column(int count) => Count = count;

    /// <summary>What the column holds.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>Number of rows, missing ones included.</summary>
    public int Count { get; }

    /// <summary>Number of rows without a value.</summary>
    public int MissingCount
    {
        get
        {
            int missing = 0;
            for (int row = 0; row < Count; row++)
            {
                missing += IsMissing(row) ? 1 : 0;
            }

            return missing;
        }
    }

    /// <summary>Whether the column holds something that can be counted with: numbers, integers or booleans (as 0 and 1).</summary>
    public bool IsNumeric => Type is ColumnType.Number or ColumnType.Integer or ColumnType.Boolean;

    /// <summary>Makes a column of numbers; the array is not copied.</summary>
    public static implicit operator Column(double[] values) => new NumberColumn(values);

    /// <summary>Makes a column of integers; the array is not copied.</summary>
    public static implicit operator Column(int[] values) => new IntegerColumn(values);

    /// <summary>Makes a column of texts; the array is not copied.</summary>
    public static implicit operator Column(string?[] values) => new TextColumn(values);

    /// <summary>Makes a column of booleans; the array is not copied.</summary>
    public static implicit operator Column(bool[] values) => new BooleanColumn(values);

    /// <summary>Makes a column of days; the array is not copied.</summary>
    public static implicit operator Column(DateOnly?[] values) => new DateColumn(values);

    /// <summary>Whether <paramref name="row"/> (from 0) has no value.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The value in <paramref name="row"/> (from 0) as a CSV file holds it: culture-free, shortest exact digits; null when missing.</summary>
    public abstract string? TextAt(int row);

    /// <summary>A copy of the rows named by <paramref name="rows"/> (from 0), in that order; a row may be named twice.</summary>
    public abstract Column Rows(ReadOnlySpan<int> rows);

    /// <summary>The values as numbers, missing ones as NaN; null when the column is not numeric.</summary>
    internal abstract double[]? ToNumbers();

    /// <summary>The column's distinct values as codes 0, 1, 2, … in ascending order.</summary>
    internal abstract ColumnCodes ToCodes();

    private protected static T[] Pick<T>(T[] values, ReadOnlySpan<int> rows)
    {
        T[] result = new T[rows.Length];
        for (int index = 0; index < rows.Length; index++)
        {
            Throw.IfOutside(rows[index], 0, values.Length - 1, nameof(rows));
            result[index] = values[rows[index]];
        }

        return result;
    }
}

/// <summary>The distinct values of a column, numbered in ascending order.</summary>
/// <param name="Codes">The code of each row; −1 where the value is missing.</param>
/// <param name="Representatives">For each code the first row that holds it.</param>
internal sealed record ColumnCodes(int[] Codes, int[] Representatives)
{
    /// <summary>For each code the rows that hold it, ascending; missing values are left out.</summary>
    public int[][] Rows()
    {
        List<int>[] rows = [.. Representatives.Select(_ => new List<int>())];
        for (int row = 0; row < Codes.Length; row++)
        {
            if (Codes[row] >= 0)
            {
                rows[Codes[row]].Add(row);
            }
        }

        return Array.ConvertAll(rows, list => list.ToArray());
    }

    public static ColumnCodes Of<T>(T[] values, Func<int, bool> isMissing, IComparer<T> order)
        where T : notnull
    {
        int[] codes = new int[values.Length];
        Dictionary<T, int> seen = [];
        List<int> first = [];
        for (int row = 0; row < values.Length; row++)
        {
            if (isMissing(row))
            {
                codes[row] = -1;
            }
            else if (seen.TryGetValue(values[row], out int known))
            {
                codes[row] = known;
            }
            else
            {
                codes[row] = first.Count;
                seen.Add(values[row], first.Count);
                first.Add(row);
            }
        }

        T[] keys = [.. first.Select(row => values[row])];
        int[] byValue = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, byValue, order);
        int[] rank = new int[byValue.Length];
        for (int code = 0; code < byValue.Length; code++)
        {
            rank[byValue[code]] = code;
        }

        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = codes[row] < 0 ? -1 : rank[codes[row]];
        }

        return new ColumnCodes(codes, [.. byValue.Select(code => first[code])]);
    }
}
