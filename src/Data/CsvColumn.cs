using System.Globalization;

namespace MusicRec.Data;

/// <summary>What a column of a file is declared to hold.</summary>
/// <param name="Name">The column's name in the header.</param>
/// <param name="Type">The type of its values.</param>
public sealed record CsvColumn(string Name, ColumnType Type)
{
    /// <summary>The smallest value allowed in a number or integer column; −∞ for any.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value allowed in a number or integer column; +∞ for any.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether a row may have no value; true unless told.</summary>
    public bool AllowsMissing { get; init; } = true;

    /// <summary>The only texts allowed in a text column; null for any.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The allowed values in words, for messages.</summary>
    internal string Allowed
    {
        get
        {
            string kind = Type switch
            {
                ColumnType.Number => "a number",
                ColumnType.Integer => "a whole number",
                ColumnType.Boolean => "true or false, or 1 or 0",
                ColumnType.Date => "a day as 2024-12-31, 2024-12 or 2024",
                _ when Values is not null => "one of " + string.Join(", ", Values.Take(30)) + (Values.Count > 30 ? ", …" : string.Empty),
                _ => "any text",
            };
            double smallest = Type == ColumnType.Integer ? Math.Max(Minimum, int.MinValue) : Minimum;
            double largest = Type == ColumnType.Integer ? Math.Min(Maximum, int.MaxValue) : Maximum;
            string range = Type is not (ColumnType.Number or ColumnType.Integer) ? string.Empty
                : double.IsFinite(smallest) && double.IsFinite(largest) ? string.Create(CultureInfo.InvariantCulture, $" from {smallest} to {largest}")
                : double.IsFinite(smallest) ? string.Create(CultureInfo.InvariantCulture, $" from {smallest} up")
                : double.IsFinite(largest) ? string.Create(CultureInfo.InvariantCulture, $" up to {largest}")
                : string.Empty;
            return kind + range + (AllowsMissing ? ", or nothing" : string.Empty);
        }
    }
}
