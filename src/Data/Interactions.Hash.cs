using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MusicRec.Data;

public sealed partial class Interactions
{
    /// <summary>
    /// SHA-256 of everything that is here, as 64 small hexadecimal digits: names, pairs, weights and, where it is known, the order of
    /// listening. It names the data that a figure was computed from.
    /// </summary>
    public string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [UserCount, ItemCount, Count, HasOrder ? 1 : 0]);
        foreach (string name in _userNames.Concat(_itemNames))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Append(hash, [bytes.Length]);
            hash.AppendData(bytes);
        }

        Append(hash, _byUser.Offsets);
        Append(hash, _byUser.Columns);
        Append(hash, [.. _byUser.Weights.Select(BitConverter.DoubleToInt64Bits)]);
        for (int user = 0; HasOrder && user < UserCount; user++)
        {
            Append(hash, [SequenceOf(user).Length]);
            Append(hash, SequenceOf(user));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Hashes are taken on processors that store the little end first only.");
        }

        hash.AppendData(MemoryMarshal.AsBytes(numbers));
    }
}
