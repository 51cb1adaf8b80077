using MusicRec.Data;

namespace MusicRec.NotebookRunner.Data;

/// <summary>Where the catalogue is and where real data is.</summary>
/// <param name="Catalogue">The file data/catalogue.json.</param>
/// <param name="Real">The folder data/real, where downloads go.</param>
/// <param name="Reading">The folder that notebooks read, which may be the made-up sample.</param>
internal sealed record DataFolders(string Catalogue, string Real, string Reading)
{
    public const string Variable = "MUSICREC_DATA";

    /// <summary>Whether notebooks read the made-up sample.</summary>
    public bool ReadsSample => DataFolder.IsSample(Reading);

    /// <summary>The folder of real data to look at: the one that notebooks read, or data/real while that is the sample.</summary>
    public string Inspected => ReadsSample ? Real : Reading;

    /// <summary>Finds the folders from the current one upwards, by the library's own rules.</summary>
    public static DataFolders Find() => In(DataFolder.RepositoryRoot, Environment.GetEnvironmentVariable(Variable));

    /// <summary>The folders of the repository at <paramref name="root"/>, given the value of MUSICREC_DATA.</summary>
    public static DataFolders In(string root, string? variable) =>
        new(Path.Combine(root, DataFolder.CatalogueFile), Path.Combine(root, "data", "real"), DataFolder.Resolve(variable, root));

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
