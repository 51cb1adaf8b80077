using MusicRec.Reporting;

namespace MusicRec.Data;

/// <summary>What a notebook shows of the data: which sets there are, how many rows, what for.</summary>
public sealed partial class MusicData
{
    /// <inheritdoc/>
    public string ToHtml() => Overview().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Overview().ToText();

    /// <summary>The same as <see cref="ToText"/>.</summary>
    public override string ToString() => ToText();

    /// <summary>What a notebook needs, as a table for its first output.</summary>
    /// <param name="dataSets">Names of data sets.</param>
    /// <exception cref="ArgumentException">The catalogue has no such data set.</exception>
    /// <exception cref="MissingDataSetException">One is not in the folder: better said at once than after half of the cells.</exception>
    public Table Require(params string[] dataSets)
    {
        ArgumentNullException.ThrowIfNull(dataSets);
        foreach (string missing in dataSets.Where(name => !Has(name)))
        {
            CatalogueEntry entry = Catalogue[missing];
            throw new MissingDataSetException(entry, Folder, string.Join("; and ", entry.Tables.Where(table => !Has(table)).Select(TableReader.Expected)), IsSample);
        }

        return Overview(dataSets.Select(name => Catalogue[name]));
    }

    private Table Overview() => Overview(Catalogue.DataSets);

    private Table Overview(IEnumerable<CatalogueEntry> entries)
    {
        Table table = new Table("data set", "table", "rows", "source", "used in").Caption($"Data: {Source}").Format("rows", "N0").ShowAtMost(int.MaxValue);
        foreach (CatalogueEntry entry in entries)
        {
            foreach (CatalogueTable part in entry.Tables)
            {
                CatalogueVariant? variant = TableReader.Find(part, Folder);
                bool isThere = variant is not null || IsSynthesised(part);
                int? rows = IsSample ? part.SampleRows : variant?.Rows;
                string source = !isThere ? "not in this folder" : IsSample ? DataKind.SampleMark : variant!.What;
                table.Row(entry.Name, part.Name, isThere ? rows : null, source, string.Join(", ", entry.Notebooks));
            }
        }

        return table;
    }
}
