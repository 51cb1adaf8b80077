using System.Text;
using MusicRec.Numerics;

namespace MusicRec.Data;

/// <summary>
/// Separated-values files (RFC 4180 and its common relatives) to and from frames. Reads plain and gzip-compressed files, found
/// by their first bytes; quotes, line breaks inside quoted fields, byte order marks and any line ending. Blank lines are
/// skipped. The result never depends on the number of threads.
/// </summary>
public static class Csv
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, plain or gzip-compressed.</param>
    /// <param name="options">How to read it; null for a comma-separated UTF-8 file with a header.</param>
    /// <exception cref="CsvException">The file's content is not as it should be; the message says where and what is allowed.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static Frame Read(string path, CsvOptions? options = null) =>
        Load(() => Seekable(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), path, options), path, options);

    /// <summary>Reads a stream from its present place to its end; it stays open.</summary>
    /// <param name="stream">The bytes, plain or gzip-compressed.</param>
    /// <param name="options">How to read it; null for a comma-separated UTF-8 file with a header.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CsvException">The content is not as it should be; the message says where and what is allowed.</exception>
    public static Frame Read(Stream stream, CsvOptions? options = null, string name = "stream")
    {
        byte[] bytes;
        using (MemoryStream copy = new())
        {
            CopyBounded(stream, copy, name, options ?? new CsvOptions());
            bytes = copy.ToArray();
        }

        return Load(() => new MemoryStream(bytes, writable: false), name, options);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text itself.</param>
    /// <param name="options">How to read it; null for comma-separated text with a header. The encoding does not matter here.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="CsvException">The text is not as it should be; the message says where and what is allowed.</exception>
    public static Frame ReadText(string text, CsvOptions? options = null, string name = "text")
    {
        // UTF-16 keeps every character as it is, lone surrogates excepted, which no encoding allows.
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Load(() => new MemoryStream(bytes, writable: false), name, (options ?? new CsvOptions()) with { Encoding = Encoding.UTF8 });
    }

    /// <summary>
    /// Writes a frame to a file as UTF-8 without byte order mark, with a header and line feeds, the same bytes everywhere. A
    /// missing value is an empty field, numbers have the fewest digits that give them back exactly; the file replaces one that is there.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Frame frame, char separator = ',')
    {
        using StreamWriter writer = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        CsvText.Write(writer, frame, separator);
    }

    /// <summary>The text that <see cref="Write"/> would write.</summary>
    public static string WriteText(Frame frame, char separator = ',')
    {
        using StringWriter writer = new();
        CsvText.Write(writer, frame, separator);
        return writer.ToString();
    }

    internal static Frame Load(Func<Stream> open, string source, CsvOptions? options, int bufferSize = 1 << 16, int threads = 0)
    {
        CsvOptions checkedOptions = options ?? new CsvOptions();
        checkedOptions.Check();
        HashSet<int> asText = [];
        while (true)
        {
            using CsvLoader loader = new(open(), source, checkedOptions, bufferSize);
            if (loader.Load(asText, threads > 0 ? threads : ParallelLoop.ThreadCount) is Frame frame)
            {
                return frame;
            }
        }
    }

    private static Stream Seekable(FileStream file, string path, CsvOptions? options)
    {
        if (file.CanSeek)
        {
            return file;
        }

        using (file)
        {
            MemoryStream copy = new();
            CopyBounded(file, copy, path, options ?? new CsvOptions());
            copy.Position = 0;
            return copy;
        }
    }

    private static void CopyBounded(Stream stream, MemoryStream copy, string name, CsvOptions options)
    {
        byte[] block = new byte[1 << 16];
        for (int count = stream.Read(block); count > 0; count = stream.Read(block))
        {
            if (copy.Length + count > Math.Min(options.MaximumBytes, Array.MaxLength))
            {
                throw new CsvException(name, 0, $"there are more than {options.MaximumBytes} bytes, the most that is allowed (MaximumBytes).");
            }

            copy.Write(block, 0, count);
        }
    }
}
