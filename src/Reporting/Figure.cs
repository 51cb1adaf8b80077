using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>
/// A figure as Plotly JSON: made by a factory named after its kind, then titled. Notebook front ends that know Plotly
/// draw it live; <c>nbrun</c> adds the picture. Give it a title that states the point, and axes with units:
/// <c>Figure.Histogram(("liked", liked), ("disliked", disliked)).Title("Liked songs are slower").XAxis("tempo", "BPM")</c>.
/// </summary>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = [MimeTypes.Plotly, MimeTypes.Text])]
public sealed partial class Figure : IRenderable
{
    private readonly List<string> notes = [];
    private readonly List<string> facts = [];
    private string title = "";
    private string? subtitle;
    private bool fromData = true;

    private Figure(string kind) => Kind = kind;

    internal string Kind { get; }

    internal List<JsonObject> Traces { get; } = [];

    internal FigureAxis X { get; } = new();

    internal FigureAxis Y { get; } = new();

    internal List<FigureLine> Lines { get; } = [];

    internal int PlotHeight { get; private set; } = 330;

    internal List<FigureMark> Marks { get; } = [];

    /// <summary>Names of items, written above them and chosen so that they do not meet.</summary>
    internal List<FigureMark> Names { get; } = [];

    /// <summary>How plotly.js puts bars of several series: "group", "overlay" or "stack".</summary>
    internal string BarMode { get; private set; } = "group";

    /// <summary>Whether both axes run from 0 to 1 and the drawing area is a square.</summary>
    internal bool IsSquare { get; private init; }

    /// <summary>How much of the width the drawing area takes; what stands beside it takes the rest.</summary>
    internal double WidthShare { get; private init; } = 1;

    /// <summary>The panels of small multiples; empty for a figure of one panel.</summary>
    internal List<Figure> Panels { get; } = [];

    internal int PanelColumns { get; private init; } = 1;

    internal string TitleText => title;

    internal string? SubtitleText => subtitle;

    /// <summary>The lines of small print, the sample's mark first.</summary>
    internal IEnumerable<string> SmallPrint => (IsMarked ? [DataKind.SampleMark] : Array.Empty<string>()).Concat(notes).Concat(Panels.SelectMany(panel => panel.notes)).Distinct();

    private bool IsMarked => fromData && DataKind.IsSample;

    /// <summary>Sets the title; the best one states the point the figure makes.</summary>
    public Figure Title(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        title = text;
        return this;
    }

    /// <summary>Sets the line below the title, for what was measured and how.</summary>
    public Figure Subtitle(string text)
    {
        subtitle = text;
        return this;
    }

    /// <summary>Adds a remark in small print.</summary>
    public Figure Note(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        notes.Add(text);
        return this;
    }

    /// <summary>Names the horizontal axis.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="unit">Its unit, written in brackets; null where there is none.</param>
    /// <param name="percent">Writes shares of 0 to 1 as percentages.</param>
    public Figure XAxis(string title, string? unit = null, bool percent = false) => Name(X, title, unit, percent);

    /// <summary>Names the vertical axis.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="unit">Its unit, written in brackets; null where there is none.</param>
    /// <param name="percent">Writes shares of 0 to 1 as percentages.</param>
    public Figure YAxis(string title, string? unit = null, bool percent = false) => Name(Y, title, unit, percent);

    /// <summary>Shows only this part of the horizontal axis.</summary>
    public Figure XRange(double from, double to) => Limit(X, from, to);

    /// <summary>Shows only this part of the vertical axis.</summary>
    public Figure YRange(double from, double to) => Limit(Y, from, to);

    /// <summary>Makes the horizontal axis logarithmic; values must be above 0.</summary>
    public Figure XLogarithmic()
    {
        X.Logarithmic = true;
        return this;
    }

    /// <summary>Makes the vertical axis logarithmic; values must be above 0.</summary>
    public Figure YLogarithmic()
    {
        Y.Logarithmic = true;
        return this;
    }

    /// <summary>Draws a dashed vertical line, such as a threshold or a baseline's score.</summary>
    public Figure VerticalLine(double x, string? label = null) => AddLine(new FigureLine(true, x, label));

    /// <summary>Draws a dashed horizontal line, such as the share that guessing would reach.</summary>
    public Figure HorizontalLine(double y, string? label = null) => AddLine(new FigureLine(false, y, label));

    /// <summary>Sets the height of the drawing area, without titles.</summary>
    /// <param name="pixels">100 to 3000.</param>
    public Figure Height(int pixels)
    {
        Throw.IfOutside(pixels, 100, 3000);
        PlotHeight = pixels;
        return this;
    }

    /// <summary>Declares that nothing here was computed from the data folder, so that the sample's mark is left out.</summary>
    public Figure NotFromData()
    {
        fromData = false;
        return this;
    }

    /// <summary>The figure as Plotly JSON: one object with data, layout and config.</summary>
    public string ToJson() => ToJsonObject().ToJsonString();

    /// <summary>
    /// The figure in words and numbers, without scripts: its titles, what its axes show, and the drawn data as a table.
    /// </summary>
    public string ToHtml() => FigureHtml.Fragment(this);

    /// <summary>A whole HTML page that draws the figure with plotly.js; opening it fetches that one file from a public server.</summary>
    public string ToPage() => FigureHtml.Page(this);

    /// <summary>What the figure shows, in a few lines.</summary>
    public string ToText()
    {
        List<string> lines = [$"[{Kind}] {title}".TrimEnd()];
        if (subtitle is not null)
        {
            lines.Add(subtitle);
        }

        lines.AddRange(SmallPrint);
        if (Panels.Count == 0)
        {
            lines.Add(DescribeAxes());
            lines.AddRange(facts);
        }

        foreach (Figure panel in Panels)
        {
            lines.Add($"{panel.title}: {panel.DescribeAxes()}");
            lines.AddRange(panel.facts.Select(fact => "  " + fact));
        }

        return string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" ")));
    }

    /// <summary>The figure as text.</summary>
    public override string ToString() => ToText();

    internal JsonObject ToJsonObject() => new()
    {
        ["data"] = FigureLayout.Data(this),
        ["layout"] = FigureLayout.Layout(this),
        ["config"] = new JsonObject { ["displaylogo"] = false, ["responsive"] = true },
    };

    private static Figure NameAxes(Figure figure, string x, string y)
    {
        figure.X.Title = x;
        figure.Y.Title = y;
        return figure;
    }

    private string DescribeAxes() => string.Join(
        "; ",
        new[] { ("x", X), ("y", Y) }.Where(axis => axis.Item2.Title.Length > 0).Select(axis => $"{axis.Item1}: {axis.Item2.Describe()}"));

    private Figure Name(FigureAxis axis, string text, string? unit, bool percent)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        axis.Title = text;
        axis.Unit = unit;
        axis.Percent = percent;
        axis.Integers &= !percent;
        return this;
    }

    private Figure Limit(FigureAxis axis, double from, double to)
    {
        if (!(double.IsFinite(from) && double.IsFinite(to) && from < to))
        {
            throw new ArgumentException($"The range {from} to {to} is empty; allowed: two finite numbers, the lower one first.");
        }

        axis.Range = (from, to);
        return this;
    }

    private Figure AddLine(FigureLine line)
    {
        Throw.IfNotFinite([line.At], line.Vertical ? "x" : "y");
        Lines.Add(line);
        facts.Add($"line at {(line.Vertical ? "x" : "y")} = {FigureJson.Write(line.At)}{(line.Label is null ? "" : ": " + line.Label)}");
        return this;
    }
}
