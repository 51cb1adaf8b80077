namespace MusicRec.Numerics;

/// <summary>
/// A table of which few numbers are not 0, in float, row after row (compressed sparse rows, CSR): TF-IDF rows, or what
/// listeners played, [rows, columns]. It does not change once it is made.
/// </summary>
public sealed class SparseMatrix
{
    private readonly int[] _rowStarts;
    private readonly int[] _columnIndices;
    private readonly float[] _values;

    /// <summary>A matrix with copies of three arrays, as scipy's csr_matrix has them (indptr, indices, data).</summary>
    /// <param name="rows">Number of rows, 0 or more.</param>
    /// <param name="columns">Number of columns, 0 or more.</param>
    /// <param name="rowStarts">Where each row starts in the other two, [rows + 1], from 0 to their length, never falling.</param>
    /// <param name="columnIndices">The columns of the stored numbers, ascending within a row and each once.</param>
    /// <param name="values">The stored numbers, finite.</param>
    /// <exception cref="ArgumentException">The arrays do not make up such a matrix.</exception>
    public SparseMatrix(int rows, int columns, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<float> values)
    {
        Throw.IfBelow(rows, 0);
        Throw.IfBelow(columns, 0);
        Throw.IfLengthsDiffer(rowStarts.Length, nameof(rowStarts), checked(rows + 1), "rows and the end of the last one");
        Throw.IfLengthsDiffer(columnIndices.Length, nameof(columnIndices), values.Length, nameof(values));
        Throw.IfNotFinite(values);
        CheckStarts(rowStarts, values.Length);
        CheckColumns(rowStarts, columnIndices, columns);
        (Rows, Columns) = (rows, columns);
        _rowStarts = rowStarts.ToArray();
        _columnIndices = columnIndices.ToArray();
        _values = values.ToArray();
    }

    private SparseMatrix(int rows, int columns, int[] rowStarts, int[] columnIndices, float[] values) =>
        (Rows, Columns, _rowStarts, _columnIndices, _values) = (rows, columns, rowStarts, columnIndices, values);

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>How many numbers are stored.</summary>
    public int Count => _values.Length;

    /// <summary>Where each row starts in <see cref="ColumnIndices"/> and <see cref="Values"/>, and the end of the last, [rows + 1].</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>The columns of the stored numbers, row after row.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columnIndices;

    /// <summary>The stored numbers, row after row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The numbers of <paramref name="matrix"/> that are not 0, rounded to float.</summary>
    /// <exception cref="ArgumentException">A number is not finite in float.</exception>
    public static SparseMatrix From(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int[] starts = new int[matrix.Rows + 1];
        List<int> columns = [];
        List<float> values = [];
        for (int row = 0; row < matrix.Rows; row++)
        {
            ReadOnlySpan<double> numbers = matrix.Row(row);
            for (int column = 0; column < numbers.Length; column++)
            {
                if (numbers[column] != 0)
                {
                    columns.Add(column);
                    values.Add((float)numbers[column]);
                }
            }

            starts[row + 1] = values.Count;
        }

        return new SparseMatrix(matrix.Rows, matrix.Columns, starts, columns.ToArray().AsSpan(), values.ToArray());
    }

    /// <summary>The columns of the numbers stored in one row, ascending.</summary>
    public ReadOnlySpan<int> RowColumns(int row)
    {
        Throw.IfOutside(row, 0, Rows - 1);
        return _columnIndices.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);
    }

    /// <summary>The numbers stored in one row, in the order of <see cref="RowColumns"/>.</summary>
    public ReadOnlySpan<float> RowValues(int row)
    {
        Throw.IfOutside(row, 0, Rows - 1);
        return _values.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);
    }

    /// <summary>A copy of the rows named by <paramref name="indices"/>, in that order.</summary>
    public SparseMatrix SelectRows(ReadOnlySpan<int> indices)
    {
        int[] starts = new int[indices.Length + 1];
        for (int index = 0; index < indices.Length; index++)
        {
            starts[index + 1] = checked(starts[index] + RowColumns(indices[index]).Length);
        }

        int[] columns = new int[starts[^1]];
        float[] values = new float[starts[^1]];
        for (int index = 0; index < indices.Length; index++)
        {
            RowColumns(indices[index]).CopyTo(columns.AsSpan(starts[index]));
            RowValues(indices[index]).CopyTo(values.AsSpan(starts[index]));
        }

        return new SparseMatrix(indices.Length, Columns, starts, columns, values);
    }

    /// <summary>The matrix with rows and columns exchanged, [columns, rows].</summary>
    public SparseMatrix Transpose()
    {
        int[] starts = new int[Columns + 1], columns = new int[Count];
        float[] values = new float[Count];
        foreach (int column in _columnIndices)
        {
            starts[column + 1]++;
        }

        for (int column = 0; column < Columns; column++)
        {
            starts[column + 1] += starts[column];
        }

        int[] next = [.. starts];
        for (int row = 0; row < Rows; row++)
        {
            for (int entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
            {
                int place = next[_columnIndices[entry]]++;
                columns[place] = row;
                values[place] = _values[entry];
            }
        }

        return new SparseMatrix(Columns, Rows, starts, columns, values);
    }

    /// <summary>A copy with every row divided by its Euclidean length; rows of zeros stay.</summary>
    public SparseMatrix NormalizeRows()
    {
        float[] values = [.. _values];
        for (int row = 0; row < Rows; row++)
        {
            Span<float> own = values.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);
            double length = 0;
            foreach (float value in own)
            {
                length += (double)value * value;
            }

            length = Math.Sqrt(length);
            foreach (ref float value in own)
            {
                value = length > 0 ? (float)(value / length) : value;
            }
        }

        return new SparseMatrix(Rows, Columns, _rowStarts, _columnIndices, values);
    }

    /// <summary>The same numbers with the zeros written out.</summary>
    public Matrix ToMatrix()
    {
        Matrix result = new(Rows, Columns);
        for (int row = 0; row < Rows; row++)
        {
            Span<double> numbers = result.Row(row);
            for (int entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
            {
                numbers[_columnIndices[entry]] = _values[entry];
            }
        }

        return result;
    }

    private static void CheckStarts(ReadOnlySpan<int> rowStarts, int count)
    {
        if (rowStarts[0] != 0 || rowStarts[^1] != count)
        {
            throw new ArgumentException($"rowStarts goes from {rowStarts[0]} to {rowStarts[^1]}; it must go from 0 to the number of values, {count}.", nameof(rowStarts));
        }

        for (int row = 0; row + 1 < rowStarts.Length; row++)
        {
            if (rowStarts[row + 1] < rowStarts[row])
            {
                throw new ArgumentException($"rowStarts[{row + 1}] is {rowStarts[row + 1]}, below the {rowStarts[row]} before it; it must never fall.", nameof(rowStarts));
            }
        }
    }

    private static void CheckColumns(ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, int columns)
    {
        for (int row = 0; row + 1 < rowStarts.Length; row++)
        {
            int last = -1;
            for (int entry = rowStarts[row]; entry < rowStarts[row + 1]; entry++)
            {
                if (columnIndices[entry] <= last || columnIndices[entry] >= columns)
                {
                    throw new ArgumentException(
                        $"columnIndices[{entry}], in row {row}, is {columnIndices[entry]} behind {last}; columns must ascend within a row and lie in 0 to {columns - 1}.",
                        nameof(columnIndices));
                }

                last = columnIndices[entry];
            }
        }
    }
}
