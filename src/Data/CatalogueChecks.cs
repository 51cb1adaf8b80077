namespace MusicRec.Data;

/// <summary>What must hold for a catalogue beyond its shape. Messages name the data set, the place and what is allowed.</summary>
internal static class CatalogueChecks
{
    private const int MaximumFiles = 2_000;

    public static void Check(IReadOnlyList<CatalogueEntry> entries, string source)
    {
        Require(entries.Count > 0, source, "dataSets is empty; at least one is needed");
        RequireNoNull(entries, source, "dataSets");
        RequireDistinct(entries.Select(entry => entry.Name), source, "data set");
        foreach (CatalogueEntry entry in entries)
        {
            CheckEntry(entry, $"{source}: data set '{entry.Name}'");
        }
    }

    /// <summary>What is wrong with a path inside the data folder, or null when nothing is.</summary>
    internal static string? PathProblem(string path)
    {
        if (path.Length is 0 or > 200)
        {
            return "its length must be 1 to 200";
        }

        foreach (char character in path)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.' or '/'))
            {
                return "only letters, digits, '-', '_', '.' and '/' are allowed";
            }
        }

        foreach (string part in path.Split('/'))
        {
            if (part.Length == 0 || part[0] == '.' || part[^1] == '.')
            {
                return "it must be relative, and no part of it may be empty or begin or end with a dot";
            }
        }

        return null;
    }

    private static void CheckEntry(CatalogueEntry entry, string where)
    {
        Require(
            entry.Name.Length is > 0 and <= 60 && entry.Name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'),
            where,
            "the name may hold small letters, digits and hyphens only");
        Require(entry.Title.Length > 0, where, "title is empty");
        Require(entry.Description.Length > 0, where, "description is empty");
        Require(entry.Citation.Length > 0, where, "citation is empty");
        Require(entry.Licence.Length > 0, where, "licence is empty; say that none is stated");
        Require(entry.Instructions.Length > 0, where, "instructions is empty; say how a user gets the files");
        Require(entry.Tables.Count > 0, where, "tables is empty; at least one is needed");
        RequireNoNull(entry.Notebooks, where, "notebooks");
        RequireNoNull(entry.Rules, where, "rules");
        RequireNoNull(entry.Tables, where, "tables");
        RequireDistinct(entry.Tables.Select(table => table.Name), where, "table");
        foreach (CatalogueTable table in entry.Tables)
        {
            CheckTable(entry, table, $"{where}, table '{table.Name}'");
        }
    }

    private static void CheckTable(CatalogueEntry entry, CatalogueTable table, string where)
    {
        bool sound = table.Format == CatalogueFormat.Wav;
        Require(table.Name.Length > 0, where, "name is empty");
        Require(table.SampleRows > 0, where, $"sampleRows is {table.SampleRows}; allowed: 1 or more");
        Require(table.Variants.Count > 0, where, "variants is empty; at least one is needed");
        Require(sound == (table.Columns.Count == 0), where, "a table has columns, a collection of clips has none");
        RequireNoNull(table.Columns, where, "columns");
        RequireNoNull(table.Variants, where, "variants");
        RequireDistinct(table.Columns.Select(column => column.Name), where, "column");
        foreach (CatalogueColumn column in table.Columns)
        {
            string place = $"{where}, column '{column.Name}'";
            bool isNumber = column.Type is CatalogueType.Integer or CatalogueType.Number;
            Require(column.Name.Length > 0, place, "name is empty");
            Require(isNumber || (column.Minimum is null && column.Maximum is null), place, "only numbers have a minimum and a maximum");
            Require(!(column.Minimum > column.Maximum), place, $"minimum {column.Minimum} is above maximum {column.Maximum}");
            RequireNoNull(column.Values ?? [], place, "values");
            Require(column.Values is null || (column.Type == CatalogueType.Text && column.Values.Count > 0), place, "only texts have a list of values, and it is not empty");
        }

        foreach (CatalogueVariant variant in table.Variants)
        {
            string place = $"{where}, variant '{variant.What}'";
            Require(variant.What.Length > 0, place, "what is empty");
            Require(variant.Rows is null or > 0, place, $"rows is {variant.Rows}; allowed: 1 or more, or nothing when not known");
            Require(variant.Files.Count is > 0 and <= MaximumFiles, place, $"{variant.Files.Count} files; allowed: 1 to {MaximumFiles}");
            Require(sound || variant.Files.Count == 1, place, "a table has one file");
            RequireNoNull(variant.Files, place, "files");
            RequireDistinct(variant.Files.Select(file => file.Path), place, "file");
            foreach (CatalogueFile file in variant.Files)
            {
                CheckFile(entry, file, place);
            }
        }
    }

    private static void CheckFile(CatalogueEntry entry, CatalogueFile file, string place)
    {
        string? problem = PathProblem(file.Path);
        Require(problem is null, place, $"path '{file.Path}' is not allowed: {problem}");
        Require(file.Path.StartsWith(entry.Name + "/", StringComparison.Ordinal), place, $"path '{file.Path}' does not lie in the data set's own folder '{entry.Name}/'");
        Require(file.Bytes is null or > 0, place, $"bytes of '{file.Path}' is {file.Bytes}; allowed: 1 or more");
        if (file.Sha256 is string hash)
        {
            Require(hash.Length == 64, place, $"sha256 of '{file.Path}' has {hash.Length} characters; allowed: 64 hexadecimal digits");
            Require(hash.All(char.IsAsciiHexDigitLower), place, $"sha256 of '{file.Path}' may hold the digits 0-9 and a-f only");
        }

        if (file.Download is CatalogueDownload download)
        {
            bool good = Uri.TryCreate(download.Url, UriKind.Absolute, out Uri? address)
                && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0 && address.Host.Length > 0;
            Require(good, place, $"url '{download.Url}' of '{file.Path}' is not an https address");
            if (download.ArchiveMember is string member)
            {
                string? memberProblem = PathProblem(member);
                Require(memberProblem is null, place, $"archiveMember '{member}' is not allowed: {memberProblem}");
            }
        }
    }

    // The JSON reader refuses null where it may not stand, but not as an element of a list.
    private static void RequireNoNull(IEnumerable<object?> elements, string where, string what) =>
        Require(elements.All(element => element is not null), where, $"{what} holds a null");

    private static void RequireDistinct(IEnumerable<string> names, string where, string what)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names)
        {
            Require(seen.Add(name), where, $"the {what} '{name}' stands twice");
        }
    }

    private static void Require(bool holds, string where, string message)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{where}: {message}.");
        }
    }
}
