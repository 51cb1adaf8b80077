using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MusicRec.Neural.Files;

/// <summary>
/// The checksum of a model file: SHA-256 over the metadata without the checksum and then the tensors, each in the order
/// of their names' UTF-8 bytes. Every text goes in as its length in bytes and the bytes, a tensor as name, type (where it is not F32), rank,
/// sizes and data; lengths, counts and sizes are 8 bytes, little end first. It does not depend on how the header is written.
/// </summary>
internal sealed class Checksum : IDisposable
{
    public const string Key = "sha256";

    // Throws for halves of surrogate pairs, which have no UTF-8.
    private static readonly UTF8Encoding _encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Checksum(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        (byte[] Key, string Value)[] entries = [.. metadata.Where(entry => entry.Key != Key).Select(entry => (_encoding.GetBytes(entry.Key), entry.Value))];
        Array.Sort(entries, (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        Append(entries.Length);
        foreach ((byte[] key, string value) in entries)
        {
            Append(key);
            Append(_encoding.GetBytes(value));
        }
    }

    /// <summary>Indices of <paramref name="names"/> in the order in which the tensors go in.</summary>
    public static int[] Order(IEnumerable<string> names)
    {
        byte[][] keys = [.. names.Select(_encoding.GetBytes)];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (left, right) => keys[left].AsSpan().SequenceCompareTo(keys[right]));
        return order;
    }

    /// <summary>The beginning of a tensor; its data must follow.</summary>
    public void BeginTensor(string name, NumberType type, Shape shape)
    {
        Append(_encoding.GetBytes(name));
        if (type != NumberType.Float)
        {
            Append(_encoding.GetBytes(type.Name));
        }

        Append(shape.Rank);
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            Append(shape[axis]);
        }
    }

    public void AppendData(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    private void Append(ReadOnlySpan<byte> text)
    {
        Append(text.Length);
        _hash.AppendData(text);
    }

    private void Append(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _hash.AppendData(bytes);
    }
}
