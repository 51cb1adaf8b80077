namespace MusicRec.Benchmarks;

/// <summary>Where the repository and the data are.</summary>
internal static class BenchmarkFolders
{
    /// <summary>tests/Benchmarks of the repository that this program was built in.</summary>
    public static string Benchmarks { get; } = Path.Combine(FindRoot(), "tests", "Benchmarks");

    /// <summary>Where BenchmarkDotNet writes its reports; not kept in the repository.</summary>
    public static string KernelReports { get; } = Path.Combine(FindRoot(), "artifacts", "benchmarks");

    /// <summary>A file of the real data: below MUSICREC_DATA, else below data/real.</summary>
    public static string Data(string path)
    {
        string folder = Environment.GetEnvironmentVariable("MUSICREC_DATA") ?? Path.Combine(FindRoot(), "data", "real");
        string file = Path.Combine(Path.GetFullPath(folder), path);
        return File.Exists(file) ? file : throw new FileNotFoundException($"{file} is not there; set MUSICREC_DATA to the folder of real data.");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MusicRec.Core.csproj")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds MusicRec.Core.csproj.");
    }
}
