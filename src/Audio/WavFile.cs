using System.Buffers.Binary;
using System.Text;

namespace MusicRec.Audio;

/// <summary>
/// WAV files (RIFF WAVE): PCM of 8, 16, 24 or 32 bits and float of 32 or 64, plain or extensible, up to 64 channels. Chunks that are neither "fmt "
/// nor "data" are passed over, odd ones with their padding byte. A file is hostile until shown otherwise: nothing is believed
/// that the file's length does not bear out, and memory is taken for samples that are there only.
/// </summary>
public static class WavFile
{
    private const int BufferBlocks = 4096;

    // Six hours at 48,000 Hz: 4 GB of floats.
    private const int MostSamples = 1 << 30;

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioFileException">The file is damaged, is cut off, or is of a kind that is not read.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Waveform Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return Read(stream, path);
    }

    /// <summary>Reads a file from where <paramref name="stream"/> stands; it must know its length.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="AudioFileException">The file is damaged, is cut off, or is of a kind that is not read.</exception>
    /// <exception cref="ArgumentException">The stream does not know its length.</exception>
    public static Waveform Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("The stream does not know its length; copy it into a MemoryStream or a file first.", nameof(stream));
        }

        try
        {
            return new Reader(stream, name).Read();
        }
        catch (EndOfStreamException cause)
        {
            // Shorter than it said, or cut while being read.
            throw new AudioFileException(name, $"it ends at byte {stream.Length}, inside a chunk.", cause);
        }
    }

    private sealed class Reader(Stream stream, string name)
    {
        public Waveform Read()
        {
            long end = ReadHead();
            WavFormat? format = null;
            (long At, uint Size)? data = null;
            Span<byte> head = stackalloc byte[8];
            while (stream.Position < end)
            {
                long at = stream.Position;
                if (end - at < head.Length)
                {
                    throw Fail($"{end - at} bytes stand at byte {at}, which are no chunk; one has {head.Length} or more.");
                }

                stream.ReadExactly(head);
                uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
                if (size > end - stream.Position)
                {
                    throw Fail($"the chunk '{Printable(head[..4])}' at byte {at} says that it has {size} bytes; the file has {end - stream.Position} more.");
                }

                // The padding byte behind an odd chunk may be missing at the end; the next chunk would then start behind it.
                long next = stream.Position + size + (size & 1);
                if (head.StartsWith("fmt "u8))
                {
                    byte[] chunk = new byte[Math.Min(size, WavFormat.LongestChunk)];
                    stream.ReadExactly(chunk);
                    format = format is null ? WavFormat.Parse(chunk, Fail) : throw Fail($"a second chunk 'fmt ' stands at byte {at}.");
                }
                else if (head.StartsWith("data"u8))
                {
                    _ = format ?? throw Fail($"the chunk 'data' at byte {at} comes before a chunk 'fmt '.");
                    data = data is null ? (stream.Position, size) : throw Fail($"a second chunk 'data' stands at byte {at}.");
                }

                stream.Position = next;
            }

            (long start, uint bytes) = data ?? throw Fail($"it ends at byte {end} without a chunk '{(format is null ? "fmt " : "data")}'.");
            stream.Position = start;
            return ReadSamples(format!, bytes);
        }

        /// <summary>Reads the first twelve bytes; returns where the last chunk ends.</summary>
        private long ReadHead()
        {
            long start = stream.Position;
            Span<byte> head = stackalloc byte[12];
            if (stream.Length - start < head.Length)
            {
                throw Fail($"it has {stream.Length - start} bytes; a WAV file has more than {head.Length}.");
            }

            stream.ReadExactly(head);
            if (head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8) || head.StartsWith("RIFX"u8))
            {
                throw Fail($"it is of the kind {Printable(head[..4])} ({(head.StartsWith("RIFX"u8) ? "big-endian" : "longer than 4 GB")}); read is RIFF.");
            }

            if (!head.StartsWith("RIFF"u8) || !head[8..].SequenceEqual("WAVE"u8))
            {
                throw Fail($"it starts with '{Printable(head[..4])}' and '{Printable(head[8..])}'; a WAV file starts with 'RIFF' and 'WAVE'.");
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            return size >= 4 && start + 8 + size <= stream.Length
                ? start + 8 + size
                : throw Fail($"its head says that {size} bytes follow; the file has {stream.Length - start - 8}. It is cut off, or was written to a pipe and never finished.");
        }

        private Waveform ReadSamples(WavFormat format, uint size)
        {
            if (size == 0 || size % format.BlockSize != 0)
            {
                throw Fail($"the chunk 'data' has {size} bytes; needed is a multiple of {format.BlockSize} above 0.");
            }

            if (size / format.BlockSize > MostSamples)
            {
                throw Fail($"a channel has {size / format.BlockSize} samples; allowed: {MostSamples}.");
            }

            int length = (int)(size / format.BlockSize);
            float[][] channels = [.. Enumerable.Range(0, format.Channels).Select(_ => new float[length])];
            byte[] buffer = new byte[Math.Min(length, BufferBlocks) * format.BlockSize];
            for (int first = 0; first < length; first += BufferBlocks)
            {
                int count = Math.Min(BufferBlocks, length - first);
                stream.ReadExactly(buffer, 0, count * format.BlockSize);
                for (int channel = 0; channel < channels.Length; channel++)
                {
                    Decode(format, buffer.AsSpan(channel * (format.Bits / 8)), channels[channel].AsSpan(first, count));
                }
            }

            for (int channel = 0; channel < channels.Length; channel++)
            {
                int bad = format.IsFloat ? Array.FindIndex(channels[channel], sample => !float.IsFinite(sample)) : -1;
                if (bad >= 0)
                {
                    throw Fail($"sample {bad} of channel {channel} is {channels[channel][bad]}; only finite numbers are allowed.");
                }
            }

            return new Waveform(channels, format.SampleRate);
        }

        private static void Decode(WavFormat format, ReadOnlySpan<byte> bytes, Span<float> samples)
        {
            int step = format.BlockSize;
            for (int index = 0; index < samples.Length; index++)
            {
                ReadOnlySpan<byte> at = bytes[(index * step)..];
                samples[index] = (format.Bits, format.IsFloat) switch
                {
                    (8, _) => (at[0] - 128) / 128f,
                    (16, _) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768f,
                    (24, _) => ((at[0] << 8) | (at[1] << 16) | (at[2] << 24)) / 2147483648f,
                    (32, false) => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648f,
                    (32, true) => BinaryPrimitives.ReadSingleLittleEndian(at),
                    _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(at),
                };
            }
        }

        private AudioFileException Fail(string problem) => new(name, problem);

        private static string Printable(ReadOnlySpan<byte> text) =>
            string.Concat(Encoding.Latin1.GetString(text).Select(character => character is >= ' ' and <= '~' ? character.ToString() : $"\\x{(int)character:x2}"));
    }
}
