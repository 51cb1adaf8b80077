using System.Text;
using MusicRec.Data;
using MusicRec.NotebookRunner.Data;
using static MusicRec.Notebooks.Tests.Data.LoopbackServer;

namespace MusicRec.Notebooks.Tests.Data;

public sealed class AcquisitionTests : IDisposable
{
    private static readonly byte[] Songs = DownloaderTests.Bytes(5_000, seed: 3);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_with_a_known_hash_is_put_in_place_and_not_fetched_again()
    {
        await using LoopbackServer server = Serving(Songs);
        CatalogueEntry entry = Entry(new CatalogueFile("likes/data.csv", Songs.Length, DownloaderTests.Hash(Songs), new CatalogueDownload(server.Address + "/data.csv")));
        Assert.Equal(Acquired.Complete, (await GetAsync(entry)).Result);
        Assert.Equal(Songs, File.ReadAllBytes(folder.At("likes/data.csv")));
        Assert.Equal(["likes/data.csv"], folder.Files());
        Assert.Contains("already there (SHA-256 as expected)", (await GetAsync(entry)).Log, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_unknown_hash_is_recorded_at_first_and_held_from_then_on()
    {
        byte[] served = Songs;
        await using LoopbackServer server = new((request, _, stream) => ServeFileAsync(request, stream, served));
        CatalogueEntry entry = Entry(new CatalogueFile("likes/data.csv", Download: new CatalogueDownload(server.Address + "/data.csv")));
        Assert.Equal(Acquired.Complete, (await GetAsync(entry)).Result);
        Assert.Equal(DownloaderTests.Hash(Songs), HashLock.Load(folder.Path)["likes/data.csv"]);

        // The upstream file changes and the local one is lost: the new one is not taken for the old.
        served = DownloaderTests.Bytes(5_000, seed: 4);
        File.Delete(folder.At("likes/data.csv"));
        (Acquired result, string log) = await GetAsync(entry);
        Assert.Equal(Acquired.Failed, result);
        Assert.Contains(DownloaderTests.Hash(Songs), log, StringComparison.Ordinal);
        Assert.Equal([HashLock.FileName], folder.Files());
    }

    [Fact]
    public async Task A_damaged_file_is_replaced_by_a_good_one_and_never_by_a_bad_one()
    {
        byte[] served = DownloaderTests.Bytes(5_000, seed: 4);
        await using LoopbackServer server = new((request, _, stream) => ServeFileAsync(request, stream, served));
        CatalogueEntry entry = Entry(new CatalogueFile("likes/data.csv", null, DownloaderTests.Hash(Songs), new CatalogueDownload(server.Address + "/data.csv")));
        Directory.CreateDirectory(folder.At("likes"));
        File.WriteAllText(folder.At("likes/data.csv"), "damaged");
        Assert.Equal(Acquired.Failed, (await GetAsync(entry)).Result);
        Assert.Equal("damaged", File.ReadAllText(folder.At("likes/data.csv")));
        served = Songs;
        Assert.Equal(Acquired.Complete, (await GetAsync(entry)).Result);
        Assert.Equal(Songs, File.ReadAllBytes(folder.At("likes/data.csv")));
    }

    [Fact]
    public async Task An_archive_is_fetched_once_for_all_its_members_and_not_kept()
    {
        await using LoopbackServer server = Serving(ArchiveTests.ZipBytes(("a.dat", "first"), ("b.dat", "second"), ("c.dat", "third")));
        CatalogueEntry entry = Entry(FromArchive(server, "a.dat", Encoding.ASCII.GetBytes("first")), FromArchive(server, "b.dat"));
        (Acquired result, string log) = await GetAsync(entry);
        Assert.True(result == Acquired.Complete, log);
        Assert.Equal([HashLock.FileName, "likes/a.dat", "likes/b.dat"], folder.Files());
        Assert.Equal("second", File.ReadAllText(folder.At("likes/b.dat")));
        Assert.Single(server.Requests);
        HashLock known = HashLock.Load(folder.Path);
        Assert.NotNull(known[server.Address + "/all.zip"]);
        Assert.Equal(DownloaderTests.Hash("second"u8.ToArray()), known["likes/b.dat"]);
        Assert.Null(known["likes/a.dat"]);
    }

    [Fact]
    public async Task An_archive_with_one_wrong_member_changes_nothing()
    {
        await using LoopbackServer server = Serving(ArchiveTests.ZipBytes(("a.dat", "first"), ("b.dat", "altered")));
        Directory.CreateDirectory(folder.At("likes"));
        File.WriteAllText(folder.At("likes/a.dat"), "older");
        CatalogueEntry entry = Entry(FromArchive(server, "a.dat", "first"u8.ToArray()), FromArchive(server, "b.dat", "second!"u8.ToArray()));
        (Acquired result, string log) = await GetAsync(entry);
        Assert.Equal(Acquired.Failed, result);
        Assert.Contains("'b.dat' has SHA-256", log, StringComparison.Ordinal);
        Assert.Equal(["likes/a.dat"], folder.Files());
        Assert.Equal("older", File.ReadAllText(folder.At("likes/a.dat")));
    }

    [Fact]
    public async Task A_hostile_archive_is_thrown_away_and_not_recorded()
    {
        await using LoopbackServer server = Serving(ArchiveTests.ZipBytes(("a.dat", "first"), ("../../escaped.dat", "hostile")));
        (Acquired result, string log) = await GetAsync(Entry(FromArchive(server, "a.dat")));
        Assert.Equal(Acquired.Failed, result);
        Assert.Contains("leads out of it", log, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task An_archive_that_changed_since_it_was_recorded_is_not_unpacked()
    {
        byte[] served = ArchiveTests.ZipBytes(("a.dat", "first"));
        await using LoopbackServer server = new((request, _, stream) => ServeFileAsync(request, stream, served));
        CatalogueEntry entry = Entry(FromArchive(server, "a.dat"));
        await GetAsync(entry);
        File.Delete(folder.At("likes/a.dat"));
        served = ArchiveTests.ZipBytes(("a.dat", "other"));
        (Acquired result, string log) = await GetAsync(entry);
        Assert.Equal(Acquired.Failed, result);
        Assert.Contains("thrown away", log, StringComparison.Ordinal);
        Assert.Equal([HashLock.FileName], folder.Files());
    }

    [Fact]
    public async Task What_needs_an_account_is_explained_with_place_and_header()
    {
        (Acquired result, string log) = await GetAsync(Entry(new CatalogueFile("likes/data.csv")));
        Assert.Equal(Acquired.ByHand, result);
        Assert.Contains("how: With an account, from somewhere.", log, StringComparison.Ordinal);
        Assert.Contains($"put it at: {folder.At("likes/data.csv")}", log, StringComparison.Ordinal);
        Assert.Contains("expected header: tempo,liked", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_fetched_by_hand_counts()
    {
        Directory.CreateDirectory(folder.At("likes"));
        File.WriteAllText(folder.At("likes/data.csv"), "tempo,liked\n");
        (Acquired result, string log) = await GetAsync(Entry(new CatalogueFile("likes/data.csv")));
        Assert.Equal(Acquired.Complete, result);
        Assert.Contains("its SHA-256 is not known", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"likes/data.csv\": { \"Bytes\": 1, \"Sha256\": \"short\" } }")]
    [InlineData("{ \"likes/data.csv\": ")]
    [InlineData("[]")]
    [InlineData("{ \"likes/data.csv\": null }")]
    public void A_damaged_lock_file_is_named(string text)
    {
        File.WriteAllText(folder.At(HashLock.FileName), text);
        Assert.Contains("is damaged", Assert.Throws<DownloadException>(() => HashLock.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static LoopbackServer Serving(byte[] file) => new((request, _, stream) => ServeFileAsync(request, stream, file));

    private static CatalogueFile FromArchive(LoopbackServer server, string member, byte[]? expected = null) =>
        new($"likes/{member}", expected?.Length, expected is null ? null : DownloaderTests.Hash(expected), new CatalogueDownload(server.Address + "/all.zip", member));

    private static CatalogueEntry Entry(params CatalogueFile[] files) => new(
        "likes", "Likes", "Songs liked.", "Nobody", "MIT", ["03-spotify-likes"], [], "With an account, from somewhere.",
        [.. files.Select(file => new CatalogueTable(
            file.Path, "A song.", CatalogueFormat.Csv, CatalogueEncoding.Utf8, true, 20,
            [new CatalogueColumn("tempo", CatalogueType.Number), new CatalogueColumn("liked", CatalogueType.Integer)],
            [new CatalogueVariant("complete", Files: [file], Rows: 20)]))]);

    private async Task<(Acquired Result, string Log)> GetAsync(CatalogueEntry entry)
    {
        using StringWriter log = new();
        using Downloader downloader = new();
        Acquired result = await new Acquisition(folder.Path, downloader, new PlainMonitor(log)).GetAsync(entry, CancellationToken.None);
        return (result, log.ToString());
    }
}
