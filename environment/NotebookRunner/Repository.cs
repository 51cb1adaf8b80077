using MusicRec.Data;

namespace MusicRec.NotebookRunner;

/// <summary>The repository around a notebook, and the published library in it.</summary>
internal sealed class Repository
{
    private const string CoreProject = "MusicRec.Core.csproj";

    private Repository(string root) => Root = root;

    public string Root { get; }

    public string CoreProjectPath => Path.Combine(Root, CoreProject);

    public string CoreAssembly => Path.Combine(Root, "artifacts", "core", "MusicRec.Core.dll");

    public string ExecutedNotebooks => Path.Combine(Root, "artifacts", "notebooks");

    /// <summary>The folder of this program's sources, where npm puts plotly.js.</summary>
    public string Runner => Path.Combine(Root, "environment", "NotebookRunner");

    public bool CoreIsPublished => File.Exists(CoreAssembly);

    /// <summary>Whether no source, project, catalogue or folder of the library changed after it was published.</summary>
    public bool CoreIsFresh
    {
        get
        {
            if (!CoreIsPublished)
            {
                return false;
            }

            DateTime published = File.GetLastWriteTimeUtc(CoreAssembly);
            string sources = Path.Combine(Root, "src");
            IEnumerable<string> inputs = Directory.EnumerateFiles(Root, "*.props").Append(CoreProjectPath);
            string catalogue = Path.Combine(Root, DataFolder.CatalogueFile);
            if (File.Exists(catalogue))
            {
                inputs = inputs.Append(catalogue);
            }

            if (Directory.Exists(sources))
            {
                // A folder's time tells of files that are gone.
                inputs = inputs.Concat(Directory.EnumerateFileSystemEntries(sources, "*", SearchOption.AllDirectories)).Append(sources);
            }

            return inputs.All(input => File.GetLastWriteTimeUtc(input) <= published);
        }
    }

    /// <summary>Walks up from the folders given, in turn; null when none lies in a repository of this project.</summary>
    public static Repository? Around(params IEnumerable<string> folders)
    {
        foreach (string start in folders)
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, CoreProject)))
                {
                    return new Repository(folder.FullName);
                }
            }
        }

        return null;
    }
}
