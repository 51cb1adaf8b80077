using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using MusicRec.NotebookRunner.Execution;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Turns an exception into cell, line, message and a short stack without paths of this machine.</summary>
internal static partial class ExceptionReport
{
    private const int MostFrames = 15;

    public static Failure Of(Exception exception, int cell)
    {
        Exception cause = Unwrap(exception);
        List<string> frames = [];
        int line = 0;
        foreach (StackFrame frame in new StackTrace(cause, fNeedFileInfo: true).GetFrames())
        {
            if (CellOf(frame) is { } cellOfFrame)
            {
                frames.Add($"   at cell {cellOfFrame}, line {frame.GetFileLineNumber()}");
                line = line == 0 && cellOfFrame == cell ? frame.GetFileLineNumber() : line;
            }
            else if (frame.GetFileName() != DisplayPrelude.FileName && frame.GetMethod() is { DeclaringType: { } type } method && !IsMachinery(type))
            {
                frames.Add($"   at {NameOf(type, method)}");
            }
        }

        string[] causes = [.. InnerCauses(cause)];
        return new Failure(
            cause is FormatterException ? FailureKind.Formatter : FailureKind.Exception,
            cause.GetType().Name,
            string.Join('\n', causes.Prepend(cause.Message)))
        {
            Cell = cell,
            Line = line,
            Traceback = [.. causes.Prepend($"{cause.GetType().FullName}: {cause.Message}"), .. frames.Take(MostFrames)],
        };
    }

    /// <summary>Wrappers say nothing of their own; what they carry does.</summary>
    private static Exception Unwrap(Exception exception)
    {
        while (exception is TargetInvocationException or TypeInitializationException or AggregateException { InnerExceptions.Count: 1 }
            && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    private static IEnumerable<string> InnerCauses(Exception exception)
    {
        // A formatter's message already tells its cause.
        for (Exception? inner = exception is FormatterException ? null : exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            yield return $"because of {inner.GetType().Name}: {inner.Message}";
        }
    }

    private static int? CellOf(StackFrame frame) =>
        frame.GetFileName() is { } file && CellFile().Match(file) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, null) : null;

    private static bool IsMachinery(Type type) =>
        type.Namespace is { } name
        && (name.StartsWith("System.Runtime.", StringComparison.Ordinal)
            || name.StartsWith("System.Threading.Tasks", StringComparison.Ordinal)
            || name.StartsWith("System.Reflection", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || name.StartsWith("MusicRec.NotebookRunner", StringComparison.Ordinal));

    private static string NameOf(Type type, MethodBase method) => $"{type.FullName ?? type.Name}.{method.Name}";

    [GeneratedRegex(@"cell\[(\d+)\]$")]
    private static partial Regex CellFile();
}
