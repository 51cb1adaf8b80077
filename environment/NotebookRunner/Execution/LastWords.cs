using System.Text;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>Drains a process's own output and keeps its beginning: a stack overflow's reason stands first, then come thousands of frames.</summary>
internal sealed class LastWords
{
    private const int MostLines = 12;

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private int lines;

    public string Text
    {
        get
        {
            lock (gate)
            {
                return text.ToString().TrimEnd();
            }
        }
    }

    public async Task ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (gate)
            {
                if (lines++ < MostLines)
                {
                    text.Append(line).Append('\n');
                }
            }
        }
    }
}
