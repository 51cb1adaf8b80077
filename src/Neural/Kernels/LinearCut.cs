namespace MusicRec.Neural.Kernels;

/// <summary>
/// How a table [rows, columns] that a layer works out is cut for threads in a short step: by rows, which are contiguous, so that no two
/// processors write side by side; by columns only where there are too few rows. No vector belongs to two pieces.
/// </summary>
internal readonly struct LinearCut
{
    /// <summary>
    /// Multiply-adds of a short step, one in which handing over counts. Longer work goes one operation after another: a product
    /// knows best how to cut itself.
    /// </summary>
    public const long LongestWork = 8_000_000;

    // Columns of a tile of a matrix product.
    private const int Unit = 16;
    private readonly int _rows, _columns, _rowsPerPiece, _columnsPerPiece;

    public LinearCut(int rows, int columns, int pieces)
    {
        (_rows, _columns, _rowsPerPiece, _columnsPerPiece) = (rows, columns, rows, columns);
        if (rows < 8 * pieces && columns % 8 == 0)
        {
            int units = (columns + Unit - 1) / Unit;
            _columnsPerPiece = (units + pieces - 1) / pieces * Unit;
            Pieces = (columns + _columnsPerPiece - 1) / _columnsPerPiece;
        }
        else
        {
            // Eight rows are whole vectors, however many columns there are.
            int units = (rows + 7) / 8;
            _rowsPerPiece = (units + pieces - 1) / pieces * 8;
            Pieces = (rows + _rowsPerPiece - 1) / _rowsPerPiece;
        }
    }

    /// <summary>How many pieces there are.</summary>
    public int Pieces { get; }

    /// <summary>The part of the table that a piece stands for.</summary>
    public (int Row, int Rows, int Column, int Columns) Of(int piece)
    {
        int row = _rowsPerPiece < _rows ? piece * _rowsPerPiece : 0, column = _rowsPerPiece < _rows ? 0 : piece * _columnsPerPiece;
        return (row, Math.Min(_rowsPerPiece, _rows - row), column, Math.Min(_columnsPerPiece, _columns - column));
    }
}
