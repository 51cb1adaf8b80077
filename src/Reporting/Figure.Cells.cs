using System.Text.Json.Nodes;
using MusicRec.Numerics;

namespace MusicRec.Reporting;

/// <content>Tables of coloured cells with the values written in them.</content>
public sealed partial class Figure
{
    private const int MostCells = 4_000;
    private const int MostWrittenColumns = 16;

    /// <summary>A table of coloured cells; values are written in the cells of tables of up to 16 columns.</summary>
    /// <param name="rows">Row labels, first at the top; all different.</param>
    /// <param name="columns">Column labels; all different.</param>
    /// <param name="values">[rows, columns], at most 4,000; NaN leaves a cell empty.</param>
    /// <param name="unit">What the values are, written at the colour bar.</param>
    /// <param name="format">A .NET number format for the values in the cells.</param>
    /// <param name="aroundZero">True colours values below and above 0 apart, white at 0; false lets the colour grow with the value.</param>
    /// <param name="strongestAt">The size from which on colours grow no stronger, so that small differences show beside large values; null for the largest value.</param>
    public static Figure HeatMap(
        IReadOnlyList<string> rows, IReadOnlyList<string> columns, Matrix values, string unit, string format = "0.00", bool aroundZero = false, double? strongestAt = null)
    {
        Throw.IfLengthsDiffer(rows.Count, nameof(rows), values.Rows, "values' rows");
        Throw.IfLengthsDiffer(columns.Count, nameof(columns), values.Columns, "values' columns");
        Throw.IfOutside(values.Values.Length, 1, MostCells, "the number of cells");
        double[] present = [.. values.Values.Where(value => !double.IsNaN(value))];
        Throw.IfNotFinite(present, nameof(values));
        Throw.IfEmpty(present.Length, "the cells that have a value");
        double largest = strongestAt ?? present.Max(Math.Abs), smallest = present.Min();
        if (!(double.IsFinite(largest) && largest > (aroundZero || strongestAt is null ? double.NegativeInfinity : smallest)))
        {
            Throw.OutOfRange(nameof(strongestAt), largest, $"a finite number above the smallest value, {smallest}");
        }

        (double Low, double High) range = aroundZero ? (-largest, largest) : (smallest, strongestAt ?? present.Max());
        return Cells("heat map", [.. rows], [.. columns], values, unit, format, aroundZero, range);
    }

    /// <summary>Frames one cell of a heat map or another table of cells, such as the best one; say in the subtitle what the frame means.</summary>
    /// <param name="row">Counted from 0 at the top.</param>
    /// <param name="column">Counted from 0 at the left.</param>
    /// <exception cref="InvalidOperationException">The figure has no cells.</exception>
    public Figure FrameCell(int row, int column)
    {
        if (!(X.OfCells && Y.OfCells))
        {
            throw new InvalidOperationException($"A {Kind} has no cells to frame; heat maps, correlations and confusion matrices have.");
        }

        Throw.IfOutside(row, 0, Y.Categories!.Length - 1);
        Throw.IfOutside(column, 0, X.Categories!.Length - 1);
        Frames.Add((row, column));
        facts.Add($"framed: {Y.Categories[row]} · {X.Categories[column]}");
        return this;
    }

    internal List<(int Row, int Column)> Frames { get; } = [];

    /// <summary>The frames as plotly.js's shapes; categories count from 0, a cell reaches half a place to each side.</summary>
    internal void AddFrames(JsonArray shapes, string number)
    {
        foreach ((int row, int column) in Frames)
        {
            shapes.Add(new JsonObject
            {
                ["type"] = "rect",
                ["xref"] = "x" + number,
                ["yref"] = "y" + number,
                ["x0"] = column - 0.47,
                ["x1"] = column + 0.47,
                ["y0"] = row - 0.45,
                ["y1"] = row + 0.45,
                ["line"] = new JsonObject { ["color"] = FigureTheme.Vermilion, ["width"] = 3 },
            });
        }
    }

