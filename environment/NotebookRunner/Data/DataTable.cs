using Spectre.Console;

namespace MusicRec.NotebookRunner.Data;

/// <summary>A small table: drawn by Spectre.Console on a terminal, aligned plain text elsewhere.</summary>
internal sealed class DataTable(params string[] headers)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(TextWriter output, bool terminal)
    {
        if (terminal)
        {
            Table table = new Table().Border(TableBorder.Simple);
            foreach (string header in headers)
            {
                table.AddColumn(Markup.Escape(header));
            }

            foreach (string[] row in rows)
            {
                table.AddRow([.. row.Select(Markup.Escape)]);
            }

            AnsiConsole.Write(table);
            return;
        }

        int[] widths = [.. headers.Select((header, column) => Math.Max(header.Length, rows.Count == 0 ? 0 : rows.Max(row => row[column].Length)))];
        foreach (string[] row in (IEnumerable<string[]>)[headers, .. rows])
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
