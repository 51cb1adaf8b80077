using System.Security.Cryptography;
using MusicRec.NotebookRunner.Data;
using static MusicRec.Notebooks.Tests.Data.LoopbackServer;

namespace MusicRec.Notebooks.Tests.Data;

public sealed partial class DownloaderTests : IDisposable
{
    private const string Good = "the good file that stands";
    private static readonly byte[] File1 = Bytes(300_000, seed: 1);
    private static readonly byte[] File2 = Bytes(300_000, seed: 2);
    private readonly TemporaryFolder folder = new();
    private readonly string target;

    public DownloaderTests()
    {
        target = folder.At("data.csv");
        File.WriteAllText(target, Good);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_arrives_whole_and_replaces_the_old_one_only_when_installed()
    {
        await using LoopbackServer server = new((request, _, stream) => ServeFileAsync(request, stream, File1));
        List<long> progress = [];
        StagedFile staged = await StageAsync(Request(server), (bytes, total) =>
        {
            Assert.Equal(File1.Length, total);
            progress.Add(bytes);
        });
        Assert.Equal(Good, File.ReadAllText(target));
        Downloader.Install(staged, target);
        Assert.Equal(File1, File.ReadAllBytes(target));
        Assert.Equal(["data.csv"], folder.Files());
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(File1.Length, progress[^1]);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_resumed_from_where_it_stopped()
    {
        await using LoopbackServer server = new((request, number, stream) => ServeFileAsync(request, stream, File1, breakOffAfter: number < 2 ? 100_000 : int.MaxValue));
        await StageAsync(Request(server) with { Sha256 = null });
        Assert.Equal([0, 100_000, 200_000], server.Requests.Select(request => request.From));
        Assert.Equal("\"1\"", server.Requests.Last().Headers["if-range"]);
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task When_every_attempt_breaks_off_the_part_is_kept_and_the_next_run_goes_on_from_there()
    {
        bool mended = false;
        await using LoopbackServer server = new((request, _, stream) => ServeFileAsync(request, stream, File1, breakOffAfter: mended ? int.MaxValue : 20_000));
        string message = await FailsAsync(Request(server));
        Assert.Contains("Given up after 3 attempts. 60,000 bytes are kept", message, StringComparison.Ordinal);
        Assert.Equal(File1[..60_000], File.ReadAllBytes(target + ".partial"));
        mended = true;
        Downloader.Install(await StageAsync(Request(server)), target);
        Assert.Equal([0, 20_000, 40_000, 60_000], server.Requests.Select(request => request.From));
        Assert.Equal(File1, File.ReadAllBytes(target));
    }

    [Fact]
    public async Task A_file_that_changed_between_two_runs_is_never_joined_to_the_old_bytes()
    {
        byte[] served = File1;
        await using LoopbackServer server = new((request, _, stream) =>
            ServeFileAsync(request, stream, served, served == File1 ? "\"old\"" : "\"new\"", served == File1 ? 50_000 : int.MaxValue));
        DownloadRequest request = Request(server) with { Sha256 = null, Length = null };
        await FailsAsync(request, attempts: 1);
        served = File2;
        await StageAsync(request);
        Assert.Equal("\"old\"", server.Requests.Last().Headers["if-range"]);
        Assert.Equal(File2, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task A_partial_file_of_another_address_is_not_continued()
    {
        await using LoopbackServer server = new((request, _, stream) => request.Path == "/one"
            ? ServeFileAsync(request, stream, File2, breakOffAfter: 50_000)
            : ServeFileAsync(request, stream, File1));
        await FailsAsync(Request(server) with { Address = server.At("/one") }, attempts: 1);
        await StageAsync(Request(server) with { Address = server.At("/two") });
        Assert.Equal([0, 0], server.Requests.Select(request => request.From));
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task Without_validator_and_hash_a_broken_download_starts_again()
    {
        await using LoopbackServer server = new((request, number, stream) =>
            WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length}", File1.AsMemory(0, number == 0 ? 50_000 : File1.Length)));
        await StageAsync(Request(server) with { Sha256 = null });
        Assert.Equal([0, 0], server.Requests.Select(request => request.From));
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_starts_from_zero()
    {
        await using LoopbackServer server = new((_, number, stream) =>
            WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length}\nETag: \"1\"", File1.AsMemory(0, number == 0 ? 100_000 : File1.Length)));
        await StageAsync(Request(server));
        Assert.Equal([0, 100_000], server.Requests.Select(request => request.From));
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task A_server_that_sends_another_range_than_asked_is_asked_for_the_whole_file()
    {
        await using LoopbackServer server = new((request, number, stream) => number switch
        {
            0 => ServeFileAsync(request, stream, File1, breakOffAfter: 100_000),
            1 => WriteAsync(stream, $"206 Partial Content\nContent-Range: bytes 5-{File1.Length - 1}/{File1.Length}\nContent-Length: {File1.Length - 5}", File1.AsMemory(5)),
            _ => ServeFileAsync(request, stream, File1),
        });
        await StageAsync(Request(server) with { Sha256 = null });
        Assert.Equal([0, 100_000, 0], server.Requests.Select(request => request.From));
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task A_resumed_file_with_a_wrong_hash_is_fetched_once_more_whole()
    {
        await using LoopbackServer server = new((request, number, stream) => number switch
        {
            0 => ServeFileAsync(request, stream, File2, breakOffAfter: 100_000),
            _ => ServeFileAsync(request, stream, File1),
        });
        await StageAsync(Request(server));
        Assert.Equal([0, 100_000, 0], server.Requests.Select(request => request.From));
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task Wrong_bytes_are_thrown_away_and_the_good_file_stands()
    {
        await using LoopbackServer server = new((request, _, stream) => ServeFileAsync(request, stream, File2));
        string message = await FailsAsync(Request(server));
        Assert.Contains(Hash(File1), message, StringComparison.Ordinal);
        Assert.Contains(Hash(File2), message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        OnlyTheGoodFileStands();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task An_announced_length_other_than_the_declared_one_is_refused(int error)
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length + error}", File1));
        string message = await FailsAsync(Request(server));
        Assert.Contains("the catalogue declares 300,000", message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task A_server_that_announces_more_than_it_sends_never_counts_as_complete()
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length + 1}\nETag: \"1\"", File1));
        string message = await FailsAsync(Request(server) with { Length = null, Sha256 = null });
        Assert.Contains("Given up", message, StringComparison.Ordinal);
        Assert.Equal(Good, File.ReadAllText(target));
    }

    [Fact]
    public async Task A_server_that_announces_less_than_it_sends_fails_on_the_hash()
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length - 1}", File1));
        Assert.Contains("thrown away", await FailsAsync(Request(server) with { Length = null }), StringComparison.Ordinal);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task A_body_without_announced_length_that_ends_early_is_not_taken()
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, "200 OK", File1.AsMemory(0, 1_000)));
        Assert.Contains("broke off after 1,000 of 300,000 bytes", await FailsAsync(Request(server) with { Sha256 = null }), StringComparison.Ordinal);
        Assert.Equal(Good, File.ReadAllText(target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endless_body_is_cut_at_the_limit_and_thrown_away(bool chunked)
    {
        long sent = 0;
        await using LoopbackServer server = new(async (_, _, stream) =>
        {
            byte[] piece = new byte[65_536];
            await WriteAsync(stream, chunked ? "200 OK\nTransfer-Encoding: chunked" : "200 OK", default);

            // As good as endless: fifty times the limit, so that a broken limit fails the test and does not fill the disk.
            while (sent < 50_000_000)
            {
                await stream.WriteAsync(chunked ? [.. "10000\r\n"u8, .. piece, .. "\r\n"u8] : piece);
                sent += piece.Length;
            }
        });
        string message = await FailsAsync(Request(server) with { Length = null, Sha256 = null, MaximumLength = 1_000_000 });
        Assert.Contains("more than the 1,000,000 bytes that are allowed", message, StringComparison.Ordinal);
        Assert.InRange(sent, 1, 49_000_000);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task An_announced_length_above_the_limit_is_refused_before_the_body()
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, "200 OK\nContent-Length: 999999999999", default));
        Assert.Contains("at most 1,000,000 are allowed", await FailsAsync(Request(server) with { Length = null, MaximumLength = 1_000_000 }), StringComparison.Ordinal);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task An_empty_body_is_no_file()
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, "200 OK\nContent-Length: 0", default));
        Assert.Contains("empty file", await FailsAsync(Request(server) with { Length = null, Sha256 = null }), StringComparison.Ordinal);
        OnlyTheGoodFileStands();
    }

    internal static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        uint state = (uint)seed;
        for (int index = 0; index < count; index++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            bytes[index] = (byte)(state >> 24);
        }

        return bytes;
    }

    internal static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private DownloadRequest Request(LoopbackServer server) => new(server.At("/data.csv"), target) { Length = File1.Length, Sha256 = Hash(File1) };

    private static async Task<StagedFile> StageAsync(DownloadRequest request, Action<long, long?>? progress = null, int attempts = 3)
    {
        using Downloader downloader = new(new DownloadOptions
        {
            Attempts = attempts,
            FirstWait = TimeSpan.FromMilliseconds(1),
            LongestWait = TimeSpan.FromMilliseconds(10),
            AnswerTimeout = TimeSpan.FromSeconds(attempts == 1 ? 0.3 : 20),
            StallTimeout = TimeSpan.FromSeconds(attempts == 1 ? 0.3 : 20),
        });
        return await downloader.StageAsync(request, progress, CancellationToken.None);
    }

    private static async Task<string> FailsAsync(DownloadRequest request, int attempts = 3) =>
        (await Assert.ThrowsAsync<DownloadException>(() => StageAsync(request, attempts: attempts))).Message;

    private void OnlyTheGoodFileStands()
    {
        Assert.Equal(["data.csv"], folder.Files());
        Assert.Equal(Good, File.ReadAllText(target));
    }
}
