using System.Net.Sockets;
using MusicRec.NotebookRunner.Data;
using static MusicRec.Notebooks.Tests.Data.LoopbackServer;

namespace MusicRec.Notebooks.Tests.Data;

public sealed partial class DownloaderTests
{
    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable\nRetry-After: 3600")]
    [InlineData("429 Too Many Requests")]
    public async Task A_passing_fault_of_the_server_is_tried_again(string fault)
    {
        await using LoopbackServer server = new((request, number, stream) =>
            number < 2 ? WriteAsync(stream, fault + "\nContent-Length: 4", "oops"u8.ToArray()) : ServeFileAsync(request, stream, File1));
        await StageAsync(Request(server));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(File1, File.ReadAllBytes(target + ".partial"));
    }

    [Theory]
    [InlineData("404 Not Found", "no longer there")]
    [InlineData("403 Forbidden", "account")]
    [InlineData("418 I'm a teapot", "418")]
    public async Task A_final_refusal_is_not_tried_again(string refusal, string said)
    {
        await using LoopbackServer server = new((request, number, stream) =>
            number == 0 ? WriteAsync(stream, refusal + "\nContent-Length: 4", "oops"u8.ToArray()) : ServeFileAsync(request, stream, File1));
        Assert.Contains(said, await FailsAsync(Request(server)), StringComparison.Ordinal);
        Assert.Single(server.Requests);
        OnlyTheGoodFileStands();
    }

    [Theory]
    [InlineData("/there")]
    [InlineData("there")]
    public async Task Redirects_are_followed(string location)
    {
        await using LoopbackServer server = new((request, _, stream) => request.Path == "/there"
            ? ServeFileAsync(request, stream, File1)
            : WriteAsync(stream, $"302 Found\nLocation: {location}\nContent-Length: 0", default));
        await StageAsync(Request(server));
        Assert.Equal(["/data.csv", "/there"], server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/data.csv")]
    [InlineData("gopher://127.0.0.1/")]
    public async Task Redirects_lead_to_http_addresses_only(string location)
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, $"302 Found\nLocation: {location}\nContent-Length: 0", default));
        Assert.Contains("only http and https addresses are followed", await FailsAsync(Request(server) with { Length = null, Sha256 = null }), StringComparison.Ordinal);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        await using LoopbackServer server = new((_, _, stream) => WriteAsync(stream, "301 Moved\nLocation: /data.csv\nContent-Length: 0", default));
        Assert.Contains("redirects more than 10 times", await FailsAsync(Request(server)), StringComparison.Ordinal);
        Assert.Equal(11, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        await using LoopbackServer server = new(async (_, _, stream) =>
        {
            await WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length}\nETag: \"1\"", File1.AsMemory(0, 1_000));
            await Task.Delay(Timeout.Infinite);
        });
        Assert.Contains("sent nothing for 0.3 s after 1,000 bytes", await FailsAsync(Request(server), attempts: 1), StringComparison.Ordinal);
        Assert.Equal(File1[..1_000], File.ReadAllBytes(target + ".partial"));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using LoopbackServer server = new((_, _, _) => Task.Delay(Timeout.Infinite));
        Assert.Contains("did not answer within 0.3 s", await FailsAsync(Request(server), attempts: 1), StringComparison.Ordinal);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        using TcpListener reserved = new(System.Net.IPAddress.Loopback, 0);
        reserved.Start();
        string address = $"http://{reserved.LocalEndpoint}/data.csv";
        reserved.Stop();
        Assert.Contains(address, await FailsAsync(new DownloadRequest(new Uri(address), target), attempts: 2), StringComparison.Ordinal);
        OnlyTheGoodFileStands();
    }

    [Fact]
    public async Task Interrupting_keeps_what_has_arrived()
    {
        using CancellationTokenSource interrupt = new();
        await using LoopbackServer server = new(async (_, _, stream) =>
        {
            await WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length}\nETag: \"1\"", File1.AsMemory(0, 1_000));
            await Task.Delay(Timeout.Infinite);
        });
        using Downloader downloader = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => downloader.StageAsync(Request(server), (_, _) => interrupt.Cancel(), interrupt.Token));
        Assert.Equal(File1[..1_000], File.ReadAllBytes(target + ".partial"));
        Assert.Equal(Good, File.ReadAllText(target));
    }

    [Fact]
    public async Task Two_downloads_of_one_file_do_not_mix()
    {
        await using LoopbackServer server = new(async (_, _, stream) =>
        {
            await WriteAsync(stream, $"200 OK\nContent-Length: {File1.Length}", File1.AsMemory(0, 1_000));
            await Task.Delay(Timeout.Infinite);
        });
        using Downloader downloader = new();
        using CancellationTokenSource interrupt = new();
        TaskCompletionSource begun = new();
        Task first = downloader.StageAsync(Request(server), (_, _) => begun.TrySetResult(), interrupt.Token);
        await begun.Task;
        Assert.Contains("another nbrun", await FailsAsync(Request(server)), StringComparison.Ordinal);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }
}
