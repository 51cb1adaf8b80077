using System.Text;

namespace MusicRec.Core.Tests.Audio;

/// <summary>Makes WAV files, right and wrong ones.</summary>
internal static class WavBytes
{
    private static readonly byte[] _tail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>A file of chunks, each with its padding byte.</summary>
    public static byte[] File(params (string Name, byte[] Content)[] chunks)
    {
        byte[] body = [.. chunks.SelectMany(chunk => (byte[])
            [.. Encoding.Latin1.GetBytes(chunk.Name), .. BitConverter.GetBytes(chunk.Content.Length), .. chunk.Content, .. new byte[chunk.Content.Length % 2]])];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(4 + body.Length), .. "WAVE"u8, .. body];
    }

    public static byte[] Format(int code, int channels, int bits, int rate = 8000, int? blockSize = null) =>
    [
        .. Short(code), .. Short(channels), .. BitConverter.GetBytes(rate), .. BitConverter.GetBytes(rate * channels * bits / 8),
        .. Short(blockSize ?? channels * bits / 8), .. Short(bits),
    ];

    public static byte[] Extensible(int code, int channels, int bits, int? valid = null) =>
        [.. Format(0xFFFE, channels, bits), .. Short(22), .. Short(valid ?? bits), 0, 0, 0, 0, .. Short(code), .. _tail];

    private static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);
}
