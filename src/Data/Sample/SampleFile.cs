using System.Globalization;
using System.Text;

namespace MusicRec.Data.Sample;

/// <summary>
/// Writes one text file of the sample: rows of fields, numbers with a fixed count of decimals, under the invariant
/// culture. The file appears whole or not at all.
/// </summary>
internal sealed class SampleFile(char separator = ',', string lineEnd = "\n", bool quoteTexts = false)
{
    private readonly StringBuilder _text = new();
    private bool _first = true;

    public SampleFile Header(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            Text(name);
        }

        return EndRow();
    }

    public SampleFile Text(string? value)
    {
        Separate();
        if (value is null)
        {
            _text.Append(quoteTexts ? "NA" : "");
        }
        else if (quoteTexts || (separator == ',' && value.AsSpan().IndexOfAny(",\"\n") >= 0))
        {
            _text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _text.Append(value);
        }

        return this;
    }

    public SampleFile Integer(int value)
    {
        Separate();
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public SampleFile Boolean(bool value)
    {
        Separate();
        _text.Append(value ? "True" : "False");
        return this;
    }

    /// <summary>A number with <paramref name="decimals"/> decimals; NaN is written as a missing value.</summary>
    public SampleFile Number(double value, int decimals = 3)
    {
        Separate();
        if (!double.IsNaN(value))
        {
            _text.Append(value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }

        return this;
    }

    public SampleFile EndRow()
    {
        _text.Append(lineEnd);
        _first = true;
        return this;
    }

    /// <summary>What was written since the last call: for files that are written piece by piece.</summary>
    public string Drain()
    {
        string text = _text.ToString();
        _text.Clear();
        return text;
    }

    public void Write(string folder, string path, Encoding? encoding = null) =>
        WriteBytes(Path.Combine(folder, path), (encoding ?? new UTF8Encoding(false)).GetBytes(_text.ToString()));

    /// <summary>Writes a file beside its place and then moves it there.</summary>
    public static void WriteBytes(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void Separate()
    {
        if (!_first)
        {
            _text.Append(separator);
        }

        _first = false;
    }
}
