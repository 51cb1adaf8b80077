using System.Buffers.Binary;

namespace MusicRec.Audio;

/// <summary>What the chunk "fmt " of a WAV file says, checked.</summary>
internal sealed record WavFormat(int Channels, int SampleRate, int Bits, bool IsFloat)
{
    /// <summary>Bytes of the chunk that are looked at; what stands behind them means nothing here.</summary>
    public const int LongestChunk = 40;

    private const int MostChannels = 64;
    private const int Pcm = 1;
    private const int Float = 3;
    private const int Extensible = 0xFFFE;

    /// <summary>Bytes that all channels take at one moment.</summary>
    public int BlockSize => Channels * (Bits / 8);

    /// <summary>What follows the code in the name of a format in an extensible header: the rest of Microsoft's GUID.</summary>
    private static ReadOnlySpan<byte> GuidTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads the chunk; <paramref name="fail"/> makes the exception of a problem.</summary>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk, Func<string, Exception> fail)
    {
        if (chunk.Length < 16)
        {
            throw fail($"the chunk 'fmt ' has {chunk.Length} bytes; 16 or more are needed.");
        }

        int code = Short(chunk, 0), channels = Short(chunk, 2), blockSize = Short(chunk, 12), bits = Short(chunk, 14);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        if (code == Extensible)
        {
            code = ExtensibleCode(chunk, bits, fail);
        }

        if (code is not (Pcm or Float))
        {
            throw fail($"its format is {NameOf(code)}; read are PCM (1) and float (3), plain or extensible.");
        }

        if (code == Pcm ? bits is not (8 or 16 or 24 or 32) : bits is not (32 or 64))
        {
            throw fail($"it has {bits} bits per sample of {(code == Pcm ? "PCM; read are 8, 16, 24 and 32" : "float; read are 32 and 64")}.");
        }

        if (channels is < 1 or > MostChannels)
        {
            throw fail($"it has {channels} channels; allowed: 1 to {MostChannels}.");
        }

        if (rate is < 1 or > Waveform.HighestSampleRate)
        {
            throw fail($"it has {rate} samples per second; allowed: 1 to {Waveform.HighestSampleRate}.");
        }

        WavFormat format = new(channels, (int)rate, bits, code == Float);
        if (format.BlockSize != blockSize)
        {
            throw fail($"its blocks have {blockSize} bytes; {channels} channels of {bits} bits take {format.BlockSize}.");
        }

        uint bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[8..]);
        return bytesPerSecond == rate * (uint)blockSize
            ? format
            : throw fail($"it says {bytesPerSecond} bytes per second; {rate} blocks of {blockSize} are {rate * (uint)blockSize}.");
    }

    private static int ExtensibleCode(ReadOnlySpan<byte> chunk, int bits, Func<string, Exception> fail)
    {
        if (chunk.Length < LongestChunk || Short(chunk, 16) < 22)
        {
            throw fail($"its extensible chunk 'fmt ' has {chunk.Length} bytes, {Short(chunk.Length < 18 ? new byte[18] : chunk, 16)} of them in the extension; 40 and 22 are needed.");
        }

        int valid = Short(chunk, 18);
        if (valid < 1 || valid > bits)
        {
            throw fail($"{valid} bits of a sample are valid; allowed: 1 to the {bits} that it has.");
        }

        // The two bytes before the tail are the code that a plain header would have.
        return chunk.Slice(26, 14).SequenceEqual(GuidTail) ? Short(chunk, 24) : throw fail("its extensible format has a name that is not one of Microsoft's; read are PCM and float.");
    }

    private static string NameOf(int code) => code switch
    {
        0x02 or 0x11 => $"ADPCM ({code})",
        0x06 => "A-law (6)",
        0x07 => "µ-law (7)",
        0x31 => "GSM (49)",
        0x50 or 0x55 => $"MPEG ({code})",
        Extensible => "extensible within extensible",
        _ => $"unknown ({code})",
    };

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