    /// <summary>Correlations of columns with each other, from −1 (blue) over 0 (white) to 1 (vermilion).</summary>
    /// <param name="names">2 to 60 column names.</param>
    /// <param name="correlations">[names, names], each −1 to 1 or NaN.</param>
    public static Figure Correlations(IReadOnlyList<string> names, Matrix correlations)
    {
        Throw.IfOutside(names.Count, 2, 60, "the number of names");
        Throw.IfLengthsDiffer(names.Count, nameof(names), correlations.Rows, "correlations' rows");
        Throw.IfLengthsDiffer(names.Count, nameof(names), correlations.Columns, "correlations' columns");
        foreach (double value in correlations.Values.Where(value => !double.IsNaN(value)))
        {
            Throw.IfOutside(value, -1.0000001, 1.0000001, nameof(correlations));
        }

        return Cells("correlation heat map", [.. names], [.. names], correlations, "correlation", "0.00", aroundZero: true, (-1, 1));
    }

    private static Figure Cells(string kind, string[] rows, string[] columns, Matrix values, string unit, string format, bool aroundZero, (double Low, double High) range)
    {
        Figure figure = new(kind);
        string[]? texts = columns.Length > MostWrittenColumns
            ? null
            : [.. values.Values.Select(value => double.IsNaN(value) ? "" : value.ToString(format, System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−'))];
        figure.AddCells(rows, columns, values, texts, aroundZero ? FigureTheme.Diverging(texts is not null) : FigureTheme.Sequential(texts is not null), range);
        figure.Traces[0]["colorbar"]!["title"]!["text"] = FigureJson.Escape(unit);
        double[] sorted = [.. values.Values.Where(value => !double.IsNaN(value)).Order()];
        figure.facts.Add($"{rows.Length} × {columns.Length} cells, {unit} {FigureJson.Write(sorted[0])} to {FigureJson.Write(sorted[^1])}");
        return figure;
    }

    private void AddCells(string[] rows, string[] columns, Matrix values, string[]? texts, JsonArray colours, (double Low, double High) range)
    {
        Categorise(Y, rows, reversed: true);
        Categorise(X, columns, reversed: false);
        X.OfCells = true;
        Y.OfCells = true;
        PlotHeight = Math.Clamp(rows.Length * 34, 120, 1400);
        FitLabelsBelow();
        JsonArray z = [];
        JsonArray written = [];
        for (int row = 0; row < rows.Length; row++)
        {
            z.Add(FigureJson.Numbers(values.Row(row).ToArray(), "values"));
            if (texts is not null)
            {
                written.Add(new JsonArray([.. texts.Skip(row * columns.Length).Take(columns.Length).Select(text => (JsonNode)text)]));
            }
        }

        JsonObject trace = new()
        {
            ["type"] = "heatmap",
            ["name"] = "",
            ["x"] = X.Labels(columns),
            ["y"] = Y.Labels(rows),
            ["z"] = z,
            ["zmin"] = FigureJson.Number(range.Low),
            ["zmax"] = FigureJson.Number(range.High > range.Low ? range.High : range.Low + 1),
            ["colorscale"] = colours,
            ["xgap"] = 1,
            ["ygap"] = 1,
            ["hoverongaps"] = false,
            ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = "", ["side"] = "right", ["font"] = new JsonObject { ["size"] = 13 } }, ["thickness"] = 14, ["outlinewidth"] = 0, ["len"] = 1, ["tickfont"] = new JsonObject { ["size"] = 13 } },
            ["hovertemplate"] = "%{y} · %{x}: %{z:.4~g}<extra></extra>",
        };
        if (texts is not null)
        {
            trace["text"] = written;
            trace["texttemplate"] = "%{text}";
            trace["textfont"] = new JsonObject { ["size"] = 13, ["color"] = FigureTheme.Text };
        }

        Traces.Add(trace);
    }
}
