using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MusicRec.Notebooks.Tests.Data;

/// <summary>A request as it came in: its path and its headers by lower-case name.</summary>
internal sealed record LoopbackRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte that a Range header asks for; 0 without one.</summary>
    public int From => Headers.TryGetValue("range", out string? range)
        ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture)
        : 0;
}

/// <summary>
/// A web server on the loopback address that writes just the bytes a test tells it to, so that it can lie, break off
/// and misbehave in ways that no proper server class allows. Every answer closes its connection.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task loop;

    /// <summary>Starts serving; <paramref name="answer"/> gets the request, its number from 0, and the open connection.</summary>
    public LoopbackServer(Func<LoopbackRequest, int, NetworkStream, Task> answer)
    {
        listener.Start();
        loop = ServeAsync(answer);
    }

    public ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public Uri At(string path) => new(Address + path);

    /// <summary>Writes a status line and headers, each ending in its line break, then the body.</summary>
    public static async Task WriteAsync(NetworkStream stream, string head, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 " + head.ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    /// <summary>Serves <paramref name="file"/> as a proper server does, ranges and validator included.</summary>
    public static Task ServeFileAsync(LoopbackRequest request, NetworkStream stream, byte[] file, string tag = "\"1\"", int breakOffAfter = int.MaxValue)
    {
        bool resume = request.From > 0 && (!request.Headers.TryGetValue("if-range", out string? validator) || validator == tag);
        if (resume && request.From >= file.Length)
        {
            return WriteAsync(stream, $"416 Range Not Satisfiable\nContent-Range: bytes */{file.Length}\nContent-Length: 0", default);
        }

        int from = resume ? request.From : 0;
        string head = (resume ? $"206 Partial Content\nContent-Range: bytes {from}-{file.Length - 1}/{file.Length}\n" : "200 OK\n")
            + $"Content-Length: {file.Length - from}\nETag: {tag}";
        return WriteAsync(stream, head, file.AsMemory(from, Math.Min(breakOffAfter, file.Length - from)));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await loop;
        stop.Dispose();
    }

    private async Task ServeAsync(Func<LoopbackRequest, int, NetworkStream, Task> answer)
    {
        try
        {
            for (int number = 0; ; number++)
            {
                using TcpClient connection = await listener.AcceptTcpClientAsync(stop.Token);
                await using NetworkStream stream = connection.GetStream();
                try
                {
                    if (await ReadAsync(stream) is LoopbackRequest request)
                    {
                        Requests.Enqueue(request);
                        await answer(request, number, stream).WaitAsync(stop.Token);
                        connection.Client.Shutdown(SocketShutdown.Send);
                    }
                }
                catch (IOException)
                {
                    // The client closed the connection first; tests judge by what the client did with what it got.
                }
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The server was stopped.
        }
    }

    private async Task<LoopbackRequest?> ReadAsync(NetworkStream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        string[] lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new LoopbackRequest(
            lines[0].Split(' ')[1],
            lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1]));
    }
}
