using System.Globalization;

namespace MusicRec.Data;

/// <summary>The names of a file's columns.</summary>
internal static class CsvHeader
{
    /// <summary>Gives a column without a name the one that pandas gives it, and refuses a name that stands twice.</summary>
    public static void Check(string[] names, string source, long line)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        for (int place = 0; place < names.Length; place++)
        {
            if (names[place].Length == 0)
            {
                names[place] = string.Create(CultureInfo.InvariantCulture, $"Unnamed: {place}");
            }

            if (!seen.TryAdd(names[place], place))
            {
                throw new CsvException(source, line, $"the name stands in column {seen[names[place]] + 1} already; names must differ.", names[place], place + 1);
            }
        }
    }

    /// <summary>The names of a file without a header.</summary>
    public static string[] Make(int count, CsvOptions options, string source)
    {
        if (options.Columns.Count == 0)
        {
            return [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"column {number}"))];
        }

        if (options.Columns.Count != count)
        {
            throw new CsvException(source, 1, $"the first record has {count} fields; {options.Columns.Count} columns are declared.");
        }

        return [.. options.Columns.Select(column => column.Name)];
    }
}
