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

    private Table Overview()
    {
        Table table = new Table("data set", "table", "rows", "source", "used in").Caption($"Data: {Source}");
        foreach (CatalogueEntry entry in Catalogue.DataSets)
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
