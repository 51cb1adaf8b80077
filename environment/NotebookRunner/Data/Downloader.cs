using System.Net;
using System.Net.Http.Headers;

namespace MusicRec.NotebookRunner.Data;

/// <summary>
/// Fetches a file so that a broken line costs only what had not yet arrived, and nothing that fails a check is ever
/// handed on: the result is a staged file beside the target, whole, of the declared length and hash.
/// </summary>
internal sealed class Downloader(DownloadOptions? options = null) : IDisposable
{
    private const long Advance = 1 << 20;
    private readonly DownloadOptions options = options ?? new DownloadOptions();
    private readonly WebClient web = new(options ?? new DownloadOptions());

    /// <summary>Downloads, or finishes an earlier download of, <paramref name="request"/>.</summary>
    /// <param name="request">What to fetch.</param>
    /// <param name="progress">Called with the bytes there are and the bytes there will be, where that is known.</param>
    /// <param name="cancellation">Ends the download; what has arrived is kept for the next run.</param>
    /// <exception cref="DownloadException">The file could not be had, or is not the one that was asked for.</exception>
    public async Task<StagedFile> StageAsync(DownloadRequest request, Action<long, long?>? progress, CancellationToken cancellation)
    {
        if (request.Address.Scheme != Uri.UriSchemeHttp && request.Address.Scheme != Uri.UriSchemeHttps)
        {
            throw new DownloadException($"{request.Address} is no http or https address.");
        }

        using PartialFile partial = PartialFile.Open(request.Target, request.Address);
        bool joined = partial.Length > 0;
        for (bool again = false; ; again = true)
        {
            joined |= await CompleteAsync(request, partial, progress, cancellation);
            partial.Flush();
            string hash = await partial.HashAsync(cancellation);
            if (request.Sha256 is null || FileHash.Same(hash, request.Sha256))
            {
                return new StagedFile(partial.Path, partial.Length, hash);
            }

            partial.Drop();
            if (!joined || again)
            {
                throw new DownloadException($"{request.Address} sent a file with SHA-256 {hash}; the one wanted has {request.Sha256}. It was thrown away. " +
                    "Either the source has changed or something on the way alters files.");
            }

            // Bytes of two answers were joined, and servers do get ranges wrong: one whole download decides.
            options.Notice?.Invoke($"{request.Address}: the resumed file has a wrong hash; fetching it whole.");
        }
    }

    /// <summary>Puts a staged file in its place in one step: a reader sees the old file or the new one, never a part.</summary>
    public static void Install(StagedFile staged, string target)
    {
        File.Move(staged.Path, target, overwrite: true);
        PartialFile.Forget(staged.Path);
    }

    /// <summary>Removes a staged file that was only a means (an archive that has been unpacked).</summary>
    public static void Discard(StagedFile staged)
    {
        File.Delete(staged.Path);
        PartialFile.Forget(staged.Path);
    }

    public void Dispose() => web.Dispose();

    /// <summary>Tries until the file is complete; true when bytes of more than one answer were joined.</summary>
    private async Task<bool> CompleteAsync(DownloadRequest request, PartialFile partial, Action<long, long?>? progress, CancellationToken cancellation)
    {
        bool joined = false;
        long best = partial.Length;
        for (int failures = 0; ;)
        {
            try
            {
                return joined | await TransferAsync(request, partial, progress, cancellation);
            }
            catch (TransientDownloadException exception)
            {
                failures = partial.Length >= best + Advance ? 1 : failures + 1;
                best = Math.Max(best, partial.Length);
                joined |= partial.Length > 0;
                if (failures >= options.Attempts)
                {
                    throw new DownloadException($"{exception.Message} Given up after {failures} attempts. " +
                        (partial.Length > 0 ? $"{partial.Length:N0} bytes are kept; the same command goes on from there." : "Check the connection and try again."), exception);
                }

                TimeSpan wait = exception.RetryAfter ?? options.FirstWait * Math.Pow(2, failures - 1);
                wait = wait < options.LongestWait ? wait : options.LongestWait;
                options.Notice?.Invoke($"{exception.Message} Trying again in {wait.TotalSeconds:0.#} s.");
                await Task.Delay(wait, cancellation);
            }
        }
    }

