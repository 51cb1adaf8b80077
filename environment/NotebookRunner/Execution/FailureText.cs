using System.Globalization;
using System.Text;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>A failure as a person needs it: which cell, its code with the line marked, what happened.</summary>
internal static class FailureText
{
    private const int LinesAround = 6;

    public static string Of(Notebook notebook, Failure failure)
    {
        StringBuilder text = new();
        string place = failure.Cell == 0 ? "" : failure.Line == 0 ? $" in cell {failure.Cell}" : $" in cell {failure.Cell}, line {failure.Line}";
        text.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(notebook.Path)} failed{place}: {failure.Name}");
        foreach (string line in failure.Message.Split('\n'))
        {
            text.Append("\n  ").Append(line);
        }

        if (notebook.Cells.FirstOrDefault(cell => cell.Number == failure.Cell) is { } failed)
        {
            text.Append("\n\n").Append(MarkedCode(failed.Code, failure.Line));
        }

        string[] frames = [.. failure.Traceback.Where(line => line.StartsWith("   at ", StringComparison.Ordinal))];
        if (frames.Length > 0)
        {
            text.Append('\n').Append(string.Join('\n', frames)).Append('\n');
        }

        return text.Append("\nThe notebook on disk was not changed.").ToString();
    }

    private static string MarkedCode(string code, int marked)
    {
        string[] lines = code.TrimEnd().Split('\n');
        int first = marked == 0 ? 1 : Math.Max(1, marked - LinesAround);
        int last = Math.Min(lines.Length, marked == 0 ? 2 * LinesAround : marked + LinesAround);
        StringBuilder text = new();
        for (int line = first; line <= last; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(line == marked ? "  > " : "    ")}{line,3} | {lines[line - 1].TrimEnd()}\n");
        }

        return text.ToString();
    }
}
