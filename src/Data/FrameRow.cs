namespace MusicRec.Data;

/// <summary>One row of a <see cref="Frame"/>, for conditions over several columns.</summary>
public readonly struct FrameRow
{
    private readonly Frame frame;

    internal FrameRow(Frame frame, int index)
    {
        this.frame = frame;
        Index = index;
    }

    /// <summary>The row's number, from 0.</summary>
    public int Index { get; }

    /// <summary>The number in a numeric column; NaN when missing, booleans as 1 and 0.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is not numeric.</exception>
    public double Number(string column) => frame[column] switch
    {
        NumberColumn numbers => numbers.Values[Index],
        IntegerColumn integers => integers.IsMissing(Index) ? double.NaN : integers.Values[Index],
        BooleanColumn booleans => booleans.IsMissing(Index) ? double.NaN : booleans.Values[Index] ? 1 : 0,
        _ => frame.Numbers(column)[Index],
    };

    /// <summary>The text in a text column; null when missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold texts.</exception>
    public string? Text(string column) => frame.Texts(column)[Index];

    /// <summary>The day in a date column; null when missing.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold dates.</exception>
    public DateOnly? Date(string column) => frame.Dates(column)[Index];

    /// <summary>Whether the row has no value in a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsMissing(string column) => frame[column].IsMissing(Index);
}
