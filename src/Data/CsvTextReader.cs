using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MusicRec.Data;

/// <summary>
/// The characters of a file for the parser: decompressed when it is gzip, without byte order mark, strictly decoded,
/// and never more than the options allow.
/// </summary>
internal sealed class CsvTextReader : TextReader
{
    private const int BlockSize = 1 << 16;
    private readonly string source;
    private readonly CsvOptions options;
    private readonly Stream? compressed;
    private readonly Stream stream;
    private readonly byte[] bytes = new byte[BlockSize];
    private readonly Decoder decoder;
    private int start;
    private int end;
    private bool atEnd;
    private long bytesRead;
    private long lineBreaks;
    private long carriageReturns;
    private long delivered;
    private CsvException? pending;
    private char? held;

    /// <summary>Reads <paramref name="file"/>, which must be able to seek, from its present place and closes it in the end.</summary>
    public CsvTextReader(Stream file, string source, CsvOptions options)
    {
        this.source = source;
        this.options = options;
        compressed = IsGzip(file) ? file : null;
        stream = compressed is null ? file : new GZipStream(file, CompressionMode.Decompress);
        Fill();
        (Encoding encoding, int mark) = Detect(bytes.AsSpan(0, end), options.Encoding);
        start = mark;
        Encoding strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        decoder = strict.GetDecoder();
    }

    /// <summary>Characters handed over when the last complete record ended; the guard against endless records counts from here.</summary>
    public long RecordStart { get; set; }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (delivered - RecordStart > options.MaximumRecordLength + (2L * BlockSize))
        {
            throw TooLong(Line);
        }

        if (held is char second && buffer.Length > 0)
        {
            held = null;
            buffer[0] = second;
            return 1;
        }

        if (pending is not null)
        {
            throw pending;
        }

        // A decoder needs room for two characters that belong together; the parser may have room for one.
        if (buffer.Length == 1)
        {
            Span<char> pair = stackalloc char[2];
            int count = Read(pair);
            buffer[0] = pair[0];
            held = count == 2 ? pair[1] : null;
            return Math.Min(count, 1);
        }

        while (true)
        {
            if (start == end && !atEnd)
            {
                Fill();
            }

            int characters = Decode(buffer);
            if (characters > 0)
            {
                lineBreaks += buffer[..characters].Count('\n');
                carriageReturns += buffer[..characters].Count('\r');
                delivered += characters;
                return characters;
            }

            if (pending is not null)
            {
                throw pending;
            }

            if (start == end && atEnd)
            {
                return 0;
            }
        }
    }

    public CsvException TooLong(long line) =>
        new(source, line, $"the record is longer than {options.MaximumRecordLength} characters, the most that is allowed (MaximumRecordLength); a closing quotation mark may be missing.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private long Line => Math.Max(lineBreaks, lineBreaks == 0 ? carriageReturns : 0) + 1;

    private int Decode(Span<char> buffer)
    {
        int from = start;
        try
        {
            decoder.Convert(bytes.AsSpan(start, end - start), buffer, atEnd, out int used, out int characters, out _);
            start += used;
            return characters;
        }
        catch (DecoderFallbackException error)
        {
            // What comes before the bad bytes is handed over first, so that an earlier mistake is reported first.
            decoder.Reset();
            int good = Math.Clamp(error.Index, 0, end - from);
            string shown = Convert.ToHexString(error.BytesUnknown ?? []);
            int characters = 0;
            if (good > 0)
            {
                decoder.Convert(bytes.AsSpan(from, Math.Min(good, buffer.Length)), buffer, false, out int used, out characters, out _);
                start += used;
                if (used < good)
                {
                    return characters;
                }
            }

            long line = Line + buffer[..characters].Count('\n');
            pending = new CsvException(source, line, $"the bytes {shown} are not {options.Encoding.WebName}; name the right encoding in CsvOptions.Encoding (older files are often Encoding.Latin1).", inner: error);
            return characters;
        }
    }

    private void Fill()
    {
        start = 0;
        try
        {
            end = stream.ReadAtLeast(bytes, BlockSize, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw new CsvException(source, 0, $"the gzip data is damaged ({error.Message})", inner: error);
        }

        atEnd = end < BlockSize;
        bytesRead += end;
        if (atEnd && compressed is not null && !IsWhole(compressed))
        {
            throw new CsvException(source, 0, "the gzip data ends too early: the file is damaged or only a part of it.");
        }

        if (bytesRead > options.MaximumBytes)
        {
            throw new CsvException(source, 0, $"the file holds more than {options.MaximumBytes} bytes, the most that is allowed (MaximumBytes).");
        }
    }

    /// <summary>
    /// Whether the size at the end of the file can be right; the framework takes a truncated file for a short one. Several
    /// compressed parts in one file give the size of the last.
    /// </summary>
    private bool IsWhole(Stream file)
    {
        Span<byte> trailer = stackalloc byte[4];
        if (file.Length < 18)
        {
            return false;
        }

        file.Position = file.Length - trailer.Length;
        file.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) <= bytesRead;
    }

    private static bool IsGzip(Stream file)
    {
        long place = file.Position;
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = place;
        return isGzip;
    }

    private static (Encoding Encoding, int Mark) Detect(ReadOnlySpan<byte> start, Encoding fallback) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => (fallback, 0),
    };
}
