using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MusicRec.Data;

/// <summary>
/// The data sets that the project knows: what each is, its licence, its columns, and where a user gets it.
/// Read from data/catalogue.json, strictly: what the reader does not know is an error, never ignored.
/// </summary>
public sealed class Catalogue
{
    /// <summary>The largest catalogue file that is read, in bytes.</summary>
    internal const int MaximumBytes = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private Catalogue(IReadOnlyList<CatalogueEntry> dataSets) => DataSets = dataSets;

    /// <summary>The data sets, in the order of the file.</summary>
    public IReadOnlyList<CatalogueEntry> DataSets { get; }

    /// <summary>The data set called <paramref name="name"/>, for example "liked-195".</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public CatalogueEntry this[string name]
    {
        get
        {
            foreach (CatalogueEntry entry in DataSets)
            {
                if (entry.Name == name)
                {
                    return entry;
                }
            }

            Throw.Unknown("data set", name, DataSets.Select(entry => entry.Name));
            return null;
        }
    }

    /// <summary>Reads a catalogue file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a catalogue; the message names the place and what is wrong there.</exception>
    public static Catalogue Load(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no catalogue of data sets at '{path}'.", path);
        }

        if (file.Length > MaximumBytes)
        {
            throw new InvalidDataException($"{path}: {file.Length} bytes; a catalogue has at most {MaximumBytes}.");
        }

        return Parse(File.ReadAllText(path, Encoding.UTF8), path);
    }

    /// <summary>Reads a catalogue from its text; <paramref name="source"/> is how messages name it.</summary>
    /// <exception cref="InvalidDataException">The text is not a catalogue; the message names the place and what is wrong there.</exception>
    public static Catalogue Parse(string json, string source)
    {
        CatalogueDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<CatalogueDocument>(json, Options);
        }
        catch (JsonException problem)
        {
            string place = problem.Path is null || problem.Message.Contains("Path:", StringComparison.Ordinal) ? "" : $" Path: {problem.Path}.";
            throw new InvalidDataException($"{source}: {problem.Message}{place}", problem);
        }

        if (document is null)
        {
            throw new InvalidDataException($"{source}: the catalogue is null; expected an object with dataSets.");
        }

        CatalogueChecks.Check(document.DataSets, source);
        return new Catalogue(document.DataSets);
    }

    private sealed record CatalogueDocument(IReadOnlyList<CatalogueEntry> DataSets);
}
