namespace MusicRec.NotebookRunner.Data;

/// <summary>A download, an archive or a stored file that cannot be accepted; the message says what to do.</summary>
internal class DownloadException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A fault that another attempt may get past: a broken connection, a stalled server, an answer such as 503.</summary>
internal sealed class TransientDownloadException(string message, Exception? inner = null, TimeSpan? retryAfter = null)
    : DownloadException(message, inner)
{
    /// <summary>How long the server asked to be left alone, when it said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
