namespace MusicRec.Data;

/// <summary>A separated-values text that cannot be read as asked: says in which file, line and column, and what is allowed.</summary>
public sealed class CsvException : Exception
{
    internal CsvException(string source, long line, string message, string? column = null, int columnNumber = 0, Exception? inner = null)
        : base(Describe(source, line, column, columnNumber) + message, inner)
    {
        File = source;
        Line = line;
        Column = column;
        ColumnNumber = columnNumber;
    }

    /// <summary>The file as it was named by the caller, or <c>text</c> or <c>stream</c>.</summary>
    public string File { get; }

    /// <summary>The line of the file in which the record begins, from 1; 0 when the file as a whole is meant.</summary>
    public long Line { get; }

    /// <summary>The column's name; null when no column is meant.</summary>
    public string? Column { get; }

    /// <summary>The column's place in the file, from 1; 0 when no column is meant.</summary>
    public int ColumnNumber { get; }

    /// <summary>A field for a message: at most 40 characters, line breaks and other control characters made visible.</summary>
    internal static string Quote(string field)
    {
        string start = field.Length <= 40 ? field : field[..39] + "…";
        return "'" + string.Concat(start.Select(character => character switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when char.IsControl(character) || char.IsSurrogate(character) => $"\\u{(int)character:x4}",
            _ => character.ToString(),
        })) + "'";
    }

    private static string Describe(string source, long line, string? column, int columnNumber)
    {
        string place = line > 0 ? $"{source}, line {line}" : source;
        return column is null ? $"{place}: " : $"{place}, column {Quote(column)} (number {columnNumber}): ";
    }
}
