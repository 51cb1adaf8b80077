using Spectre.Console;

namespace MusicRec.NotebookRunner;

/// <summary>Writes for people: colours and tables on a terminal, plain text when the output goes elsewhere.</summary>
internal static class Terminal
{
    private static bool IsInteractive => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    public static void Line(string text) => Console.WriteLine(text);

    public static void Good(string text) => Coloured(text, "green");

    public static void Quiet(string text) => Coloured(text, "grey");

    /// <summary>An error: to the error stream, so that it is seen when the output is piped on.</summary>
    public static void Error(string text)
    {
        if (Console.IsErrorRedirected || !IsInteractive)
        {
            Console.Error.WriteLine(text);
        }
        else
        {
            Coloured(text, "red");
        }
    }

    /// <summary>A line that <see cref="Line"/> and its kin will overwrite; only on a terminal.</summary>
    public static void Passing(string text)
    {
        if (IsInteractive)
        {
            int width = Math.Max(20, AnsiConsole.Profile.Width - 1);
            Console.Write($"\r\e[2K{(text.Length > width ? text[..width] : text)}");
        }
    }

    public static void EndPassing()
    {
        if (IsInteractive)
        {
            Console.Write("\r\e[2K");
        }
    }

    public static void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (IsInteractive)
        {
            Table table = new() { Border = TableBorder.Rounded };
            foreach (string heading in headings)
            {
                table.AddColumn(new TableColumn(Markup.Escape(heading)));
            }

            foreach (IReadOnlyList<string> row in rows)
            {
                table.AddRow([.. row.Select(Markup.Escape)]);
            }

            AnsiConsole.Write(table);
            return;
        }

        int[] widths = [.. headings.Select((heading, column) => rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        foreach (IReadOnlyList<string> row in rows.Prepend(headings))
        {
            Console.WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }
    }

    private static void Coloured(string text, string colour)
    {
        if (IsInteractive)
        {
            AnsiConsole.MarkupLine($"[{colour}]{Markup.Escape(text)}[/]");
        }
        else
        {
            Console.WriteLine(text);
        }
    }
}
