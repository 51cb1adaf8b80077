namespace MusicRec.Data;

/// <summary>Sparse rows in three arrays: row r's columns and weights stand at <c>Offsets[r]</c> up to <c>Offsets[r + 1]</c>, columns ascending.</summary>
internal sealed class CompressedRows(int[] offsets, int[] columns, double[] weights)
{
    public int[] Offsets { get; } = offsets;

    public int[] Columns { get; } = columns;

    public double[] Weights { get; } = weights;

    /// <summary>
    /// Sorts entries by row and column; weights of repeated pairs are added in the order given.
    /// <paramref name="repeated"/> is the first pair that stood more than once.
    /// </summary>
    public static CompressedRows Build(
        int[] rows, int rowCount, int[] columns, int columnCount, double[] weights, out (int Row, int Column)? repeated)
    {
        // Two stable counting sorts, the lesser key first.
        int[] order = StableOrder(columns, columnCount, null);
        order = StableOrder(rows, rowCount, order);
        int[] offsets = new int[rowCount + 1], sortedColumns = new int[order.Length];
        double[] sortedWeights = new double[order.Length];
        int count = 0, lastRow = -1;
        repeated = null;
        foreach (int entry in order)
        {
            if (count > 0 && rows[entry] == lastRow && columns[entry] == sortedColumns[count - 1])
            {
                repeated ??= (lastRow, columns[entry]);
                sortedWeights[count - 1] += weights[entry];
                continue;
            }

            lastRow = rows[entry];
            sortedColumns[count] = columns[entry];
            sortedWeights[count++] = weights[entry];
            offsets[lastRow + 1]++;
        }

        Accumulate(offsets);
        Array.Resize(ref sortedColumns, count);
        Array.Resize(ref sortedWeights, count);
        return new CompressedRows(offsets, sortedColumns, sortedWeights);
    }

    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Offsets[row], Offsets[row + 1] - Offsets[row]);

    public ReadOnlySpan<double> WeightsOf(int row) => Weights.AsSpan(Offsets[row], Offsets[row + 1] - Offsets[row]);

    public int[] RowOfEachEntry()
    {
        int[] rows = new int[Columns.Length];
        for (int row = 0; row + 1 < Offsets.Length; row++)
        {
            rows.AsSpan(Offsets[row], Offsets[row + 1] - Offsets[row]).Fill(row);
        }

        return rows;
    }

    public CompressedRows Transpose(int columnCount) =>
        Build(Columns, columnCount, RowOfEachEntry(), Offsets.Length - 1, Weights, out _);

    /// <summary>The entries at <paramref name="ordered"/>, ascending and each once, under the same rows.</summary>
    public CompressedRows SelectEntries(int[] ordered)
    {
        int[] rows = RowOfEachEntry(), offsets = new int[Offsets.Length], columns = new int[ordered.Length];
        double[] weights = new double[ordered.Length];
        for (int index = 0; index < ordered.Length; index++)
        {
            offsets[rows[ordered[index]] + 1]++;
            columns[index] = Columns[ordered[index]];
            weights[index] = Weights[ordered[index]];
        }

        Accumulate(offsets);
        return new CompressedRows(offsets, columns, weights);
    }

    private static int[] StableOrder(int[] keys, int keyCount, int[]? order)
    {
        int[] next = new int[keyCount + 1], result = new int[keys.Length];
        foreach (int key in keys)
        {
            next[key + 1]++;
        }

        Accumulate(next);
        for (int place = 0; place < keys.Length; place++)
        {
            int entry = order is null ? place : order[place];
            result[next[keys[entry]]++] = entry;
        }

        return result;
    }

    private static void Accumulate(int[] counts)
    {
        for (int index = 1; index < counts.Length; index++)
        {
            counts[index] += counts[index - 1];
        }
    }
}
