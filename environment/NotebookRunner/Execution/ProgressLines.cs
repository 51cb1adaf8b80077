using System.Globalization;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>One line per cell: its number, what it is about, how long it took.</summary>
internal sealed class ProgressLines(Notebook notebook)
{
    private const int WidestHeading = 60;

    public void Show(KernelEvent message)
    {
        switch (message.Kind)
        {
            case KernelEventKind.CellStarted:
                Terminal.Passing(LineOf(message.Cell) + " …");
                break;
            case KernelEventKind.CellEnded:
                Terminal.EndPassing();
                Terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{LineOf(message.Cell)} {message.Seconds,8:0.00} s"));
                break;
            case KernelEventKind.Failed:
                Terminal.EndPassing();
                break;
            default:
                break;
        }
    }

    private string LineOf(int number)
    {
        string heading = notebook.Cells[number - 1].Heading;
        heading = heading.Length > WidestHeading ? heading[..(WidestHeading - 1)] + "…" : heading;
        int width = notebook.Cells.Count.ToString(CultureInfo.InvariantCulture).Length;
        return $"  [{number.ToString(CultureInfo.InvariantCulture).PadLeft(width)}/{notebook.Cells.Count}] {heading.PadRight(WidestHeading)}";
    }
}
