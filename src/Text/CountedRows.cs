namespace MusicRec.Text;

/// <summary>How often each column's n-gram stands in each document, as sparse rows.</summary>
/// <param name="Columns">How many columns there are.</param>
/// <param name="Starts">Where each row starts in the other two, [rows + 1].</param>
/// <param name="Indices">The columns found, ascending within a row.</param>
/// <param name="Counts">How often each was found.</param>
internal sealed record CountedRows(int Columns, int[] Starts, int[] Indices, float[] Counts)
{
    public int Rows => Starts.Length - 1;

    /// <summary>The rows in which the columns were found that <paramref name="found"/> names, ascending, as often as they were.</summary>
    public static CountedRows Of(int[][] found, int columns, bool binary)
    {
        int[] starts = new int[found.Length + 1];
        for (int row = 0; row < found.Length; row++)
        {
            starts[row + 1] = checked(starts[row] + Distinct(found[row]));
        }

        int[] indices = new int[starts[^1]];
        float[] counts = new float[starts[^1]];
        for (int row = 0; row < found.Length; row++)
        {
            int place = starts[row];
            ReadOnlySpan<int> left = found[row];
            while (left.Length > 0)
            {
                int next = left.IndexOfAnyExcept(left[0]), count = next < 0 ? left.Length : next;
                (indices[place], counts[place]) = (left[0], binary ? 1 : count);
                left = left[count..];
                place++;
            }
        }

        return new CountedRows(columns, starts, indices, counts);
    }

    private static int Distinct(int[] ascending)
    {
        int distinct = 0, last = -1;
        foreach (int column in ascending)
        {
            distinct += column != last ? 1 : 0;
            last = column;
        }

        return distinct;
    }
}
