using System.Globalization;
using System.Runtime.InteropServices;

namespace MusicRec.Benchmarks;

/// <summary>results/&lt;processor&gt;.md: one row per comparison, the latest run of each.</summary>
internal static class ResultsFile
{
    public const string Header =
        "| name | workload | ours, median | peer, median | peer / ours, median | smallest | to reach | rounds | peer |\n|---|---|---|---|---|---|---|---|---|";

    public static string Row(ComparisonResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Name} | {result.Workload} | {result.OurMedian * 1000:0.0} ms | {result.TheirMedian * 1000:0.0} ms | {result.MedianSpeedUp:0.00} | {result.SmallestSpeedUp:0.00} | {result.SpeedUpToReach:0.00} | {result.Ours.Length} | {result.PeerVersions} |");

    /// <summary>Puts these results in the place of older ones; the file's path inside the repository.</summary>
    public static string Update(IReadOnlyList<ComparisonResult> results)
    {
        string processor = Processor();
        string file = string.Join('-', new string([.. processor.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)) + ".md";
        string path = Path.Combine(BenchmarkFolders.Benchmarks, "results", file);
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            if (line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| name |", StringComparison.Ordinal))
            {
                rows[line.Split('|')[1].Trim()] = line;
            }
        }

        foreach (ComparisonResult result in results)
        {
            rows[result.Name] = Row(result);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"""
            # {processor}

            {Environment.ProcessorCount} processors, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription} with concurrent garbage collection off. Made by `dotnet run -c Release --project tests/Benchmarks -- compare all`.
            Both sides are warm and take turns in one run; "peer / ours" is the ratio of the two times within a round (above 1: ours is faster), its median and its smallest value over the rounds. What the peers are granted: [decision 0050](../../../environment/decisions/0050-what-a-comparison-must-grant-its-peer.md).

            {Header}
            {string.Join('\n', rows.Values)}

            """.ReplaceLineEndings("\n"));
        return $"tests/Benchmarks/results/{file}";
    }

    private static string Processor()
    {
        const string Source = "/proc/cpuinfo";
        string? line = File.Exists(Source) ? File.ReadLines(Source).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? $"unknown {RuntimeInformation.ProcessArchitecture} processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
