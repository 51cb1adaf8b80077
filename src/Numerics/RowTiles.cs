namespace MusicRec.Numerics;

/// <summary>
/// Rows of doubles between which many distances are taken: tiles of eight rows, within a tile column after column, so that a
/// vector holds one column of neighbouring rows. Rows behind the last one are zeros.
/// </summary>
internal sealed class RowTiles
{
    /// <summary>Rows in a tile.</summary>
    public const int Height = 8;

    /// <summary>The rows of <paramref name="rows"/> named by <paramref name="order"/> (null: all, in their order), less <paramref name="shift"/> in each column.</summary>
    public RowTiles(Matrix rows, ReadOnlySpan<double> shift, int[]? order = null)
    {
        Rows = order?.Length ?? rows.Rows;
        Columns = rows.Columns;
        TileCount = (int)(((long)Rows + Height - 1) / Height);
        Values = new double[checked(TileCount * Height * Columns)];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<double> from = rows.Row(order is null ? row : order[row]);
            int place = Place(row);
            for (int column = 0; column < from.Length; column++)
            {
                Values[place + (column * Height)] = from[column] - shift[column];
            }
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of tiles; the last one may be incomplete.</summary>
    public int TileCount { get; }

    /// <summary>[tiles, columns, <see cref="Height"/>].</summary>
    public double[] Values { get; }

    /// <summary>Writes the numbers of one row into <paramref name="to"/>.</summary>
    public void CopyRow(int row, Span<double> to)
    {
        int place = Place(row);
        for (int column = 0; column < Columns; column++)
        {
            to[column] = Values[place + (column * Height)];
        }
    }

    // Where a row's first number stands.
    private int Place(int row) => (row / Height * Height * Columns) + (row % Height);
}
