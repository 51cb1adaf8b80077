using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MusicRec.Neural.Files;

/// <summary>An open safetensors file whose header was checked. Numbers go from the file straight into tensors.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int ChunkBytes = 1 << 16;
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _dataStart;

    private SafetensorsFile(SafeFileHandle handle, string path)
    {
        (_handle, _path) = (handle, path);
        long length = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (length < prefix.Length)
        {
            throw new ModelFileException(path, $"it is {length} bytes long; a model file has at least {prefix.Length}.");
        }

        ReadBytes(prefix, 0);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > SafetensorsHeader.MaximumBytes || (long)headerLength > length - prefix.Length)
        {
            throw new ModelFileException(
                path, $"its header is said to be {headerLength} bytes long; allowed: up to {SafetensorsHeader.MaximumBytes}, and {length - prefix.Length} follow.");
        }

        byte[] header = new byte[headerLength];
        ReadBytes(header, prefix.Length);
        _dataStart = prefix.Length + header.Length;
        (Tensors, Metadata) = SafetensorsHeader.Parse(path, header, length - _dataStart);
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    public IReadOnlyList<(string Name, Shape Shape)> Shapes => [.. Tensors.Select(tensor => (tensor.Name, tensor.Shape))];

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are read and written on processors that store the little end first only.");
        }

        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            return new SafetensorsFile(handle, path);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Reads all data once, in small pieces, and checks that numbers are finite and that the checksum is right.</summary>
    public void Verify()
    {
        using Checksum checksum = new(Metadata);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        foreach (int index in Checksum.Order(Tensors.Select(tensor => tensor.Name)))
        {
            SafetensorsEntry entry = Tensors[index];
            checksum.BeginTensor(entry.Name, entry.Shape);
            for (long begin = entry.Begin; begin < entry.End; begin += ChunkBytes)
            {
                Span<byte> bytes = chunk.AsSpan(0, (int)Math.Min(ChunkBytes, entry.End - begin));
                ReadBytes(bytes, _dataStart + begin);
                checksum.AppendData(bytes);
                CheckFinite(entry, begin, MemoryMarshal.Cast<byte, float>(bytes));
            }
        }

        ArrayPool<byte>.Shared.Return(chunk);

        string actual = checksum.Finish();
        if (Metadata.TryGetValue(Checksum.Key, out string? expected) && Metadata.ContainsKey(ModelMetadata.VersionKey))
        {
            if (!string.Equals(expected, actual, StringComparison.Ordinal))
            {
                throw new ModelFileException(_path, $"it is damaged: the checksum of what it holds is {actual} and should be {expected}.");
            }
        }
        else if (Metadata.ContainsKey(Checksum.Key) || Metadata.ContainsKey(ModelMetadata.VersionKey))
        {
            throw new ModelFileException(
                _path, $"it is damaged: of '{Checksum.Key}' and '{ModelMetadata.VersionKey}' in its metadata only one is left.");
        }
    }

    /// <summary>Reads the numbers of one tensor.</summary>
    public void Read(SafetensorsEntry entry, Span<float> target)
    {
        // A span of bytes is at most 2³¹ − 1 long.
        const int Piece = 1 << 28;
        for (int start = 0; start < target.Length; start += Piece)
        {
            Span<float> numbers = target.Slice(start, Math.Min(Piece, target.Length - start));
            ReadBytes(MemoryMarshal.AsBytes(numbers), _dataStart + entry.Begin + ((long)start * sizeof(float)));
        }
    }

    public void Dispose() => _handle.Dispose();

    private void CheckFinite(SafetensorsEntry entry, long begin, ReadOnlySpan<float> numbers)
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            if (!float.IsFinite(numbers[index]))
            {
                throw new ModelFileException(
                    _path, $"number {((begin - entry.Begin) / sizeof(float)) + index} of '{entry.Name}' is {numbers[index]}; only finite numbers are allowed.");
            }
        }
    }

    private void ReadBytes(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, target, offset);
            if (read == 0)
            {
                throw new ModelFileException(_path, $"it ended at byte {offset} while it was read; something has shortened it.");
            }

            target = target[read..];
            offset += read;
        }
    }
}
