namespace MusicRec.NotebookRunner.Notebooks;

/// <summary>Finds notebooks and replaces files in one step.</summary>
internal static class NotebookFiles
{
    /// <summary>The notebook that a path names, or all notebooks of the folder that it names, by name.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
        {
            return path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
                ? [Path.GetFullPath(path)]
                : throw new NotebookException($"{path} is not a notebook: its name does not end in .ipynb.");
        }

        if (!Directory.Exists(path))
        {
            throw new NotebookException($"There is no file and no folder {path}.");
        }

        string[] found = [.. Directory.GetFiles(Path.GetFullPath(path), "*.ipynb").Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new NotebookException($"The folder {path} holds no notebook (*.ipynb).");
    }

    /// <summary>Writes beside the target and renames: a reader sees the old file or the new one, never a part.</summary>
    public static void Replace(string path, string content)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllText(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
