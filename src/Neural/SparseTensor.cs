using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Rows of which few numbers are not 0, such as TF-IDF rows or the songs that a listener played, [batch, features]. Those
/// made by <see cref="From"/> are yours to keep; rows gathered for a batch end with the open <see cref="Tape"/> scope.
/// </summary>
public sealed class SparseTensor
{
    private int[] _rowStarts = [0];
    private int[] _columnIndices = [];
    private float[] _values = [];
    private readonly SparseColumns _columns = new();
    private bool _hasColumns;

    /// <summary>A tensor without numbers, for the tape to fill.</summary>
    internal SparseTensor()
    {
    }

    /// <summary>The sizes, [batch, features].</summary>
    public Shape Shape { get; private set; }

    /// <summary>How many numbers are stored.</summary>
    public int Count => _rowStarts[Shape[0]];

    /// <summary>Where each row starts in <see cref="ColumnIndices"/> and <see cref="Values"/>, and the end of the last, [batch + 1].</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts.AsSpan(0, Shape[0] + 1);

    /// <summary>The columns of the stored numbers, row after row, ascending within a row.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columnIndices.AsSpan(0, Count);

    /// <summary>The stored numbers, row after row.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count);

    /// <summary>The stored numbers column after column, worked out when first asked for.</summary>
    internal SparseColumns ByColumn
    {
        get
        {
            if (!Volatile.Read(ref _hasColumns))
            {
                // A tensor that is kept may be read by several threads, each with a tape and a network of its own.
                lock (_columns)
                {
                    if (!_hasColumns)
                    {
                        _columns.Sort(this);
                        Volatile.Write(ref _hasColumns, true);
                    }
                }
            }

            return _columns;
        }
    }

    /// <summary>A tensor with a copy of <paramref name="matrix"/>.</summary>
    public static SparseTensor From(SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        SparseTensor tensor = new();
        tensor.Open(new Shape(matrix.Rows, matrix.Columns), matrix.Count);
        matrix.RowStarts.CopyTo(tensor._rowStarts);
        matrix.ColumnIndices.CopyTo(tensor._columnIndices);
        matrix.Values.CopyTo(tensor._values);
        return tensor;
    }

    /// <summary>Takes the named rows of <paramref name="matrix"/>; memory is kept and grows when it must.</summary>
    internal void Open(SparseMatrix matrix, ReadOnlySpan<int> rows)
    {
        int count = 0;
        foreach (int row in rows)
        {
            count = checked(count + matrix.RowColumns(row).Length);
        }

        Open(new Shape(rows.Length, matrix.Columns), count);
        int place = 0;
        for (int index = 0; index < rows.Length; index++)
        {
            ReadOnlySpan<int> columns = matrix.RowColumns(rows[index]);
            columns.CopyTo(_columnIndices.AsSpan(place));
            matrix.RowValues(rows[index]).CopyTo(_values.AsSpan(place));
            _rowStarts[index] = place;
            place += columns.Length;
        }

        _rowStarts[rows.Length] = place;
    }

    /// <summary>Takes the shape and the places of <paramref name="source"/>; the caller fills the values that come back.</summary>
    internal Span<float> OpenLike(SparseTensor source)
    {
        Open(source.Shape, source.Count);
        source.RowStarts.CopyTo(_rowStarts);
        source.ColumnIndices.CopyTo(_columnIndices);
        return _values.AsSpan(0, source.Count);
    }

    private void Open(Shape shape, int count)
    {
        Shape = shape;
        _hasColumns = false;
        if (_rowStarts.Length <= shape[0])
        {
            _rowStarts = new int[shape[0] + 1];
        }

        if (_values.Length < count)
        {
            // Batches differ in length; half as much again soon fits them all.
            int capacity = (int)Math.Min(Array.MaxLength, count + (count / 2L));
            _columnIndices = new int[capacity];
            _values = new float[capacity];
        }
    }
}
