using System.Text;

namespace MusicRec.Data;

/// <summary>Reads a table of the catalogue from a data folder, holding it against what is declared.</summary>
internal static class TableReader
{
    private const int MaximumHeader = 1 << 16;

    /// <summary>The first variant all of whose files are in the folder; null when there is none.</summary>
    public static CatalogueVariant? Find(CatalogueTable table, string folder) =>
        table.Variants.FirstOrDefault(variant => variant.Files.All(file => File.Exists(Locate(file, folder))));

    /// <summary>Where a file of the catalogue stands in a data folder.</summary>
    public static string Locate(CatalogueFile file, string folder) => Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The files of which one has to be in the folder, for a message.</summary>
    public static string Expected(CatalogueTable table) => string.Join(" or ", table.Variants.Select(variant => variant.Files[0].Path));

    /// <summary>Reads the declared columns and checks types, ranges and the number of rows.</summary>
    /// <exception cref="MissingDataSetException">No variant of the table is in the folder.</exception>
    /// <exception cref="CsvException">A value, a column or the number of rows is not as declared.</exception>
    public static Frame Read(CatalogueEntry entry, CatalogueTable table, string folder, bool isSample)
    {
        CatalogueVariant variant = Find(table, folder)
            ?? throw new MissingDataSetException(entry, folder, Expected(table), isSample);
        string path = Locate(variant.Files[0], folder);
        Encoding encoding = table.Encoding == CatalogueEncoding.Latin1 ? Encoding.Latin1 : Encoding.UTF8;
        CsvOptions options = new()
        {
            Separator = table.Format == CatalogueFormat.Tsv ? '\t' : ',',
            Quoting = table.Quoting,
            Encoding = encoding,
            DeclaredOnly = true,
            MissingValues = table.MissingText is string missing ? [string.Empty, missing] : [string.Empty],
        };
        HashSet<string>? present = table.Columns.Any(column => column.Optional) ? [.. HeaderOf(path, options)] : null;
        options = options with { Columns = [.. table.Columns.Where(column => !column.Optional || present!.Contains(column.Name)).Select(Declare)] };
        Frame frame = Csv.Read(path, options);

        // The made-up sample stands in the first variant's files; others may have been made at any size.
        int? rows = !isSample ? variant.Rows : ReferenceEquals(variant, table.Variants[0]) ? table.SampleRows : null;
        if (rows is int expected && frame.RowCount != expected)
        {
            throw new CsvException(path, 0, $"there are {frame.RowCount} rows; {expected} are expected of '{variant.What}' ({entry.Name}). The file is cut off or another version.");
        }

        return frame;
    }

    private static CsvColumn Declare(CatalogueColumn column) =>
        new(column.Name, column.Type switch
        {
            CatalogueType.Integer => ColumnType.Integer,
            CatalogueType.Number => ColumnType.Number,
            CatalogueType.Boolean => ColumnType.Boolean,
            _ => ColumnType.Text,
        })
        {
            Minimum = column.Minimum ?? double.NegativeInfinity,
            Maximum = column.Maximum ?? double.PositiveInfinity,
            AllowsMissing = column.Missing,
            Values = column.Values,
        };

    // Which of the optional columns a file has is only known from its first line; no known header holds a line break.
    private static IReadOnlyList<string> HeaderOf(string path, CsvOptions options)
    {
        using StreamReader reader = new(path, options.Encoding);
        char[] start = new char[MaximumHeader];
        int length = reader.ReadBlock(start);
        int end = start.AsSpan(0, length).IndexOfAny('\r', '\n');
        if (end < 0 && length == MaximumHeader)
        {
            throw new CsvException(path, 1, $"the header is longer than {MaximumHeader} characters.");
        }

        return Csv.ReadText(new string(start, 0, end < 0 ? length : end), options with { DeclaredOnly = false }, path).ColumnNames;
    }
}
