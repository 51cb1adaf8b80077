namespace MusicRec.Numerics;

/// <summary>A dense table of numbers in double, row after row: what the classical learners take, [rows, columns].</summary>
public sealed class Matrix
{
    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="columns">Number of columns, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Matrix(int rows, int columns)
    {
        Throw.IfBelow(rows, 0);
        Throw.IfBelow(columns, 0);
        Rows = rows;
        Columns = columns;
        Values = new double[checked(rows * columns)];
    }

    /// <summary>A matrix over <paramref name="values"/> (not copied), row after row.</summary>
    /// <exception cref="ArgumentException">The array's length is not rows × columns.</exception>
    public Matrix(int rows, int columns, double[] values)
    {
        Throw.IfBelow(rows, 0);
        Throw.IfBelow(columns, 0);
        Throw.IfLengthsDiffer(values.Length, nameof(values), checked(rows * columns), "rows × columns");
        Rows = rows;
        Columns = columns;
        Values = values;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The numbers themselves, row after row; changing them changes the matrix.</summary>
    public double[] Values { get; }

    /// <summary>The number in <paramref name="row"/> and <paramref name="column"/>, both counted from 0.</summary>
    public double this[int row, int column]
    {
        get => Values[Offset(row, column)];
        set => Values[Offset(row, column)] = value;
    }

    /// <summary>The numbers of one row, in place.</summary>
    public Span<double> Row(int row)
    {
        Throw.IfOutside(row, 0, Rows - 1);
        return Values.AsSpan(row * Columns, Columns);
    }

    /// <summary>A copy of one column.</summary>
    public double[] Column(int column)
    {
        Throw.IfOutside(column, 0, Columns - 1);
        double[] result = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            result[row] = Values[(row * Columns) + column];
        }

        return result;
    }

    /// <summary>A copy of the rows named by <paramref name="indices"/>, in that order.</summary>
    public Matrix SelectRows(ReadOnlySpan<int> indices)
    {
        Matrix result = new(indices.Length, Columns);
        for (int index = 0; index < indices.Length; index++)
        {
            Row(indices[index]).CopyTo(result.Row(index));
        }

        return result;
    }

    /// <summary>A copy of the columns named by <paramref name="indices"/>, in that order.</summary>
    public Matrix SelectColumns(ReadOnlySpan<int> indices)
    {
        Matrix result = new(Rows, indices.Length);
        for (int index = 0; index < indices.Length; index++)
        {
            Throw.IfOutside(indices[index], 0, Columns - 1, nameof(indices));
            for (int row = 0; row < Rows; row++)
            {
                result.Values[(row * indices.Length) + index] = Values[(row * Columns) + indices[index]];
            }
        }

        return result;
    }

    private int Offset(int row, int column)
    {
        Throw.IfOutside(row, 0, Rows - 1);
        Throw.IfOutside(column, 0, Columns - 1);
        return (row * Columns) + column;
    }
}
