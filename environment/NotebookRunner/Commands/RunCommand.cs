using System.CommandLine;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Commands;

/// <summary><c>nbrun run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Command command = new("run", "Executes notebooks, each in a process of its own, and writes them with their outputs. A notebook that fails is left as it was.");
        ExecutionOptions options = new();
        options.AddTo(command);
        options.AddInPlaceTo(command);
        command.SetAction((parsed, cancellation) =>
            new NotebookExecutor(options.Read(parsed)).RunAsync(_ => ExitCodes.Success, cancellation));
        return command;
    }
}
