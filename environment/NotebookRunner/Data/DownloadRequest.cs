namespace MusicRec.NotebookRunner.Data;

/// <summary>One file to fetch: where it is, where it is to stand, and what is known of it beforehand.</summary>
/// <param name="Address">Absolute http or https address.</param>
/// <param name="Target">Where the file is to stand; the unfinished download lies beside it as <c>*.partial</c>.</param>
internal sealed record DownloadRequest(Uri Address, string Target)
{
    /// <summary>The length in bytes that the catalogue declares, if it does.</summary>
    public long? Length { get; init; }

    /// <summary>The SHA-256 in hexadecimal that the file must have, if it is known.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What may arrive at most, in bytes, where no length is declared.</summary>
    public long MaximumLength { get; init; } = 2L << 30;
}

/// <summary>A complete download that passed every check and is not yet in place.</summary>
internal sealed record StagedFile(string Path, long Length, string Sha256);

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Time to connect, and time until the headers of an answer have arrived.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest silence between two pieces of a body.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts in a row that may fail without a further megabyte having arrived.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; it doubles with each further one, up to <see cref="LongestWait"/>.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two attempts, whatever the server asks for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Called with a sentence on every fault that is tried again.</summary>
    public Action<string>? Notice { get; init; }
}
