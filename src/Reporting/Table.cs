using System.Globalization;

namespace MusicRec.Reporting;

/// <summary>
/// Rows for showing: numbers stand right and with equal decimals, the best value of a column can be marked, a caption
/// above and notes below. Renders as HTML without scripts, readable on light and dark pages, and as aligned text.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class Table : IRenderable
{
    private readonly TableColumn[] columns;
    private readonly List<object?[]> rows = [];
    private readonly List<string> notes = [];
    private string? caption;
    private int rowsShown = 200;
    private bool fromData = true;

    /// <summary>An empty table with these column headers.</summary>
    /// <exception cref="ArgumentException">There is no header, or two are the same.</exception>
    public Table(params string[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Throw.IfEmpty(headers.Length, nameof(headers));
        columns = [.. headers.Select(header => new TableColumn(header))];
        string? twice = headers.GroupBy(header => header, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"The header '{twice}' stands twice; headers must differ.", nameof(headers));
        }
    }

    /// <summary>Number of rows, shown or not.</summary>
    public int RowCount => rows.Count;

    /// <summary>A table with one row per item: each column is a header and how to get the value from the item.</summary>
    public static Table Of<T>(IEnumerable<T> items, params (string Header, Func<T, object?> Value)[] columns)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(columns);
        Table table = new([.. columns.Select(column => column.Header)]);
        foreach (T item in items)
        {
            table.Row([.. columns.Select(column => column.Value(item))]);
        }

        return table;
    }

    /// <summary>Adds a row of one value per column: numbers, texts, truth values, or null (and NaN) for missing.</summary>
    /// <exception cref="ArgumentException">There are not as many values as columns.</exception>
    public Table Row(params object?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != columns.Length)
        {
            throw new ArgumentException($"Row {rows.Count} has {values.Length} values; the table has {columns.Length} columns.", nameof(values));
        }

        rows.Add([.. values]);
        return this;
    }

    /// <summary>Writes the numbers of one column with a .NET format, such as <c>"0.000"</c>, <c>"P1"</c> or <c>"#,0"</c>.</summary>
    /// <exception cref="ArgumentException">There is no such column, or the format is not one for numbers.</exception>
    public Table Format(string header, string format)
    {
        try
        {
            _ = 0.5.ToString(format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Throw.Unknown("number format", format, ["0.000", "P1", "#,0", "G4"]);
        }

        Column(header).Format = format;
        return this;
    }

    /// <summary>Aligns one column; without this, numbers stand right and the rest left.</summary>
    public Table Align(string header, Alignment alignment)
    {
        Column(header).Alignment = alignment;
        return this;
    }

    /// <summary>Marks the best value of one column, in bold as HTML and with * as text; values that read alike share the mark.</summary>
    public Table Best(string header, Best best = Reporting.Best.Highest)
    {
        Column(header).Best = best;
        return this;
    }

    /// <summary>Sets the line above the table.</summary>
    public Table Caption(string text)
    {
        caption = text.Length == 0 ? null : text;
        return this;
    }

    /// <summary>Adds a line below the table.</summary>
    public Table Note(string text)
    {
        notes.Add(text);
        return this;
    }

    /// <summary>Shows at most this many rows (200 unless told) and says below how many there are.</summary>
    /// <param name="count">1 or more.</param>
    public Table ShowAtMost(int count)
    {
        Throw.IfBelow(count, 1);
        rowsShown = count;
        return this;
    }

    /// <summary>Declares that nothing here was computed from the data folder, so that the sample's mark is left out.</summary>
    public Table NotFromData()
    {
        fromData = false;
        return this;
    }

    /// <inheritdoc/>
    public string ToHtml() => TableHtml.Write(Render());

    /// <inheritdoc/>
    public string ToText() => TableText.Write(Render());

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    /// <summary>Colours the first character of each of a column's texts in HTML; one colour per row.</summary>
    internal Table ColourFirstCharacter(string header, string[] colours)
    {
        Column(header).FirstCharacterColours = colours;
        return this;
    }

    private RenderedTable Render()
    {
        object?[][] shown = [.. rows.Take(rowsShown)];
        RenderedColumn[] rendered = new RenderedColumn[columns.Length];
        for (int index = 0; index < columns.Length; index++)
        {
            (string[] texts, bool[] isBest, Alignment alignment) = columns[index].Render([.. shown.Select(row => row[index])]);
            rendered[index] = new RenderedColumn(columns[index].Header, texts, isBest, alignment, columns[index].FirstCharacterColours);
        }

        List<string> lines = [.. notes];
        if (rows.Count > shown.Length)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The first {shown.Length:#,0} of {rows.Count:#,0} rows."));
        }

        string? mark = fromData && DataKind.IsSample ? DataKind.SampleMark : null;
        return new RenderedTable(caption, mark, rendered, shown.Length, lines);
    }

    private TableColumn Column(string header)
    {
        TableColumn? column = columns.FirstOrDefault(candidate => candidate.Header == header);
        if (column is null)
        {
            Throw.Unknown("column", header, columns.Select(candidate => candidate.Header));
        }

        return column;
    }
}
