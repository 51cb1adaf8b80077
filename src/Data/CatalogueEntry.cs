namespace MusicRec.Data;

/// <summary>One data set of the catalogue.</summary>
/// <param name="Name">Its name and its folder inside the data folder, for example "liked-195": small letters, digits and hyphens.</param>
/// <param name="Title">Its full name.</param>
/// <param name="Description">What it is, in a sentence or two.</param>
/// <param name="Citation">How to cite it.</param>
/// <param name="Licence">The licence of the real data, or that none is stated.</param>
/// <param name="Notebooks">The notebooks that use it, by file name without ending.</param>
/// <param name="Rules">What a reader of the data must know to read it rightly.</param>
/// <param name="Instructions">How a user gets the files where no direct download is listed.</param>
/// <param name="Tables">Its tables, or its one collection of audio clips.</param>
public sealed record CatalogueEntry(
    string Name,
    string Title,
    string Description,
    string Citation,
    string Licence,
    IReadOnlyList<string> Notebooks,
    IReadOnlyList<string> Rules,
    string Instructions,
    IReadOnlyList<CatalogueTable> Tables)
{
    /// <summary>The table called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public CatalogueTable this[string name]
    {
        get
        {
            foreach (CatalogueTable table in Tables)
            {
                if (table.Name == name)
                {
                    return table;
                }
            }

            Throw.Unknown($"table of {Name}", name, Tables.Select(table => table.Name));
            return null;
        }
    }
}

/// <summary>How the files of a table are written.</summary>
public enum CatalogueFormat
{
    /// <summary>Values between commas, texts in quotes where needed.</summary>
    Csv,

    /// <summary>Values between tabs.</summary>
    Tsv,

    /// <summary>Sound: RIFF WAVE, 16-bit PCM, one channel.</summary>
    Wav,
}

/// <summary>The character encoding of a text file.</summary>
public enum CatalogueEncoding
{
    /// <summary>UTF-8, with or without byte order mark.</summary>
    Utf8,

    /// <summary>ISO 8859-1.</summary>
    Latin1,
}

/// <summary>One table of a data set, the same columns in whichever of its files is present.</summary>
/// <param name="Name">Its name inside the data set, for example "songs".</param>
/// <param name="Description">What one row is.</param>
/// <param name="Format">How the file is written.</param>
/// <param name="Encoding">The character encoding; UTF-8 for sound, where it does not matter.</param>
/// <param name="Quoting">Whether a quotation mark opens a quoted text; when false it is a character like any other.</param>
/// <param name="SampleRows">Rows (for sound: clips) in the made-up sample.</param>
/// <param name="Columns">The columns in the order of the first variant's file; none for sound.</param>
/// <param name="Variants">The files that hold this table, best first: the first one that is present is read.</param>
/// <param name="MissingText">A text that means a missing value besides the empty field; null for none.</param>
public sealed record CatalogueTable(
    string Name,
    string Description,
    CatalogueFormat Format,
    CatalogueEncoding Encoding,
    bool Quoting,
    int SampleRows,
    IReadOnlyList<CatalogueColumn> Columns,
    IReadOnlyList<CatalogueVariant> Variants,
    string? MissingText = null);

/// <summary>The kind of value in a column.</summary>
public enum CatalogueType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or False.</summary>
    Boolean,
}

/// <summary>One column of a table.</summary>
/// <param name="Name">The header, exactly as in the file.</param>
/// <param name="Type">The kind of value.</param>
/// <param name="Minimum">The smallest value allowed; null where there is no bound.</param>
/// <param name="Maximum">The largest value allowed; null where there is no bound.</param>
/// <param name="Values">The texts allowed; null where any is.</param>
/// <param name="Missing">Whether a value may be missing.</param>
/// <param name="Optional">Whether a file may lack the column altogether, as some variants do.</param>
/// <param name="Unit">The unit of a number, for example "dB"; null for none.</param>
public sealed record CatalogueColumn(
    string Name,
    CatalogueType Type,
    double? Minimum = null,
    double? Maximum = null,
    IReadOnlyList<string>? Values = null,
    bool Missing = false,
    bool Optional = false,
    string? Unit = null);

/// <summary>One form in which a table is found: the complete original, a part of it, or a file under its original name.</summary>
/// <param name="What">What this form is, for example "complete" or "uniform random sample".</param>
/// <param name="Files">Its files: one for a table, one per clip for sound.</param>
/// <param name="Rows">Rows (for sound: clips); null when not known.</param>
public sealed record CatalogueVariant(string What, IReadOnlyList<CatalogueFile> Files, int? Rows = null);

/// <summary>One file.</summary>
/// <param name="Path">Its path inside the data folder, with forward slashes; never absolute, never upwards.</param>
/// <param name="Bytes">Its length in bytes; null when not known.</param>
/// <param name="Sha256">Its SHA-256 as 64 small hexadecimal digits; null when not known, then to be recorded on first download.</param>
/// <param name="Download">Where it is fetched from without an account; null when it must be fetched by hand.</param>
public sealed record CatalogueFile(string Path, long? Bytes = null, string? Sha256 = null, CatalogueDownload? Download = null);

/// <summary>Where a file is fetched from.</summary>
/// <param name="Url">An https address, pinned to a commit where the host has commits.</param>
/// <param name="ArchiveMember">When the address is a zip archive: the path of the file inside it; else null.</param>
public sealed record CatalogueDownload(string Url, string? ArchiveMember = null);
