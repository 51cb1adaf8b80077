using System.Globalization;
using System.Security.Cryptography;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

/// <summary>One test over all tables of the catalogue, once on the sample and once on the real data where there is any.</summary>
public class CatalogueDataTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load(RepositoryFolder.Path("data/catalogue.json"));

    public static TheoryData<string, string> Tables()
    {
        TheoryData<string, string> tables = [];
        foreach (CatalogueEntry entry in Catalogue.DataSets)
        {
            foreach (CatalogueTable table in entry.Tables.Where(table => table.Format != CatalogueFormat.Wav))
            {
                tables.Add(entry.Name, table.Name);
            }
        }

        return tables;
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_of_the_sample_is_as_declared(string dataSet, string table)
    {
        string folder = RepositoryFolder.Path("data/sample");
        CatalogueTable declared = Catalogue[dataSet][table];

        Frame frame = TableReader.Read(Catalogue[dataSet], declared, folder, isSample: true);

        Assert.Equal(declared.SampleRows, frame.RowCount);
        Assert.Equal(declared.Columns.Select(column => column.Name), frame.ColumnNames);
        Hold(declared, frame);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_table_of_the_real_data_is_as_declared(string dataSet, string table)
    {
        string folder = RealData.FolderOrSkip();
        CatalogueTable declared = Catalogue[dataSet][table];
        CatalogueVariant? variant = TableReader.Find(declared, folder);
        Assert.SkipWhen(variant is null, $"{dataSet} is not in {folder}.");

        Frame frame = TableReader.Read(Catalogue[dataSet], declared, folder, isSample: false);

        Assert.Equal(variant!.Rows ?? frame.RowCount, frame.RowCount);
        Hold(declared, frame);
        HoldHash(variant.Files[0], folder);
    }

    [Fact]
    public void Every_real_audio_clip_has_its_hash()
    {
        string folder = RealData.FolderOrSkip();
        CatalogueVariant? variant = TableReader.Find(Catalogue["gtzan-mini"]["clips"], folder);
        Assert.SkipWhen(variant is null, $"gtzan-mini is not in {folder}.");

        Assert.All(variant!.Files, file => HoldHash(file, folder));
    }

    [Fact]
    public void Every_data_set_has_a_card_and_a_notebook()
    {
        string cards = File.ReadAllText(RepositoryFolder.Path("data/README.md"));
        foreach (CatalogueEntry entry in Catalogue.DataSets)
        {
            Assert.Contains($"## {entry.Name}\n", cards, StringComparison.Ordinal);
            Assert.Contains(entry.Title, cards, StringComparison.Ordinal);
            Assert.Contains(entry.Licence, cards, StringComparison.Ordinal);
            Assert.Contains(entry.Citation, cards, StringComparison.Ordinal);
            Assert.NotEmpty(entry.Notebooks);
            foreach (CatalogueVariant variant in entry.Tables.Where(table => table.Format != CatalogueFormat.Wav).SelectMany(table => table.Variants))
            {
                Assert.Contains($"`{variant.Files[0].Path}`", cards, StringComparison.Ordinal);
            }
        }
    }

    // The reader refuses what is out of range; this holds its doing so against an independent look at the values.
    private static void Hold(CatalogueTable declared, Frame frame)
    {
        foreach (CatalogueColumn column in declared.Columns.Where(column => frame.Has(column.Name)))
        {
            Assert.True(column.Missing || frame[column.Name].MissingCount == 0, column.Name);
            if (column.Type is CatalogueType.Number or CatalogueType.Integer)
            {
                double[] values = [.. frame.Numbers(column.Name).Where(value => !double.IsNaN(value))];
                Assert.True(values.Length > 0 && values.Min() >= (column.Minimum ?? double.MinValue) && values.Max() <= (column.Maximum ?? double.MaxValue), column.Name);
            }
            else if (column.Values is not null)
            {
                Assert.Subset(new HashSet<string?>(column.Values), new HashSet<string?>(frame.Texts(column.Name).Where(text => text is not null)));
            }
        }
    }

    private static void HoldHash(CatalogueFile file, string folder)
    {
        string path = TableReader.Locate(file, folder);
        Assert.True(file.Bytes is null || file.Bytes == new FileInfo(path).Length, file.Path);
        using FileStream stream = File.OpenRead(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        Assert.True(file.Sha256 is null || file.Sha256 == hash, string.Create(CultureInfo.InvariantCulture, $"{file.Path} has SHA-256 {hash}; the catalogue says {file.Sha256}."));
    }
}
