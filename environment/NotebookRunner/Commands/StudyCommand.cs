using System.CommandLine;
using MusicRec.NotebookRunner.Execution;
using MusicRec.NotebookRunner.Notebooks;
using MusicRec.Reporting;

namespace MusicRec.NotebookRunner.Commands;

/// <summary><c>nbrun study</c>: what takes hours and is not run again at every check.</summary>
internal static class StudyCommand
{
    private const string OpensTable = "StudyTable.Open";

    public static Command Create()
    {
        Command command = new(
            "study",
            "Runs a study: a notebook that does hours of work unit by unit and writes each unit's results into a table beside it (StudyTable). "
            + "A run that was interrupted goes on where it was; a table that other code, data or settings made is refused. "
            + "The notebook itself is never changed.");
        Option<bool> restart = new("--restart") { Description = "Start a table anew that other code, data or settings made." };
        ExecutionOptions options = new(longestTime: TimeSpan.FromDays(7));
        options.AddTo(command);
        command.Options.Add(restart);
        command.SetAction((parsed, cancellation) => new NotebookExecutor(options.Read(parsed) with
        {
            WhyNotRun = WhyNoStudy,
            EnvironmentOf = (notebook, repository) => new Dictionary<string, string>
            {
                [StudyEnvironment.CodeVariable] = StudyCode.HashOf(notebook, repository),
                [StudyEnvironment.RestartVariable] = parsed.GetValue(restart) ? "1" : "0",
            },
        }).RunAsync(_ => ExitCodes.Success, cancellation));
        return command;
    }

    /// <summary>A study opens a table itself, or lies where studies lie and has the library open it.</summary>
    private static string? WhyNoStudy(Notebook notebook)
    {
        bool opensTable = notebook.Cells.Any(cell => cell.Code.Contains(OpensTable, StringComparison.Ordinal));
        return opensTable || Path.GetFileName(Path.GetDirectoryName(notebook.Path)) == "studies"
            ? null
            : $"it is no study: no cell has {OpensTable}, and it does not lie in a folder 'studies'. 'nbrun run' runs every notebook.";
    }
}
