using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

public class CatalogueTests
{
    private const string Good = """
        { "dataSets": [ { "name": "songs", "title": "t", "description": "d", "citation": "c", "licence": "l", "notebooks": ["n"],
          "rules": [], "instructions": "i", "tables": [ { "name": "rows", "description": "d", "format": "csv", "encoding": "utf8",
          "quoting": true, "sampleRows": 1, "columns": [ { "name": "tempo", "type": "number", "minimum": 0, "maximum": 300 } ],
          "variants": [ { "what": "complete", "rows": 3, "files": [ { "path": "songs/data.csv", "bytes": 10,
          "sha256": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
          "download": { "url": "https://example.org/data.csv" } } ] } ] } ] } ] }
        """;

    [Fact]
    public void The_projects_own_catalogue_is_read()
    {
        Catalogue catalogue = Catalogue.Load(RepositoryFolder.Path("data/catalogue.json"));

        Assert.Equal(
            ["lyrics-1950-2019", "spotify-1m", "spotify-2024", "spotify-114k", "spotify-features", "liked-195", "liked-2017",
                "spotify-playlists", "artist-similarity", "lastfm-2k", "gtzan-mini"],
            catalogue.DataSets.Select(entry => entry.Name));
        Assert.Equal(195, catalogue["liked-195"]["songs"].Variants[0].Rows);
        Assert.Equal(CatalogueEncoding.Latin1, catalogue["lastfm-2k"]["tags"].Encoding);
        Assert.Equal(27_655_251, catalogue["lyrics-1950-2019"]["labelled"].Variants[1].Files[0].Bytes);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        Catalogue catalogue = Catalogue.Parse(Good, "test");

        Assert.Contains("Known: songs", Assert.Throws<ArgumentException>(() => catalogue["song"]).Message, StringComparison.Ordinal);
        Assert.Contains("Known: rows", Assert.Throws<ArgumentException>(() => catalogue["songs"]["row"]).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"title\": \"t\",", "\"title\": \"t\", \"colour\": 1,", "colour")]
    [InlineData("\"title\": \"t\",", "", "title")]
    [InlineData("\"title\": \"t\",", "\"title\": null,", "title")]
    [InlineData("\"title\": \"t\",", "\"title\": \"t\", \"title\": \"t\",", "title")]
    [InlineData("\"sampleRows\": 1", "\"sampleRows\": 0", "sampleRows is 0")]
    [InlineData("\"sampleRows\": 1", "\"sampleRows\": 99999999999", "sampleRows")]
    [InlineData("\"csv\"", "\"xml\"", "format")]
    [InlineData("\"csv\"", "0", "format")]
    [InlineData("\"csv\"", "\"wav\"", "clips has none")]
    [InlineData("cdef\",", "cde\",", "63 characters")]
    [InlineData("\"0123", "\"G123", "0-9 and a-f")]
    [InlineData("songs/data.csv", "songs/../data.csv", "songs/../data.csv")]
    [InlineData("songs/data.csv", "/songs/data.csv", "relative")]
    [InlineData("songs/data.csv", "C:/songs/data.csv", "only letters")]
    [InlineData("songs/data.csv", "songs\\\\data.csv", "only letters")]
    [InlineData("songs/data.csv", "songs//data.csv", "empty")]
    [InlineData("songs/data.csv", "songs/.hidden", "dot")]
    [InlineData("songs/data.csv", "others/data.csv", "own folder")]
    [InlineData("https://example.org/data.csv", "http://example.org/data.csv", "https")]
    [InlineData("https://example.org/data.csv", "file:///etc/passwd", "https")]
    [InlineData("https://example.org/data.csv", "https://user:word@example.org/", "https")]
    [InlineData("data.csv\" }", "data.zip\", \"archiveMember\": \"../data.csv\" }", "archiveMember")]
    [InlineData("\"minimum\": 0", "\"minimum\": 301", "above maximum")]
    [InlineData("\"rows\": 3", "\"rows\": -3", "rows is -3")]
    [InlineData("\"bytes\": 10", "\"bytes\": 0", "bytes of")]
    [InlineData("\"name\": \"songs\"", "\"name\": \"../songs\"", "small letters")]
    [InlineData("[\"n\"]", "[null]", "notebooks holds a null")]
    [InlineData("{ \"dataSets\": [", "{ \"dataSets\": [ null,", "dataSets holds a null")]
    [InlineData("{ \"dataSets\": [", "[", "test")]
    public void What_is_wrong_in_a_catalogue_is_named(string good, string bad, string named)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        string json = Good.Replace(good, bad, StringComparison.Ordinal);

        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => Catalogue.Parse(json, "test"));

        Assert.StartsWith("test: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalogue_cut_off_anywhere_is_refused()
    {
        string text = Good.TrimEnd();
        for (int length = 0; length < text.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Catalogue.Parse(text[..length], "test"));
        }
    }

    [Fact]
    public void A_file_too_large_for_a_catalogue_is_not_read()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (FileStream file = File.Create(path))
            {
                file.SetLength(Catalogue.MaximumBytes + 1L);
            }

            Assert.Contains("bytes", Assert.Throws<InvalidDataException>(() => Catalogue.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<FileNotFoundException>(() => Catalogue.Load(path));
    }
}
