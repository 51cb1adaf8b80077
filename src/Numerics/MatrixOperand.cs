namespace MusicRec.Numerics;

/// <summary>Numbers in memory seen as a matrix: number (row, column) stands at row · <see cref="RowStride"/> + column · <see cref="ColumnStride"/>.</summary>
/// <param name="values">The memory.</param>
/// <param name="rowStride">Distance between rows; 0 shows the same row again and again, such as a bias.</param>
/// <param name="columnStride">Distance between columns.</param>
internal readonly ref struct MatrixOperand(ReadOnlySpan<float> values, int rowStride, int columnStride = 1)
{
    public ReadOnlySpan<float> Values { get; } = values;

    public int RowStride { get; } = rowStride;

    public int ColumnStride { get; } = columnStride;

    /// <summary>The same numbers, rows and columns exchanged; nothing is copied.</summary>
    public MatrixOperand Transposed => new(Values, ColumnStride, RowStride);

    /// <summary>Throws when numbers of a matrix of this size would lie outside the memory.</summary>
    public void Check(int rows, int columns)
    {
        if (rows > 0 && columns > 0)
        {
            KernelGuard.NotNegative(RowStride);
            KernelGuard.NotNegative(ColumnStride);
            KernelGuard.Holds(Values, ((rows - 1L) * RowStride) + ((columns - 1L) * ColumnStride) + 1);
        }
    }
}
