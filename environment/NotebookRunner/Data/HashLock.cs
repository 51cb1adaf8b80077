using System.Text.Json;

namespace MusicRec.NotebookRunner.Data;

/// <summary>
/// The hashes of files that the catalogue knows no hash of, recorded at their first download and held from then on:
/// <c>hashes.json</c> in the data folder, from path (or archive address) to length and SHA-256.
/// </summary>
internal sealed class HashLock
{
    public const string FileName = "hashes.json";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict) { WriteIndented = true };
    private readonly string path;
    private readonly SortedDictionary<string, LockedHash> hashes;

    private HashLock(string path, SortedDictionary<string, LockedHash> hashes)
    {
        this.path = path;
        this.hashes = hashes;
    }

    /// <summary>Reads the lock file of a data folder; none yet is an empty one.</summary>
    /// <exception cref="DownloadException">The file is no lock file.</exception>
    public static HashLock Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        SortedDictionary<string, LockedHash> hashes = new(StringComparer.Ordinal);
        try
        {
            if (File.Exists(path))
            {
                foreach ((string name, LockedHash? hash) in JsonSerializer.Deserialize<Dictionary<string, LockedHash?>>(File.ReadAllText(path), Options) ?? [])
                {
                    hashes.Add(name, hash?.Sha256 is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit)
                        ? hash
                        : throw new JsonException($"the SHA-256 of '{name}' is not 64 hexadecimal digits."));
                }
            }
        }
        catch (JsonException exception)
        {
            throw new DownloadException($"{path} is damaged: {exception.Message} Delete it to record the hashes anew.", exception);
        }

        return new HashLock(path, hashes);
    }

    public string? this[string name] => hashes.TryGetValue(name, out LockedHash? hash) ? hash.Sha256 : null;

    /// <summary>Records a hash and writes the file, in one step.</summary>
    public void Record(string name, long length, string sha256)
    {
        hashes[name] = new LockedHash(length, sha256);
        string written = path + ".new";
        File.WriteAllText(written, JsonSerializer.Serialize(hashes, Options) + "\n");
        File.Move(written, path, overwrite: true);
    }

    private sealed record LockedHash(long Bytes, string Sha256);
}
