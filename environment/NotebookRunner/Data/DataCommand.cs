using System.CommandLine;
using System.Globalization;
using MusicRec.Data;
using MusicRec.NotebookRunner.Commands;
using Spectre.Console;

namespace MusicRec.NotebookRunner.Data;

/// <summary><c>nbrun data list|get|verify</c>: what data there is, fetching it, and holding it against its hashes.</summary>
internal static class DataCommand
{
    /// <summary>Nothing failed, but something asked for can only be fetched by hand; how was printed.</summary>
    public const int ByHand = 4;

    /// <summary>The command, to be hung into the root command.</summary>
    public static Command Create() => Create(DataFolders.Find);

    /// <summary>The command over folders that <paramref name="find"/> finds when it runs.</summary>
    internal static Command Create(Func<DataFolders> find) =>
        new("data", "Shows, fetches and verifies the real data sets of data/catalogue.json.") { CreateList(find), CreateGet(find), CreateVerify(find) };

    private static Command CreateList(Func<DataFolders> find)
    {
        Command command = new("list", "Lists every data set: whether it is there, its size, rows, licence, how to get it, who uses it.");
        command.SetAction(parsed => Run(parsed, find, (folders, output) =>
        {
            List(folders, output, OnTerminal(output));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Command CreateGet(Func<DataFolders> find)
    {
        Argument<string[]> names = new("name") { Description = "Data sets to fetch.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> all = new("--all") { Description = "Fetch every data set that can be fetched." };
        Option<DirectoryInfo?> to = new("--to") { Description = "The folder to fill instead of data/real." };
        Command command = new("get", "Downloads data sets into data/real. Exit code 0: all there; 1: a download failed; 4: something can only be fetched by hand, and how was printed.")
        {
            names, all, to,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(names) is { Length: > 0 }))
            {
                result.AddError("Name the data sets to fetch, or give --all (not both). `nbrun data list` shows them.");
            }
        });
        command.SetAction((parsed, cancellation) => RunAsync(parsed, find, async (folders, output) =>
        {
            Catalogue catalogue = folders.Load();
            CatalogueEntry[] entries = parsed.GetValue(all) ? [.. catalogue.DataSets] : [.. parsed.GetValue(names)!.Distinct().Select(name => Find(catalogue, name))];
            string folder = Path.GetFullPath(parsed.GetValue(to)?.FullName ?? folders.Real);
            int code = await GetAsync(entries, folder, output, OnTerminal(output), cancellation);
            DataFolders after = find();
            if (folder != after.Reading && Directory.Exists(folder))
            {
                output.WriteLine($"Notebooks read {after.Reading}; to use what was fetched, set {DataFolders.Variable}={folder}" +
                    (folder == folders.Real ? $" or unset {DataFolders.Variable}." : "."));
            }

            return code;
        }));
        return command;
    }

    private static Command CreateVerify(Func<DataFolders> find)
    {
        Command command = new("verify", "Hashes every file that is there and compares it with the catalogue. Exit code 3 when one differs.");
        command.SetAction(parsed => Run(parsed, find, (folders, output) => Verify(folders, output, OnTerminal(output))));
        return command;
    }

    private static void List(DataFolders folders, TextWriter output, bool terminal)
    {
        DataTable table = new("data set", "there", "size", "rows", "licence", "how to get it", "used by");
        foreach (CatalogueEntry entry in folders.Load().DataSets)
        {
            CatalogueVariant?[] present = [.. entry.Tables.Select(candidate => candidate.Variants.FirstOrDefault(variant => IsThere(folders, variant)))];
            CatalogueVariant[] shown = [.. entry.Tables.Select((candidate, index) => present[index] ?? candidate.Variants.FirstOrDefault(IsDownloadable) ?? candidate.Variants[0])];
            table.Add(
                entry.Name,
                present.All(variant => variant is not null) ? "yes" : present.All(variant => variant is null) ? "no" : "in part",
                Size(shown.SelectMany(variant => variant.Files).Select(file => SizeOf(folders, file))),
                Rows(shown),
                entry.Licence,
                entry.Tables.All(candidate => candidate.Variants.Any(IsDownloadable)) ? $"nbrun data get {entry.Name}" : $"by hand; nbrun data get {entry.Name} says how",
                string.Join(", ", entry.Notebooks));
        }

        output.WriteLine(folders.ReadsSample
            ? $"Notebooks read the made-up sample in {folders.Reading}; real data goes into {folders.Real}."
            : $"Notebooks read the real data in {folders.Reading}.");
        table.Write(output, terminal);
    }

    private static int Verify(DataFolders folders, TextWriter output, bool terminal)
    {
        HashLock known = HashLock.Load(folders.Inspected);
        DataTable table = new("file", "bytes", "verdict");
        int good = 0, differing = 0, unknown = 0;
        foreach (CatalogueFile file in folders.Load().DataSets.SelectMany(entry => entry.Tables).SelectMany(candidate => candidate.Variants).SelectMany(variant => variant.Files))
        {
            FileState state = Inspection.Of(folders.Inspected, file, known);
            if (state == FileState.Absent)
            {
                continue;
            }

            good += state == FileState.Good ? 1 : 0;
            differing += state == FileState.Differs ? 1 : 0;
            unknown += state == FileState.Unknown ? 1 : 0;
            table.Add(file.Path, SizeOf(folders, file)!.Value.ToString("N0", CultureInfo.InvariantCulture), state switch
            {
                FileState.Good => "as expected",
                FileState.Unknown => "no SHA-256 known",
                _ => "DIFFERS",
            });
        }

        table.Write(output, terminal);
        output.WriteLine($"{folders.Inspected}: {good} as expected, {differing} differing, {unknown} with no SHA-256 known.");
        if (differing > 0)
        {
            output.WriteLine("A differing file is replaced by `nbrun data get <name>` where it can be downloaded.");
        }

        return differing > 0 ? ExitCodes.CheckFailed : ExitCodes.Success;
    }

    private static async Task<int> GetAsync(CatalogueEntry[] entries, string folder, TextWriter output, bool terminal, CancellationToken cancellation)
    {
        bool isNew = !Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
            return terminal
                ? await GetOnTerminalAsync(entries, folder, cancellation)
                : await GetAsync(entries, folder, new PlainMonitor(output), cancellation);
        }
        finally
        {
            // An empty data/real would say that there is real data.
            IEnumerable<string> made = entries.Select(entry => Path.Combine(folder, entry.Name));
            foreach (string left in isNew ? made.Append(folder) : made)
            {
                if (Directory.Exists(left) && !Directory.EnumerateFileSystemEntries(left).Any())
                {
                    Directory.Delete(left);
                }
            }
        }
    }

    private static Task<int> GetOnTerminalAsync(CatalogueEntry[] entries, string folder, CancellationToken cancellation) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(progress => GetAsync(entries, folder, new TerminalMonitor(AnsiConsole.Console, progress), cancellation));

    private static async Task<int> GetAsync(CatalogueEntry[] entries, string folder, IDownloadMonitor monitor, CancellationToken cancellation)
    {
        using Downloader downloader = new(new DownloadOptions { Notice = monitor.Line });
        Acquisition acquisition = new(folder, downloader, monitor);
        List<Acquired> results = [];
        foreach (CatalogueEntry entry in entries)
        {
            results.Add(await acquisition.GetAsync(entry, cancellation));
        }

        monitor.Line($"{results.Count(result => result == Acquired.Complete)} complete, {results.Count(result => result == Acquired.Failed)} failed, " +
            $"{results.Count(result => result == Acquired.ByHand)} to be fetched by hand.");
        return results.Contains(Acquired.Failed) ? ExitCodes.NotebookFailed : results.Contains(Acquired.ByHand) ? ByHand : ExitCodes.Success;
    }

    private static CatalogueEntry Find(Catalogue catalogue, string name) =>
        catalogue.DataSets.FirstOrDefault(entry => entry.Name == name)
        ?? throw new DownloadException($"There is no data set '{name}'. Known: {string.Join(", ", catalogue.DataSets.Select(entry => entry.Name))}.");

    private static int Run(ParseResult parsed, Func<DataFolders> find, Func<DataFolders, TextWriter, int> action) =>
        RunAsync(parsed, find, (folders, output) => Task.FromResult(action(folders, output))).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(ParseResult parsed, Func<DataFolders> find, Func<DataFolders, TextWriter, Task<int>> action)
    {
        try
        {
            return await action(find(), parsed.InvocationConfiguration.Output);
        }
        catch (Exception exception) when (exception is DownloadException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"nbrun data: {exception.Message}");
            return ExitCodes.CannotRun;
        }
        catch (OperationCanceledException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("nbrun data: interrupted. What has arrived is kept; the same command goes on from there.");
            return ExitCodes.Cancelled;
        }
    }

    private static bool OnTerminal(TextWriter output) => ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    private static bool IsThere(DataFolders folders, CatalogueVariant variant) =>
        variant.Files.All(file => File.Exists(Inspection.PathOf(folders.Inspected, file)));

    private static bool IsDownloadable(CatalogueVariant variant) => variant.Files.All(file => file.Download is not null);

    private static long? SizeOf(DataFolders folders, CatalogueFile file) =>
        new FileInfo(Inspection.PathOf(folders.Inspected, file)) is { Exists: true } found ? found.Length : file.Bytes;

    private static string Size(IEnumerable<long?> sizes)
    {
        long? total = sizes.Aggregate((long?)0, (sum, size) => sum + size);
        return total switch
        {
            null => "?",
            < 1_000_000 => $"{total / 1e3:0} kB",
            _ => $"{total / 1e6:0.0} MB",
        };
    }

    private static string Rows(IEnumerable<CatalogueVariant> variants) =>
        string.Join(" + ", variants.Select(variant => variant.Rows?.ToString("N0", CultureInfo.InvariantCulture) ?? "?"));
}