    /// <summary>One request and its body; true when the body was joined to bytes that were there.</summary>
    private async Task<bool> TransferAsync(DownloadRequest request, PartialFile partial, Action<long, long?>? progress, CancellationToken cancellation)
    {
        if (partial.Length > 0 && partial.Length == request.Length)
        {
            return false;
        }

        // Without validator or hash nothing could tell whether the rest belongs to the bytes that are here.
        if ((partial.Validator is null && request.Sha256 is null) || partial.Length > (request.Length ?? request.MaximumLength))
        {
            partial.Restart(request.Address, null);
        }

        using HttpResponseMessage response = await web.GetAsync(request.Address, partial.Length, partial.Validator, cancellation);
        bool resumes = response.StatusCode == HttpStatusCode.PartialContent;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (resumes && response.Content.Headers.ContentRange?.From != partial.Length))
        {
            bool asked = partial.Length > 0;
            partial.Restart(request.Address, null);
            throw asked
                ? new TransientDownloadException($"{request.Address} cannot go on from where the download stopped; it starts again.", retryAfter: TimeSpan.Zero)
                : new DownloadException($"{request.Address} answered {(int)response.StatusCode} although the whole file was asked for.");
        }

        if (response.Content.Headers.ContentEncoding.Count > 0)
        {
            throw new DownloadException($"{request.Address} sent the file in the encoding '{response.Content.Headers.ContentEncoding}' although it was told not to.");
        }

        long? total = resumes ? response.Content.Headers.ContentRange!.Length : response.Content.Headers.ContentLength;
        CheckAnnounced(request, total);
        if (!resumes || partial.Length == 0)
        {
            partial.Restart(request.Address, Validator(response));
        }

        CheckSpace(partial, total ?? request.Length);
        bool joined = resumes && partial.Length > 0;
        await CopyAsync(request, response, partial, total ?? request.Length, progress, cancellation);
        if ((total ?? request.Length) is long complete && partial.Length != complete)
        {
            throw new TransientDownloadException($"{request.Address} broke off after {partial.Length:N0} of {complete:N0} bytes.");
        }

        return partial.Length > 0 ? joined : throw new DownloadException($"{request.Address} sent an empty file.");
    }

    private async Task CopyAsync(
        DownloadRequest request, HttpResponseMessage response, PartialFile partial, long? total, Action<long, long?>? progress, CancellationToken cancellation)
    {
        long most = request.Length ?? Math.Min(total ?? long.MaxValue, request.MaximumLength);
        byte[] buffer = new byte[1 << 16];
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        while (await ReadAsync(request, partial, body, buffer, cancellation) is int read and > 0)
        {
            if (partial.Length + read > most)
            {
                partial.Drop();
                throw new DownloadException($"{request.Address} sends more than the {most:N0} bytes that {(request.Length is null ? "are allowed" : "the catalogue declares")}. What had come was thrown away.");
            }

            await partial.AppendAsync(buffer.AsMemory(0, read), cancellation);
            progress?.Invoke(partial.Length, total);
        }
    }

    private async Task<int> ReadAsync(DownloadRequest request, PartialFile partial, Stream body, byte[] buffer, CancellationToken cancellation)
    {
        using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stalled.CancelAfter(options.StallTimeout);
        try
        {
            return await body.ReadAsync(buffer, stalled.Token);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransientDownloadException($"{request.Address} sent nothing for {options.StallTimeout.TotalSeconds:0.#} s after {partial.Length:N0} bytes.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new TransientDownloadException($"{request.Address} broke off after {partial.Length:N0} bytes ({exception.Message}).", exception);
        }
    }

    private static void CheckAnnounced(DownloadRequest request, long? total)
    {
        if (request.Length is long declared && total is long announced && announced != declared)
        {
            throw new DownloadException($"{request.Address} announces {announced:N0} bytes; the catalogue declares {declared:N0}. Nothing was taken.");
        }

        if (total > request.MaximumLength && request.Length is null)
        {
            throw new DownloadException($"{request.Address} announces {total:N0} bytes; at most {request.MaximumLength:N0} are allowed. Nothing was taken.");
        }
    }

    private static void CheckSpace(PartialFile partial, long? total)
    {
        if (total is long needed)
        {
            long free = new DriveInfo(Path.GetDirectoryName(partial.Path)!).AvailableFreeSpace;
            if (needed - partial.Length > free)
            {
                throw new DownloadException($"{needed - partial.Length:N0} bytes are to come and {Path.GetDirectoryName(partial.Path)} has {free:N0} free. Make room, or name another folder with --to.");
            }
        }
    }

    /// <summary>What If-Range may carry: a strong ETag or, failing that, the date. A weak ETag does not stand for equal bytes.</summary>
    private static string? Validator(HttpResponseMessage response)
    {
        EntityTagHeaderValue? tag = response.Headers.ETag;
        return tag is { IsWeak: false } ? tag.Tag : response.Content.Headers.LastModified?.ToString("R");
    }
}
