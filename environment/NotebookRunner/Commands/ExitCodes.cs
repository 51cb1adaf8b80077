using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Commands;

/// <summary>What the process says to the shell that started it.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A notebook ran and failed: exception, compile error, timeout, ended process.</summary>
    public const int NotebookFailed = 1;

    /// <summary>Nothing could be run: wrong command line, unreadable notebook, unknown parameter, missing file.</summary>
    public const int CannotRun = 2;

    /// <summary>The notebook ran, and what came out is not what was expected.</summary>
    public const int CheckFailed = 3;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Cancelled = 130;

    public const string Explanation =
        "Exit codes: 0 all well · 1 a notebook failed while running · 2 nothing could be run (command line, " +
        "notebook file, parameter, missing DLL) · 3 check found differences · 4 some data can only be fetched by hand · 130 stopped by Ctrl+C.";

    public static int Of(FailureKind kind) => kind switch
    {
        FailureKind.Parameter or FailureKind.MissingReference or FailureKind.UnsupportedDirective => CannotRun,
        FailureKind.Cancelled => Cancelled,
        _ => NotebookFailed,
    };
}
