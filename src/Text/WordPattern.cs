using System.Buffers;
using System.Text;

namespace MusicRec.Text;

/// <summary>Finds words as scikit-learn's pattern <c>(?u)\b\w\w+\b</c> does, with any smallest length: longest runs of what <c>\w</c> takes.</summary>
/// <param name="settings">Whether capitals become small letters, and how short a word may be.</param>
internal sealed class WordPattern(NgramSettings settings)
{
    private static readonly bool[] _isWordCharacter = [.. Enumerable.Range(0, 128).Select(code => PythonText.IsWordCharacter(new Rune(code)))];

    private char[] _small = new char[1024];

    /// <summary>The characters in which <see cref="TryFind"/> is to look for words; valid until the next call.</summary>
    public ReadOnlySpan<char> Prepare(string document)
    {
        if (!settings.Lowercase)
        {
            return document;
        }

        if (_small.Length < document.Length)
        {
            _small = new char[Math.Max(document.Length, 2 * _small.Length)];
        }

        return Ascii.ToLower(document, _small, out int length) == OperationStatus.Done ? _small.AsSpan(0, length) : PythonText.ToLower(document);
    }

    /// <summary>The next word of <paramref name="text"/> from <paramref name="position"/> on, which moves behind it.</summary>
    public bool TryFind(ReadOnlySpan<char> text, ref int position, out ReadOnlySpan<char> word)
    {
        int index = position;
        while (index < text.Length)
        {
            int start = index, count = 0;
            while (index < text.Length && IsWordCharacter(text, index, out int units))
            {
                index += units;
                count++;
            }

            if (count >= settings.MinimumWordLength)
            {
                position = index;
                word = text[start..index];
                return true;
            }

            // Behind a word that is too short, or at a character that is no part of one.
            index = Math.Max(index, start + 1);
        }

        position = index;
        word = default;
        return false;
    }

    private static bool IsWordCharacter(ReadOnlySpan<char> text, int index, out int units)
    {
        char unit = text[index];
        if (unit < _isWordCharacter.Length)
        {
            units = 1;
            return _isWordCharacter[unit];
        }

        return Rune.DecodeFromUtf16(text[index..], out Rune character, out units) == OperationStatus.Done && PythonText.IsWordCharacter(character);
    }
}
