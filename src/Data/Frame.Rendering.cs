using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Data;

/// <content>Showing the first rows.</content>
public sealed partial class Frame
{
    private const int RowsShown = 10;
    private const int TextShown = 60;

    /// <inheritdoc/>
    public string ToHtml() => Render().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Render().ToText();

    /// <summary>The first rows as text, with the number of rows and columns and the columns' types.</summary>
    public override string ToString() => ToText();

    /// <summary>The first rows as a table to set a caption, formats and notes on.</summary>
    /// <param name="rows">Rows to show, 1 or more.</param>
    public Table ToTable(int rows = RowsShown)
    {
        Throw.IfBelow(rows, 1);
        Table table = new(ColumnCount == 0 ? ["no columns"] : names);
        for (int row = 0; row < Math.Min(rows, RowCount) && ColumnCount > 0; row++)
        {
            table.Row(Array.ConvertAll(columns, column => Cell(column, row)));
        }

        // Values of very different size, as in a summary of many columns, need digits, not decimals.
        for (int place = 0; place < ColumnCount; place++)
        {
            if (columns[place] is NumberColumn numbers && IsSpread(numbers.Values.AsSpan(0, Math.Min(rows, RowCount))))
            {
                table.Format(names[place], "G6");
            }
        }

        return table.ShowAtMost(rows);
    }

    private static bool IsSpread(ReadOnlySpan<double> values)
    {
        double smallest = double.PositiveInfinity, largest = 0;
        foreach (double value in values)
        {
            double size = Math.Abs(value);
            if (size > 0 && double.IsFinite(size))
            {
                smallest = Math.Min(smallest, size);
                largest = Math.Max(largest, size);
            }
        }

        return largest >= 1000 && smallest < largest / 10000;
    }

    private Table Render()
    {
        // A summary or a short table is shown whole; a long one by its first rows.
        int shown = RowCount <= 30 ? Math.Max(1, RowCount) : RowsShown;
        string first = shown < RowCount ? string.Create(CultureInfo.InvariantCulture, $"The first {shown} of ") : string.Empty;
        string types = string.Join(", ", columns.GroupBy(column => column.Type).OrderBy(group => group.Key).Select(group =>
            string.Create(CultureInfo.InvariantCulture, $"{group.Key.ToString().ToLowerInvariant()} {group.Count()}")));
        return ToTable(shown).Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{first}{RowCount:#,0} {(RowCount == 1 ? "row" : "rows")} × {ColumnCount} {(ColumnCount == 1 ? "column" : "columns")} ({types})"));
    }

    private static object? Cell(Column column, int row)
    {
        if (column.IsMissing(row))
        {
            return null;
        }

        return column switch
        {
            NumberColumn numbers => numbers.Values[row],
            IntegerColumn integers => integers.Values[row],
            BooleanColumn booleans => booleans.Values[row],
            _ => Shorten(column.TextAt(row)!),
        };
    }

    private static string Shorten(string text) =>
        text.Length <= TextShown ? text : text[..(char.IsHighSurrogate(text[TextShown - 2]) ? TextShown - 2 : TextShown - 1)] + "…";
}
