using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MusicRec.Neural.Files;

/// <summary>Writes safetensors files that the reader takes, a new one beside the old one and then in its place.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    // Names stay readable; the header is no part of a web page.
    private static readonly JsonWriterOptions _jsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <paramref name="tensors"/> in their order, with <paramref name="metadata"/> and a checksum.</summary>
    public static void Write(string path, IReadOnlyList<StoredTensor> tensors, SortedDictionary<string, string> metadata)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are read and written on processors that store the little end first only.");
        }

        Check(tensors, metadata);
        metadata[Checksum.Key] = Sum(tensors, metadata);
        byte[] header = Header(path, tensors, metadata);
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                Span<byte> prefix = stackalloc byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
                file.Write(prefix);
                file.Write(header);
                foreach (StoredTensor tensor in tensors)
                {
                    WriteNumbers(tensor, new StreamTarget(file));
                }

                // On the disk before the name changes, so that a power cut leaves the old file or the new one.
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Check(IReadOnlyList<StoredTensor> tensors, SortedDictionary<string, string> metadata)
    {
        Throw.IfOutside(tensors.Count, 0, SafetensorsHeader.MaximumTensors, "number of tensors");
        HashSet<string> names = new(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
        foreach (StoredTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"A tensor cannot be called '{tensor.Name}'; the name is taken.");
            }

            tensor.CheckFinite();
        }
    }

    private static string Sum(IReadOnlyList<StoredTensor> tensors, SortedDictionary<string, string> metadata)
    {
        using Checksum checksum = new(metadata);
        foreach (int index in Checksum.Order(tensors.Select(tensor => tensor.Name)))
        {
            checksum.BeginTensor(tensors[index].Name, tensors[index].Type, tensors[index].Shape);
            WriteNumbers(tensors[index], new ChecksumTarget(checksum));
        }

        return checksum.Finish();
    }

    private static byte[] Header(string path, IReadOnlyList<StoredTensor> tensors, SortedDictionary<string, string> metadata)
    {
        ArrayBufferWriter<byte> buffer = new();
        long begin = 0;
        using (Utf8JsonWriter json = new(buffer, _jsonOptions))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            foreach ((string name, string value) in metadata)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            foreach (StoredTensor tensor in tensors)
            {
                long end = begin + (tensor.Shape.Count * (long)tensor.Type.Bytes);
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.Name);
                json.WriteStartArray("shape");
                for (int axis = 0; axis < tensor.Shape.Rank; axis++)
                {
                    json.WriteNumberValue(tensor.Shape[axis]);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                begin = end;
            }

            json.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + Alignment - 1) / Alignment * Alignment];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);

        // What the reader would refuse, such as endless names, must not be written.
        _ = SafetensorsHeader.Parse(path, header, begin, anyType: true);
        return header;
    }

    private static void WriteNumbers<TTarget>(StoredTensor tensor, TTarget target)
        where TTarget : struct, ITarget
    {
        // A span of bytes is at most 2³¹ − 1 long.
        const int Piece = 1 << 20;
        for (int start = 0; start < tensor.Shape.Count; start += Piece)
        {
            target.Write(tensor.Bytes(start, Piece));
        }
    }

    private interface ITarget
    {
        void Write(ReadOnlySpan<byte> bytes);
    }

    private readonly struct StreamTarget(FileStream file) : ITarget
    {
        public void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);
    }

    private readonly struct ChecksumTarget(Checksum checksum) : ITarget
    {
        public void Write(ReadOnlySpan<byte> bytes) => checksum.AppendData(bytes);
    }
}
