using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MusicRec.Neural.Files;

/// <summary>An open safetensors file whose header was checked. Numbers go from the file straight into tensors.</summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int ChunkBytes = 1 << 16;
    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _dataStart;

    private SafetensorsFile(SafeFileHandle handle, string path, bool anyType)
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
                path,
                $"it is no safetensors file, or the end is missing: its header is said to be {headerLength} bytes long; allowed: up to {SafetensorsHeader.MaximumBytes}, and {length - prefix.Length} follow."
                + (IsText(prefix) ? $" It begins with the text '{Encoding.ASCII.GetString(prefix)}'." : ""));
        }

        byte[] header = new byte[headerLength];
        ReadBytes(header, prefix.Length);
        _dataStart = prefix.Length + header.Length;
        (Tensors, Metadata) = SafetensorsHeader.Parse(path, header, length - _dataStart, anyType);
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Tensors { get; }

    public IReadOnlyList<(string Name, Shape Shape)> Shapes => [.. Tensors.Select(tensor => (tensor.Name, tensor.Shape))];

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="anyType">Whether every <see cref="NumberType"/> is read, or 32-bit floats only.</param>
    public static SafetensorsFile Open(string path, bool anyType = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are read and written on processors that store the little end first only.");
        }

        if (Directory.Exists(path))
        {
            throw new ModelFileException(path, "it is a folder; allowed: one file, which customarily ends in '.safetensors'.");
        }

        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            return new SafetensorsFile(handle, path, anyType);
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
            checksum.BeginTensor(entry.Name, entry.Type, entry.Shape);
            for (long begin = entry.Begin; begin < entry.End; begin += ChunkBytes)
            {
                Span<byte> bytes = chunk.AsSpan(0, (int)Math.Min(ChunkBytes, entry.End - begin));
                ReadBytes(bytes, _dataStart + begin);
                checksum.AppendData(bytes);
                CheckFinite(entry, begin, bytes);
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
    public void Read<T>(SafetensorsEntry entry, Span<T> target)
        where T : unmanaged
    {
        // A span of bytes is at most 2³¹ − 1 long.
        const int Piece = 1 << 27;
        for (int start = 0; start < target.Length; start += Piece)
        {
            Span<T> numbers = target.Slice(start, Math.Min(Piece, target.Length - start));
            ReadBytes(MemoryMarshal.AsBytes(numbers), _dataStart + entry.Begin + ((long)start * entry.Type.Bytes));
        }
    }

    public void Dispose() => _handle.Dispose();

    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;

    private void CheckFinite(SafetensorsEntry entry, long begin, ReadOnlySpan<byte> bytes)
    {
        if (entry.Type == NumberType.Float)
        {
            CheckFinite(entry, begin, MemoryMarshal.Cast<byte, float>(bytes));
        }
        else if (entry.Type == NumberType.Double)
        {
            CheckFinite(entry, begin, MemoryMarshal.Cast<byte, double>(bytes));
        }
    }

    private void CheckFinite<T>(SafetensorsEntry entry, long begin, ReadOnlySpan<T> numbers)
        where T : struct, IFloatingPoint<T>
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            if (!T.IsFinite(numbers[index]))
            {
                throw new ModelFileException(
                    _path, $"number {((begin - entry.Begin) / entry.Type.Bytes) + index} of '{entry.Name}' is {numbers[index]}; only finite numbers are allowed.");
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
