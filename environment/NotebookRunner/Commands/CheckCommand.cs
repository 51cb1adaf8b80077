using System.CommandLine;
using System.Globalization;
using System.Text;
using MusicRec.NotebookRunner.Checking;
using MusicRec.NotebookRunner.Execution;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Commands;

/// <summary><c>nbrun check</c>: runs, then compares. Pictures are never compared.</summary>
internal static class CheckCommand
{
    /// <summary>What GitHub still shows without a wait.</summary>
    private const int LargestFile = 1_500_000;

    public static Command Create()
    {
        Command command = new(
            "check",
            "Runs notebooks and holds their recorded metrics against expected/<notebook>.<real|sample>.json beside them. "
            + $"A metric may differ by its tolerance (1e-6 unless the file says otherwise), absolutely or relative to its value, whichever allows more. "
            + "Missing and unexpected metrics fail, and so does an executed file of more than 1.5 MB. The notebooks on disk are not changed.");
        Option<bool> update = new("--update") { Description = "Write what was recorded as the new expectation; tolerances are kept." };
        Option<bool> committed = new("--committed") { Description = "Fail as well when the text outputs stored in the notebook are not those of this run (needs the real data)." };
        ExecutionOptions options = new();
        options.AddTo(command);
        command.Options.Add(update);
        command.Options.Add(committed);
        options.RefuseParametersWith(update, command, "would expect of everybody what other parameters than the notebook's own brought. Leave -p out.");
        options.RefuseParametersWith(committed, command, "compares with outputs of the notebook's own parameters. Leave -p out.");
        command.SetAction((parsed, cancellation) => new NotebookExecutor(options.Read(parsed)).RunAsync(
            executed => Check(executed, parsed.GetValue(update), parsed.GetValue(committed)), cancellation));
        return command;
    }

    private static int Check(ExecutedNotebook executed, bool update, bool committed)
    {
        List<string> problems = [];
        CheckMetrics(executed.Run, update, problems);
        int size = Encoding.UTF8.GetByteCount(executed.Content);
        if (size > LargestFile)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The executed file has {size:N0} bytes; at most {LargestFile:N0} are allowed. Show fewer rows or smaller figures."));
        }

        if (committed)
        {
            CheckCommitted(executed.Run, problems);
        }

        foreach (string problem in problems)
        {
            Terminal.Error("  " + problem);
        }

        return problems.Count == 0 ? ExitCodes.Success : ExitCodes.CheckFailed;
    }

    private static void CheckMetrics(NotebookRun run, bool update, List<string> problems)
    {
        // A notebook that opens no data has the same numbers everywhere; they stand with the sample's.
        string dataKind = run.DataKind ?? "sample";
        string path = ExpectedMetrics.PathFor(run.Notebook, dataKind);
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, path);
        try
        {
            bool exists = File.Exists(path);
            OrderedDictionary<string, ExpectedMetric> expected = exists ? ExpectedMetrics.Read(path) : [];
            if (run.Metrics.Count == 0)
            {
                problems.Add("The notebook recorded no metric, so there is nothing to check. Record some with Metrics.Record(name, value).");
            }
            else if (run.Metrics.FirstOrDefault(metric => !double.IsFinite(metric.Value)) is { Key: { } name } metric)
            {
                problems.Add($"Metric \"{name}\" is {ExpectedMetrics.TextOf(metric.Value)}; only finite numbers are allowed.");
            }
            else if (update)
            {
                NotebookFiles.Replace(path, ExpectedMetrics.Write(run.Metrics, expected));
                Terminal.Line($"  wrote {run.Metrics.Count} metrics to {shown}");
            }
            else if (!exists)
            {
                problems.Add($"{shown} is not there. Look at the metrics of this run, then write them with check --update.");
            }
            else if (MetricDifferences.Find(expected, run.Metrics) is { Count: > 0 } differences)
            {
                Terminal.Table(MetricDifferences.Headings, differences);
                problems.Add($"{differences.Count} metrics are not as {shown} expects.");
            }
            else
            {
                Terminal.Good($"  {expected.Count} metrics as expected on the {dataKind} data");
            }
        }
        catch (NotebookException exception)
        {
            problems.Add(exception.Message);
        }
    }

    private static void CheckCommitted(NotebookRun run, List<string> problems)
    {
        if (run.DataKind is not (null or "real"))
        {
            problems.Add("--committed compares with outputs made from the real data, and this run used the made-up sample. Set MUSICREC_DATA to the real data.");
        }
        else if (CommittedOutputs.FindStale(run) is { Count: > 0 } stale)
        {
            Terminal.Table(CommittedOutputs.Headings, stale);
            problems.Add($"The outputs stored in {Path.GetFileName(run.Notebook.Path)} differ from this run in {stale.Count} cells. Run it with --in-place and commit what comes out.");
        }
    }
}
