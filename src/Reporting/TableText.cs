using System.Text;

namespace MusicRec.Reporting;

/// <summary>Writes a table as text in columns of equal width.</summary>
internal static class TableText
{
    private const int WidestCell = 72;

    public static string Write(RenderedTable table)
    {
        List<string> lines = [];
        string title = string.Join(" · ", new[] { table.Caption, table.Mark }.Where(part => part is not null));
        if (title.Length > 0)
        {
            lines.Add(OneLine(title));
        }

        List<string[]> cells = [];
        foreach (RenderedColumn column in table.Columns)
        {
            bool marked = column.IsBest.Any(isBest => isBest);
            IEnumerable<string> texts = column.Texts.Select((text, row) => Clip(OneLine(text)) + (!marked ? "" : column.IsBest[row] ? "*" : " "));
            cells.Add([Clip(OneLine(column.Header)) + (marked ? " " : ""), .. texts]);
        }

        int[] widths = [.. cells.Select(column => column.Max(TextWidth.Of))];
        for (int row = 0; row <= table.RowCount; row++)
        {
            IEnumerable<string> parts = table.Columns.Select((column, index) => Pad(cells[index][row], widths[index], column.Alignment));
            lines.Add(string.Join("  ", parts).TrimEnd());
            if (row == 0)
            {
                lines.Add(string.Join("  ", widths.Select(width => new string('─', width))));
            }
        }

        if (table.HasBest)
        {
            lines.Add("* best of the column");
        }

        lines.AddRange(table.Notes.Select(OneLine));
        return string.Join('\n', lines);
    }

    private static string Pad(string text, int width, Alignment alignment)
    {
        int missing = width - TextWidth.Of(text);
        return alignment switch
        {
            Alignment.Right => new string(' ', missing) + text,
            Alignment.Center => new string(' ', missing / 2) + text + new string(' ', missing - (missing / 2)),
            _ => text + new string(' ', missing),
        };
    }

    private static string Clip(string text) => TextWidth.Of(text) <= WidestCell ? text : TextWidth.Clip(text, WidestCell - 1) + "…";

    private static string OneLine(string text)
    {
        StringBuilder line = new(text.Length);
        foreach (char character in text)
        {
            line.Append(char.IsControl(character) || character is '\u2028' or '\u2029' ? ' ' : character);
        }

        return line.ToString();
    }
}
