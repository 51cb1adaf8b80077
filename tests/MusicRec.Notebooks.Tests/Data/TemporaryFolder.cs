namespace MusicRec.Notebooks.Tests.Data;

/// <summary>A folder that is deleted with all it holds when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("musicrec-tests-");

    public string Path => folder.FullName;

    public string At(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>Names of all files below the folder, sorted, with forward slashes.</summary>
    public string[] Files() =>
        [.. folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Delete(recursive: true);
}
