using System.Security.Cryptography;
using System.Text;
using MusicRec.NotebookRunner.Notebooks;

namespace MusicRec.NotebookRunner.Execution;

/// <summary>The hash of the code that makes a study's table: the library's sources and packages, and the study's code cells.</summary>
internal static class StudyCode
{
    /// <summary>64 small hexadecimal digits. Ends of lines do not count, as git changes them; outputs and texts of the notebook do not either.</summary>
    public static string HashOf(Notebook notebook, Repository? repository)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NotebookCell cell in notebook.Cells)
        {
            Append(hash, cell.Code);
        }

        if (repository is not null)
        {
            string[] files =
            [
                .. Directory.GetFiles(Path.Combine(repository.Root, "src"), "*", SearchOption.AllDirectories),
                repository.CoreProjectPath,
                Path.Combine(repository.Root, "packages.lock.json"),
            ];
            foreach ((string name, string path) in files.Where(File.Exists)
                .Select(path => (Path.GetRelativePath(repository.Root, path).Replace('\\', '/'), path)).OrderBy(file => file.Item1, StringComparer.Ordinal))
            {
                Append(hash, name);
                Append(hash, Encoding.Latin1.GetString(File.ReadAllBytes(path)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal));
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }
}
