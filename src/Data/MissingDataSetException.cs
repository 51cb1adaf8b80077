namespace MusicRec.Data;

/// <summary>A data set is asked for that the data folder does not hold. The message says what to do about it.</summary>
public sealed class MissingDataSetException : Exception
{
    internal MissingDataSetException(CatalogueEntry entry, string folder, string expected, bool isSample)
        : base(Describe(entry, folder, expected, isSample))
    {
        DataSet = entry.Name;
        Folder = folder;
    }

    /// <summary>The name of the data set.</summary>
    public string DataSet { get; }

    /// <summary>The data folder that does not hold it.</summary>
    public string Folder { get; }

    private static string Describe(CatalogueEntry entry, string folder, string expected, bool isSample)
    {
        string missing = $"The data set '{entry.Name}' is not in '{folder}', or not all of it: expected {expected}.";
        string fetch = entry.Tables.SelectMany(table => table.Variants).SelectMany(variant => variant.Files).Any(file => file.Download is not null)
            ? $" This fetches it: dotnet run -c Release --project environment/NotebookRunner -- data get {entry.Name}"
            : "";
        return isSample
            ? $"{missing} Write the sample anew: dotnet run -c Release --project environment/SampleMaker"
            : $"{missing} {entry.Instructions}{fetch}";
    }
}
