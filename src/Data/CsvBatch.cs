using CsvHelper;

namespace MusicRec.Data;

/// <summary>Some records as text, column after column, on their way from the parser to the typed columns.</summary>
internal sealed class CsvBatch
{
    private readonly int[] lastLines;

    public CsvBatch(int columns, int capacity)
    {
        Columns = columns;
        Capacity = capacity;
        // Arrays this small stay out of the large object heap, whose growth would set off full collections.
        Fields = new string[columns][];
        for (int column = 0; column < columns; column++)
        {
            Fields[column] = new string[capacity];
        }

        lastLines = new int[capacity];
    }

    public int Columns { get; }

    public int Capacity { get; }

    public int Rows { get; private set; }

    /// <summary>The fields, [columns][capacity].</summary>
    public string[][] Fields { get; }

    /// <summary>What went wrong after the last record of the batch.</summary>
    public CsvException? Error { get; set; }

    public ReadOnlySpan<string> Column(int column) => Fields[column].AsSpan(0, Rows);

    public void Clear()
    {
        Rows = 0;
        Error = null;
    }

    public void CloseRow(int lastLine) => lastLines[Rows++] = lastLine;

    /// <summary>The line in which a record begins.</summary>
    public long FirstLine(int row)
    {
        long line = lastLines[row];
        for (int column = 0; column < Columns; column++)
        {
            line -= LineBreaks(Fields[column][row]);
        }

        return line;
    }

    /// <summary>The line in which the parser's present record begins.</summary>
    public static long FirstLine(CsvParser parser)
    {
        long line = parser.RawRow;
        for (int column = 0; column < parser.Count; column++)
        {
            line -= LineBreaks(parser[column]);
        }

        return line;
    }

    public static int LineBreaks(string text)
    {
        int breaks = 0;
        for (int place = 0; place < text.Length; place++)
        {
            breaks += text[place] == '\r' || (text[place] == '\n' && (place == 0 || text[place - 1] != '\r')) ? 1 : 0;
        }

        return breaks;
    }
}
