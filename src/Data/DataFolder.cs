namespace MusicRec.Data;

/// <summary>Finds the data: the repository's root, and which of its folders a run works on.</summary>
internal static class DataFolder
{
    /// <summary>The catalogue, below the repository's root.</summary>
    public const string CatalogueFile = "data/catalogue.json";

    /// <summary>A file that only the made-up sample has, so that no copy of it passes for real data.</summary>
    public const string SampleMarker = "made-up.txt";

    /// <summary>The root of the repository: the nearest folder, upwards from the current one or from this library's, that holds the catalogue.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string RepositoryRoot => FindRepositoryRoot() ?? throw NoRepository("run inside a clone of the repository");

    public static bool IsSample(string folder) => File.Exists(Path.Combine(folder, SampleMarker));

    /// <summary>The root of the repository, as <see cref="RepositoryRoot"/>; null when there is none, as for a program that has the library from a package.</summary>
    public static string? FindRepositoryRoot() =>
        Upwards(Environment.CurrentDirectory) ?? Upwards(Path.GetDirectoryName(typeof(DataFolder).Assembly.Location));

    /// <summary>The folder to work on, given the value of MUSICREC_DATA (null or empty when it is not set) and the repository's root (null without one).</summary>
    public static string Resolve(string? named, string? root)
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            if (root is null)
            {
                throw NoRepository("run inside a clone of the repository, set MUSICREC_DATA to a data folder, or name one: MusicData.Open(folder)");
            }

            string real = Path.Combine(root, "data", "real");
            return Directory.Exists(real) && Directory.EnumerateFileSystemEntries(real).Any() ? real : Path.Combine(root, "data", "sample");
        }

        // A relative path means the same folder in a notebook, whose current folder is its own, as at the root.
        string[] candidates = Path.IsPathFullyQualified(named) ? [named]
            : root is null ? [Path.GetFullPath(named)]
            : [Path.GetFullPath(named), Path.GetFullPath(named, root)];
        return candidates.FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException($"MUSICREC_DATA is '{named}', but there is no folder {string.Join(" or ", candidates.Distinct().Select(path => $"'{path}'"))}.");
    }

    private static DirectoryNotFoundException NoRepository(string advice) =>
        new($"Neither '{Environment.CurrentDirectory}' nor a folder above it holds {CatalogueFile}; {advice}.");

    private static string? Upwards(string? start)
    {
        for (DirectoryInfo? folder = string.IsNullOrEmpty(start) ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, CatalogueFile)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
