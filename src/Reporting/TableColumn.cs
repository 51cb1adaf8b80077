using System.Globalization;

namespace MusicRec.Reporting;

/// <summary>One column of a <see cref="Table"/>: its header and how its values are written.</summary>
internal sealed class TableColumn(string header)
{
    /// <summary>What stands for a value that is missing (null or NaN).</summary>
    public const string Missing = "–";

    public string Header { get; } = header;

    public string? Format { get; set; }

    public Alignment Alignment { get; set; }

    public Best Best { get; set; }

    public string[]? FirstCharacterColours { get; set; }

    /// <summary>The column's values as they are written, and which of them are the best.</summary>
    public (string[] Texts, bool[] IsBest, Alignment Alignment) Render(IReadOnlyList<object?> values)
    {
        bool numeric = values.Any(IsNumber) && values.All(value => value is null || IsNumber(value));
        string fallback = numeric ? DefaultFormat(values) : "G6";
        string[] texts = [.. values.Select(value => Write(value, Format ?? fallback, Format is null))];
        Alignment alignment = Alignment != Alignment.Automatic ? Alignment : numeric ? Alignment.Right : Alignment.Left;
        return (texts, MarkBest(values, texts), alignment);
    }

    private bool[] MarkBest(IReadOnlyList<object?> values, string[] texts)
    {
        bool[] marks = new bool[values.Count];
        if (Best == Best.None)
        {
            return marks;
        }

        int best = -1;
        for (int index = 0; index < values.Count; index++)
        {
            double number = ToNumber(values[index]);
            if (!double.IsNaN(number)
                && (best < 0 || (Best == Best.Highest ? number > ToNumber(values[best]) : number < ToNumber(values[best]))))
            {
                best = index;
            }
        }

        // Values that read alike are marked alike: a difference below the digits shown is none to the reader.
        for (int index = 0; best >= 0 && index < values.Count; index++)
        {
            marks[index] = !double.IsNaN(ToNumber(values[index])) && texts[index] == texts[best];
        }

        return marks;
    }

    private static string Write(object? value, string format, bool isDefault)
    {
        switch (value)
        {
            case null:
                return Missing;
            case bool truth:
                return truth ? "yes" : "no";
            case double or float or decimal or Half:
                double number = ToNumber(value);
                if (double.IsNaN(number))
                {
                    return Missing;
                }

                if (double.IsInfinity(number))
                {
                    return number > 0 ? "∞" : "−∞";
                }

                string text = number.ToString(format, CultureInfo.InvariantCulture);
                bool vanished = isDefault && number != 0 && text.All(character => character is '0' or '.' or '-');
                return (vanished ? number.ToString("0.##E+0", CultureInfo.InvariantCulture) : text).Replace('-', '−');
            case IFormattable formattable when IsNumber(value):
                return formattable.ToString(isDefault ? null : format, CultureInfo.InvariantCulture).Replace('-', '−');
            case IFormattable formattable:
                return formattable.ToString(isDefault ? null : format, CultureInfo.InvariantCulture);
            default:
                return value.ToString() ?? Missing;
        }
    }

    /// <summary>As many decimals as give the largest value four digits; none when all values are whole.</summary>
    private static string DefaultFormat(IReadOnlyList<object?> values)
    {
        double largest = 0;
        bool whole = true;
        foreach (object? value in values)
        {
            double number = ToNumber(value);
            if (double.IsFinite(number))
            {
                largest = Math.Max(largest, Math.Abs(number));
                whole &= number == Math.Floor(number);
            }
        }

        if (whole)
        {
            return "0";
        }

        int decimals = 4;
        for (double bound = 1; decimals > 1 && largest >= bound; bound *= 10)
        {
            decimals--;
        }

        return "0." + new string('0', decimals);
    }

    private static bool IsNumber(object? value) => value is double or float or decimal or Half
        or int or long or short or byte or uint or ulong or ushort or sbyte;

    private static double ToNumber(object? value) =>
        IsNumber(value) ? Convert.ToDouble(value is Half half ? (double)half : value, CultureInfo.InvariantCulture) : double.NaN;
}
