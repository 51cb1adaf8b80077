using System.Buffers;

namespace MusicRec.Data;

/// <summary>A frame as separated values.</summary>
internal static class CsvText
{
    public static void Write(TextWriter writer, Frame frame, char separator)
    {
        new CsvOptions { Separator = separator }.Check();
        SearchValues<char> special = SearchValues.Create([separator, '"', '\r', '\n']);
        Column[] columns = [.. frame.ColumnNames.Select(name => frame[name])];
        for (int place = 0; place < columns.Length; place++)
        {
            WriteField(writer, frame.ColumnNames[place], place, columns.Length, separator, special);
        }

        for (int row = 0; row < frame.RowCount; row++)
        {
            for (int place = 0; place < columns.Length; place++)
            {
                WriteField(writer, columns[place].TextAt(row) ?? string.Empty, place, columns.Length, separator, special);
            }
        }
    }

    private static void WriteField(TextWriter writer, string field, int place, int count, char separator, SearchValues<char> special)
    {
        // An empty field that is alone in its line would be a blank line, which readers skip.
        if (field.AsSpan().ContainsAny(special) || (field.Length == 0 && count == 1))
        {
            writer.Write('"');
            writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else
        {
            writer.Write(field);
        }

        writer.Write(place == count - 1 ? '\n' : separator);
    }
}
