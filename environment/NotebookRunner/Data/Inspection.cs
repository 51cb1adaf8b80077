using MusicRec.Data;

namespace MusicRec.NotebookRunner.Data;

/// <summary>How a file on disk compares with what is known of it.</summary>
internal enum FileState
{
    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>Its length and SHA-256 are those of the catalogue or of the lock file.</summary>
    Good,

    /// <summary>It is there, and neither catalogue nor lock file knows its SHA-256.</summary>
    Unknown,

    /// <summary>It is there with another length or SHA-256.</summary>
    Differs,
}

/// <summary>Compares files of a data folder with the catalogue and the lock file.</summary>
internal static class Inspection
{
    public static string PathOf(string folder, CatalogueFile file) => Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    public static FileState Of(string folder, CatalogueFile file, HashLock known)
    {
        FileInfo found = new(PathOf(folder, file));
        if (!found.Exists)
        {
            return FileState.Absent;
        }

        if (file.Bytes is long declared && found.Length != declared)
        {
            return FileState.Differs;
        }

        return (file.Sha256 ?? known[file.Path]) switch
        {
            null => FileState.Unknown,
            string wanted => FileHash.Same(wanted, FileHash.Of(found.FullName)) ? FileState.Good : FileState.Differs,
        };
    }
}
