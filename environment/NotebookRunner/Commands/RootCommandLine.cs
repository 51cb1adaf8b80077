using System.CommandLine;
using MusicRec.NotebookRunner.Data;

namespace MusicRec.NotebookRunner.Commands;

/// <summary>The command line of nbrun: every subcommand hangs here.</summary>
internal static class RootCommandLine
{
    public static RootCommand Create()
    {
        RootCommand root = new($"Runs, checks and supplies the C# notebooks of MusicRec. {ExitCodes.Explanation}");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(DataCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(StudyCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        return root;
    }

    public static Task<int> InvokeAsync(string[] args) => InvokeAsync(Create().Parse(args));

    private static async Task<int> InvokeAsync(ParseResult parsed)
    {
        int exitCode = await parsed.InvokeAsync().ConfigureAwait(false);
        return parsed.Errors.Count > 0 ? ExitCodes.CannotRun : exitCode;
    }
}
