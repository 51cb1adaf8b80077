using MusicRec.Data;

namespace MusicRec.NotebookRunner.Data;

/// <summary>Where the catalogue is and where real data is looked for, by the same rules as the library's own.</summary>
/// <param name="Catalogue">The file data/catalogue.json.</param>
/// <param name="Real">The folder data/real, where downloads go.</param>
/// <param name="Reading">The folder that real data is read from: MUSICREC_DATA, or data/real without it.</param>
internal sealed record DataFolders(string Catalogue, string Real, string Reading)
{
    public const string Variable = "MUSICREC_DATA";

    /// <summary>Finds the catalogue from <paramref name="start"/> upwards.</summary>
    /// <exception cref="DownloadException">There is none, or MUSICREC_DATA names no folder.</exception>
    public static DataFolders Find(string start, string? variable)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            string catalogue = Path.Combine(folder.FullName, "data", "catalogue.json");
            if (File.Exists(catalogue))
            {
                string real = Path.Combine(folder.FullName, "data", "real");
                if (string.IsNullOrEmpty(variable))
                {
                    return new DataFolders(catalogue, real, real);
                }

                string reading = Path.GetFullPath(variable, start);
                return Directory.Exists(reading)
                    ? new DataFolders(catalogue, real, reading)
                    : throw new DownloadException($"{Variable} names '{variable}', and there is no folder {reading}. Correct it, or unset it to use {real}.");
            }
        }

        throw new DownloadException($"There is no data/catalogue.json in {start} or any folder above it; run nbrun inside the repository.");
    }

    public Catalogue Load()
    {
        try
        {
            return MusicRec.Data.Catalogue.Load(Catalogue);
        }
        catch (InvalidDataException exception)
        {
            throw new DownloadException(exception.Message, exception);
        }
    }
}
