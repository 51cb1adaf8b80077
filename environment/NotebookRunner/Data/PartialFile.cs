using System.Text.Json;

namespace MusicRec.NotebookRunner.Data;

/// <summary>
/// An unfinished download on disk: the bytes so far (<c>*.partial</c>) and, beside them, what they are bytes of
/// (<c>*.partial.json</c>): the address and the server's validator, without which resuming could join two versions.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly FileStream stream;
    private readonly string notePath;
    private bool dropped;

    private PartialFile(FileStream stream, string notePath)
    {
        this.stream = stream;
        this.notePath = notePath;
    }

    public string Path => stream.Name;

    public long Length => stream.Length;

    /// <summary>ETag or Last-Modified of the version that the bytes belong to; null when the server gave none.</summary>
    public string? Validator { get; private set; }

    /// <summary>Opens what an earlier run left for <paramref name="address"/>, or starts anew.</summary>
    public static PartialFile Open(string target, Uri address)
    {
        string path = System.IO.Path.GetFullPath(target) + ".partial";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new DownloadException($"{path} cannot be opened: {exception.Message} If another nbrun is downloading the same file, wait for it.", exception);
        }

        PartialFile partial = new(stream, path + ".json");
        Note? note = partial.ReadNote();
        if (note?.Address == address.AbsoluteUri)
        {
            partial.Validator = note.Validator;
        }
        else
        {
            stream.SetLength(0);
        }

        stream.Seek(0, SeekOrigin.End);
        return partial;
    }

    /// <summary>Throws the bytes away and notes which version comes next.</summary>
    public void Restart(Uri address, string? validator)
    {
        stream.SetLength(0);
        dropped = false;
        Validator = validator;
        File.WriteAllText(notePath, JsonSerializer.Serialize(new Note(address.AbsoluteUri, validator)));
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => stream.WriteAsync(bytes, cancellation);

    /// <summary>Brings every byte to the disk, so that a file put in place is whole even after a power cut.</summary>
    public void Flush() => stream.Flush(flushToDisk: true);

    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        stream.Position = 0;
        string hash = await FileHash.OfAsync(stream, cancellation);
        stream.Seek(0, SeekOrigin.End);
        return hash;
    }

    /// <summary>Removes the bytes from disk when this object is disposed of: they are no part of any wanted file.</summary>
    public void Drop()
    {
        stream.SetLength(0);
        dropped = true;
    }

    public void Dispose()
    {
        bool empty = stream.Length == 0;
        stream.Dispose();
        if (dropped || empty)
        {
            File.Delete(stream.Name);
            File.Delete(notePath);
        }
    }

    /// <summary>Removes the note of a partial file that has been moved to its place.</summary>
    public static void Forget(string partialPath) => File.Delete(partialPath + ".json");

    private Note? ReadNote()
    {
        try
        {
            return File.Exists(notePath) ? JsonSerializer.Deserialize<Note>(File.ReadAllText(notePath)) : null;
        }
        catch (JsonException)
        {
            // A torn note says nothing about the bytes beside it: they are fetched again.
            return null;
        }
    }

    private sealed record Note(string Address, string? Validator);
}
