using System.Diagnostics.CodeAnalysis;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Data;

/// <summary>
/// A table of named, typed columns over plain arrays. Its shape never changes: every operation gives a new frame, which
/// shares the columns that it leaves as they are. Missing values are NaN in numbers and null in texts and dates.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed partial class Frame : IRenderable
{
    private readonly string[] names;
    private readonly Column[] columns;
    private readonly Dictionary<string, int> places;

    /// <summary>A frame of these columns; arrays of numbers, integers, texts, booleans or days become columns without a copy.</summary>
    /// <exception cref="ArgumentException">A name is empty or stands twice, or two columns differ in length.</exception>
    public Frame(params (string Name, Column Values)[] columns)
        : this([.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Values)])
    {
    }

    internal Frame(string[] names, Column[] columns, int rowCount = 0)
    {
        this.names = names;
        this.columns = columns;
        places = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        RowCount = columns.Length == 0 ? rowCount : columns[0].Count;
        for (int place = 0; place < names.Length; place++)
        {
            if (string.IsNullOrEmpty(names[place]))
            {
                throw new ArgumentException($"Column {place + 1} has an empty name; every column needs one.");
            }

            if (!places.TryAdd(names[place], place))
            {
                throw new ArgumentException($"The column name '{names[place]}' stands twice; names must differ.");
            }

            Throw.IfLengthsDiffer(RowCount, $"Column '{names[0]}'", columns[place].Count, $"column '{names[place]}'");
        }
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Number of columns.</summary>
    public int ColumnCount => names.Length;

    /// <summary>The columns' names, in their order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>The column called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public Column this[string name] => columns[Place(name)];

    /// <summary>Whether there is a column called <paramref name="name"/>.</summary>
    public bool Has(string name) => places.ContainsKey(name);

    /// <summary>
    /// The values of a numeric column as numbers, missing ones as NaN; integers and booleans (1 and 0) are converted.
    /// The array of a number column is handed over as it is: changing it changes the frame.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds texts or dates.</exception>
    public double[] Numbers(string name)
    {
        double[]? numbers = this[name].ToNumbers();
        if (numbers is null)
        {
            WrongType(name, "numbers");
        }

        return numbers;
    }

    /// <summary>The values of an integer column, not copied; a boolean column gives 1 and 0.</summary>
    /// <exception cref="ArgumentException">There is no such column, it holds something else, or a value is missing.</exception>
    public int[] Integers(string name)
    {
        Column column = this[name];
        RefuseMissing(name, column);
        switch (column)
        {
            case IntegerColumn integers:
                return integers.Values;
            case BooleanColumn booleans:
                return Array.ConvertAll(booleans.Values, value => value ? 1 : 0);
            default:
                WrongType(name, "integers");
                return [];
        }
    }

    /// <summary>The values of a text column, not copied; null is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public string?[] Texts(string name)
    {
        if (this[name] is not TextColumn texts)
        {
            WrongType(name, "texts");
            return [];
        }

        return texts.Values;
    }

    /// <summary>The values of a boolean column, not copied.</summary>
    /// <exception cref="ArgumentException">There is no such column, it holds something else, or a value is missing.</exception>
    public bool[] Booleans(string name)
    {
        if (this[name] is not BooleanColumn booleans)
        {
            WrongType(name, "booleans");
            return [];
        }

        RefuseMissing(name, booleans);
        return booleans.Values;
    }

    /// <summary>The values of a date column, not copied; null is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public DateOnly?[] Dates(string name)
    {
        if (this[name] is not DateColumn dates)
        {
            WrongType(name, "dates");
            return [];
        }

        return dates.Values;
    }

    /// <summary>
    /// The distinct values of a column as class labels 0, 1, 2, … in ascending order (as scikit-learn's LabelEncoder), with the
    /// name of each class.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, or a value is missing.</exception>
    public (int[] Labels, string[] Classes) Encode(string name)
    {
        Column column = this[name];
        RefuseMissing(name, column);
        ColumnCodes codes = column.ToCodes();
        return (codes.Codes, Array.ConvertAll(codes.Representatives, row => column.TextAt(row)!));
    }

    /// <summary>Only these columns, in this order.</summary>
    /// <exception cref="ArgumentException">There is no such column, or one is named twice.</exception>
    public Frame Select(params string[] names) =>
        new([.. names], Array.ConvertAll(names, name => this[name]), RowCount);

    /// <summary>All columns but these.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Frame Without(params string[] names)
    {
        HashSet<int> left = [.. names.Select(Place)];
        return Select([.. this.names.Where((_, place) => !left.Contains(place))]);
    }

    /// <summary>This frame with one more column, or with the column of that name replaced in its place.</summary>
    /// <exception cref="ArgumentException">The name is empty, or the column's length is not the number of rows.</exception>
    public Frame With(string name, Column values)
    {
        if (places.TryGetValue(name, out int place))
        {
            Column[] replaced = [.. columns];
            replaced[place] = values;
            return new Frame(names, replaced);
        }

        return new Frame([.. names, name], [.. columns, values]);
    }

    /// <summary>This frame with one column under another name.</summary>
    /// <exception cref="ArgumentException">There is no such column, or the new name is empty or taken.</exception>
    public Frame Rename(string name, string newName)
    {
        string[] renamed = [.. names];
        renamed[Place(name)] = newName;
        return new Frame(renamed, columns, RowCount);
    }

    /// <summary>
    /// The columns named (all numeric ones when none is named) as a matrix [rows, columns] in double, booleans as 1 and 0.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, it is not numeric, or a value is missing: the message names row and column.</exception>
    public Matrix ToMatrix(params string[] columns)
    {
        string[] chosen = columns.Length > 0 ? columns : NumericNames();
        Matrix matrix = new(RowCount, chosen.Length);
        for (int place = 0; place < chosen.Length; place++)
        {
            double[] numbers = Numbers(chosen[place]);
            for (int row = 0; row < numbers.Length; row++)
            {
                if (double.IsNaN(numbers[row]))
                {
                    MissingValue(chosen[place], row);
                }

                matrix.Values[(row * chosen.Length) + place] = numbers[row];
            }
        }

        return matrix;
    }

    internal int Place(string name)
    {
        if (!places.TryGetValue(name, out int place))
        {
            Throw.Unknown("column", name, names);
        }

        return place;
    }

    private string[] NumericNames() => [.. names.Where((_, place) => columns[place].IsNumeric)];

    private static void RefuseMissing(string name, Column column)
    {
        for (int row = 0; row < column.Count; row++)
        {
            if (column.IsMissing(row))
            {
                MissingValue(name, row);
            }
        }
    }

    [DoesNotReturn]
    private static void MissingValue(string name, int row) =>
        throw new ArgumentException($"Column '{name}' has no value in row {row} (counted from 0); leave such rows out (WithoutMissing) or fill them first.");

    [DoesNotReturn]
    private void WrongType(string name, string wanted)
    {
        string typeName = this[name].Type.ToString();
        throw new ArgumentException($"Column '{name}' holds values of type {typeName}, which cannot be had as {wanted}.");
    }
}
