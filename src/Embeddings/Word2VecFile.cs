using System.Globalization;
using System.Text;
using MusicRec.Neural;

namespace MusicRec.Embeddings;

/// <summary>
/// word2vec's text format: a line with the number of names and of dimensions, then a line for each name, the name and its numbers, all
/// between single spaces. Nothing in a file is believed before it is checked, and no memory is taken that the file is too short to fill.
/// </summary>
internal static class Word2VecFile
{
    private const int LongestName = 10_000;
    private const int LongestNumber = 64;
    private const int LargestDimension = 65_536;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes the file beside an older one and then in its place.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="vectors">What is written; each number in as many digits as tell it from its neighbours.</param>
    /// <param name="spaceReplacement">What stands for white space in names, since gensim parts lines at spaces.</param>
    /// <exception cref="ArgumentException">The replacement is white space, or makes two names alike.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, NamedVectors vectors, char spaceReplacement)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (char.IsWhiteSpace(spaceReplacement) || char.IsControl(spaceReplacement) || char.IsSurrogate(spaceReplacement))
        {
            Throw.OutOfRange(nameof(spaceReplacement), (int)spaceReplacement, "a visible character");
        }

        string[] names = [.. vectors.Names.Select(name => string.Concat(name.Select(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) ? spaceReplacement : letter)))];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int row = 0; row < names.Length; row++)
        {
            if (!seen.Add(names[row]))
            {
                throw new ArgumentException($"'{vectors.Names[row]}' and another name would both be written '{names[row]}'; choose another {nameof(spaceReplacement)}.", nameof(spaceReplacement));
            }
        }

        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (StreamWriter writer = new(temporary, append: false, _strict) { NewLine = "\n" })
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vectors.Count} {vectors.Dimension}"));
                for (int row = 0; row < names.Length; row++)
                {
                    writer.Write(names[row]);
                    foreach (float number in vectors[row])
                    {
                        writer.Write(' ');
                        writer.Write(number.ToString("R", CultureInfo.InvariantCulture));
                    }

                    writer.WriteLine();
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (EncoderFallbackException cause)
        {
            throw new ArgumentException("A name holds half of a surrogate pair; such a name cannot be written.", nameof(vectors), cause);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <param name="path">The file.</param>
    /// <exception cref="ModelFileException">The file is no such file; the message names the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NamedVectors Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read);
        using StreamReader reader = new(file, _strict, detectEncodingFromByteOrderMarks: false);
        try
        {
            LineReader lines = new(reader, path);
            (int count, int dimension) = ReadHeader(lines, path, file.Length);
            string[] names = new string[count];
            float[] values = new float[count * dimension];
            int longest = LongestName + (dimension * LongestNumber);
            for (int row = 0; row < count; row++)
            {
                string line = lines.Read(longest) ?? throw lines.Wrong($"it ends; {count} lines of names were promised, and {row} are there");
                names[row] = ReadLine(lines, line, values.AsSpan(row * dimension, dimension));
            }

            while (lines.Read(longest) is string rest)
            {
                if (rest.AsSpan().Trim().Length > 0)
                {
                    throw lines.Wrong($"more follows; {count} lines of names were promised");
                }
            }

            return Make(path, names, values);
        }
        catch (DecoderFallbackException cause)
        {
            throw new ModelFileException(path, "it is not UTF-8.", cause);
        }
    }

    private static NamedVectors Make(string path, string[] names, float[] values)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int row = 0; row < names.Length; row++)
        {
            if (!seen.Add(names[row]))
            {
                throw new ModelFileException(path, $"line {row + 2}: the name '{Shorten(names[row])}' stands a second time; names must differ.");
            }
        }

        return new NamedVectors(names, values);
    }

    private static (int Count, int Dimension) ReadHeader(LineReader lines, string path, long length)
    {
        string line = lines.Read(LongestNumber) ?? throw new ModelFileException(path, "it is empty; its first line must hold the number of names and of dimensions.");
        string[] parts = line.TrimEnd().Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count < 1
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int dimension) || dimension < 1 || dimension > LargestDimension)
        {
            throw lines.Wrong($"'{Shorten(line)}' was read; needed: the number of names, 1 or more, a space, and the number of dimensions, 1 to {LargestDimension}");
        }

        // A name takes a byte, each number a space and a digit.
        if ((long)count * dimension > Array.MaxLength || (long)count * (1 + (2L * dimension)) > length)
        {
            throw lines.Wrong($"{count} names of {dimension} dimensions are promised; the file is too short for them, with {length} bytes");
        }

        return (count, dimension);
    }

    // Numbers are taken from the end, so a name may hold spaces.
    private static string ReadLine(LineReader lines, string line, Span<float> values)
    {
        ReadOnlySpan<char> rest = line.AsSpan().TrimEnd(' ').TrimEnd('\r').TrimEnd(' ');
        for (int index = values.Length - 1; index >= 0; index--)
        {
            int space = rest.LastIndexOf(' ');
            if (space <= 0)
            {
                throw lines.Wrong($"a name and {values.Length - 1 - index} numbers were read; needed: a name and {values.Length} numbers");
            }

            ReadOnlySpan<char> text = rest[(space + 1)..];
            if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out values[index]) || !float.IsFinite(values[index]))
            {
                throw lines.Wrong($"'{Shorten(text.ToString())}' was read as number {index + 1} of {values.Length}; needed: a finite number");
            }

            rest = rest[..space];
        }

        return rest.Length <= LongestName ? rest.ToString() : throw lines.Wrong($"its name has {rest.Length} characters; allowed: {LongestName}");
    }

    private static string Shorten(string text) => text.Length > 60 ? $"{text.AsSpan(0, 60)}…" : text;

    // Lines of which none is longer than allowed, whatever the file holds.
    private sealed class LineReader(TextReader reader, string path)
    {
        private readonly StringBuilder _line = new();
        private long _number;

        public string? Read(int longest)
        {
            _number++;
            _line.Clear();
            int letter;
            while ((letter = reader.Read()) is >= 0 and not '\n')
            {
                if (_line.Length >= longest)
                {
                    throw Wrong($"it has more than {longest} characters");
                }

                _line.Append((char)letter);
            }

            return letter < 0 && _line.Length == 0 ? null : _line.ToString();
        }

        public ModelFileException Wrong(string problem) => new(path, $"line {_number}: {problem}.");
    }
}
