using System.Buffers.Binary;
using System.IO.Compression;

namespace MusicRec.NotebookRunner.Data;

/// <summary>A member to take out of an archive: its name there, where to write it, and how long it may be in bytes.</summary>
internal sealed record ArchiveMember(string Name, string Target, long MaximumLength);

/// <summary>
/// Takes single members out of a zip or gzip file that nobody vouches for. A zip that names any path outside itself is
/// refused whole, and bytes are counted as they come: the sizes that an archive states of itself are not believed.
/// </summary>
internal static class Archive
{
    private const int MostEntries = 20_000;

    /// <summary>Unpacks <paramref name="members"/>; when one cannot be had, none of them is left on disk.</summary>
    /// <exception cref="DownloadException">The archive is damaged, hostile, or lacks a member.</exception>
    public static async Task UnpackAsync(string archive, IReadOnlyList<ArchiveMember> members, CancellationToken cancellation)
    {
        try
        {
            await using FileStream stream = File.OpenRead(archive);
            byte[] magic = new byte[2];
            int read = await stream.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, cancellation);
            stream.Position = 0;
            switch (read == 2 ? (magic[0], magic[1]) : default)
            {
                case ((byte)'P', (byte)'K'):
                    await UnzipAsync(stream, members, cancellation);
                    break;
                case (0x1f, 0x8b):
                    await GunzipAsync(stream, members, cancellation);
                    break;
                default:
                    throw new DownloadException($"{Name(archive)} is neither a zip nor a gzip file.");
            }
        }
        catch (Exception exception)
        {
            foreach (ArchiveMember member in members)
            {
                File.Delete(member.Target);
            }

            if (exception is InvalidDataException)
            {
                throw new DownloadException($"{Name(archive)} is damaged: {exception.Message}", exception);
            }

            throw;
        }
    }

    private static async Task UnzipAsync(Stream stream, IReadOnlyList<ArchiveMember> members, CancellationToken cancellation)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Read);
        if (zip.Entries.Count > MostEntries)
        {
            throw new DownloadException($"The zip file has {zip.Entries.Count:N0} entries; at most {MostEntries:N0} are allowed.");
        }

        Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            if (LeavesTheArchive(entry.FullName))
            {
                throw new DownloadException($"The zip file names the path '{entry.FullName}', which leads out of it. Nothing was unpacked.");
            }

            if (IsLink(entry))
            {
                throw new DownloadException($"The zip file holds a link, '{entry.FullName}'. Nothing was unpacked.");
            }

            if (!entries.TryAdd(entry.FullName, entry))
            {
                throw new DownloadException($"The zip file names '{entry.FullName}' twice. Nothing was unpacked.");
            }
        }

        foreach (ArchiveMember member in members)
        {
            if (!entries.TryGetValue(member.Name, out ZipArchiveEntry? entry))
            {
                throw new DownloadException($"The zip file has no '{member.Name}'; it holds {string.Join(", ", entries.Keys.Take(20))}.");
            }

            await using Stream content = await entry.OpenAsync(cancellation);
            CheckWhole(member, await WriteAsync(content, member, cancellation), entry.Length, entry.Crc32);
        }
    }

    private static async Task GunzipAsync(Stream stream, IReadOnlyList<ArchiveMember> members, CancellationToken cancellation)
    {
        if (members.Count != 1)
        {
            throw new DownloadException($"A gzip file holds one file; {members.Count} were asked for.");
        }

        await using GZipStream content = new(stream, CompressionMode.Decompress, leaveOpen: true);
        (long Length, uint Checksum) written = await WriteAsync(content, members[0], cancellation);

        // The last eight bytes hold the checksum and the length modulo 2^32. Files of several gzip members joined together
        // do not pass; no data set of the catalogue is one.
        byte[] trailer = new byte[8];
        stream.Position = Math.Max(0, stream.Length - trailer.Length);
        await stream.ReadAtLeastAsync(trailer, trailer.Length, throwOnEndOfStream: false, cancellation);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4));
        CheckWhole(members[0], (written.Length & uint.MaxValue, written.Checksum), length, BinaryPrimitives.ReadUInt32LittleEndian(trailer));
    }

    private static void CheckWhole(ArchiveMember member, (long Length, uint Checksum) written, long length, uint checksum)
    {
        if (written != (length, checksum))
        {
            throw new InvalidDataException($"'{member.Name}' unpacks to {written.Length:N0} bytes with checksum {written.Checksum:x8}; the archive promises {length:N0} with {checksum:x8}.");
        }
    }

    private static async Task<(long Length, uint Checksum)> WriteAsync(Stream content, ArchiveMember member, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(member.Target))!);
        await using FileStream target = File.Create(member.Target);
        byte[] buffer = new byte[1 << 16];
        Crc32 checksum = new();
        while (await content.ReadAsync(buffer, cancellation) is int read and > 0)
        {
            if (target.Length + read > member.MaximumLength)
            {
                throw new DownloadException($"'{member.Name}' unpacks to more than the {member.MaximumLength:N0} bytes allowed.");
            }

            checksum.Add(buffer.AsSpan(0, read));
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }

        target.Flush(flushToDisk: true);
        return (target.Length, checksum.Value);
    }

    private static bool LeavesTheArchive(string path) =>
        path.Length == 0 || path[0] == '/' || path.Contains('\\') || path.Contains(':') || path.Contains('\0') || path.Split('/').Contains("..");

    // The upper half of the attributes is the Unix mode when a Unix system wrote the entry; 0xA000 is a symbolic link.
    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000;

    private static string Name(string archive) => Path.GetFileName(archive).Replace(".partial", "", StringComparison.Ordinal);
}
