namespace MusicRec.Neural;

/// <summary>The numbers of a <see cref="SparseTensor"/> column after column, for the columns that hold any.</summary>
internal sealed class SparseColumns
{
    private int[] _next = [];
    private int[] _touched = [];
    private int[] _starts = [0];
    private int[] _rows = [];
    private float[] _values = [];
    private int _touchedCount;
    private int _count;

    /// <summary>The columns that hold a number, ascending.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _touchedCount);

    /// <summary>Where each touched column starts in the other two, and the end of the last.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, _touchedCount + 1);

    /// <summary>The rows of the numbers, ascending within a column.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <summary>Sorts the numbers of <paramref name="source"/> by counting; memory is kept and grows when it must.</summary>
    public void Sort(SparseTensor source)
    {
        int columns = source.Shape[1];
        _count = source.Count;
        if (_next.Length < columns)
        {
            _next = new int[columns];
            _touched = new int[columns];
            _starts = new int[columns + 1];
        }

        if (_rows.Length < _count)
        {
            int capacity = (int)Math.Min(Array.MaxLength, _count + (_count / 2L));
            _rows = new int[capacity];
            _values = new float[capacity];
        }

        Span<int> next = _next.AsSpan(0, columns);
        next.Clear();
        foreach (int column in source.ColumnIndices)
        {
            next[column]++;
        }

        int place = 0;
        _touchedCount = 0;
        for (int column = 0; column < next.Length; column++)
        {
            if (next[column] > 0)
            {
                _touched[_touchedCount] = column;
                _starts[_touchedCount++] = place;
                (next[column], place) = (place, place + next[column]);
            }
        }

        _starts[_touchedCount] = place;
        ReadOnlySpan<int> rowStarts = source.RowStarts, columnIndices = source.ColumnIndices;
        ReadOnlySpan<float> values = source.Values;
        for (int row = 0; row + 1 < rowStarts.Length; row++)
        {
            for (int entry = rowStarts[row]; entry < rowStarts[row + 1]; entry++)
            {
                int target = next[columnIndices[entry]]++;
                _rows[target] = row;
                _values[target] = values[entry];
            }
        }
    }
}
