using System.Security.Cryptography;

namespace MusicRec.NotebookRunner.Data;

/// <summary>SHA-256 of files, in lower-case hexadecimal.</summary>
internal static class FileHash
{
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public static async Task<string> OfAsync(Stream stream, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));

    public static bool Same(string first, string second) => first.Equals(second, StringComparison.OrdinalIgnoreCase);
}
