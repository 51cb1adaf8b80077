using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <content>A few things that are called by name, by two measures: accuracy against popularity bias, accuracy against time.</content>
public sealed partial class Figure
{
    private const int MostNamedPoints = 60;

    /// <summary>One point per named thing, its name beside it where there is room (else on hover), with an error bar upwards and downwards where given.</summary>
    /// <param name="points">
    /// 1 to 60 things with different names: where each stands, and the ends of its interval of y (or null for both), low ≤ y ≤ high; say in the subtitle
    /// what the interval is.
    /// </param>
    /// <param name="logarithmicX">Whether the horizontal axis is logarithmic; x must then be above 0.</param>
    /// <param name="isTimeX">Whether x is a measured time in seconds, which differs from run to run: the text writes its unit, and leaves out what depends on where points stand.</param>
    public static Figure NamedPoints(IEnumerable<(string Name, double X, double Y, double? Low, double? High)> points, bool logarithmicX = false, bool isTimeX = false)
    {
        (string Name, double X, double Y, double? Low, double? High)[] all = [.. points];
        Throw.IfOutside(all.Length, 1, MostNamedPoints, "the number of points");
        CheckNamedPoints(all, logarithmicX);
        Figure figure = NameAxes(new Figure("named points"), "x", "y");
        figure.X.Logarithmic = logarithmicX;
        (figure.X.Grid, figure.Y.Grid) = (true, true);
        figure.PlotHeight = 460;
        double[] across = [.. all.Select(point => logarithmicX ? FigureAxis.Log10(point.X) : point.X)];
        (double left, double right) = Widen(across, 0.12);
        (double bottom, double top) = Widen([.. all.SelectMany(point => new[] { point.Y, point.Low ?? point.Y, point.High ?? point.Y })], 0.06);
        figure.X.Range = logarithmicX ? (Numerics.Elementary.Exp(left * 2.302585092994046), Numerics.Elementary.Exp(right * 2.302585092994046)) : (left, right);
        figure.Y.Range = (bottom, top);
        if (logarithmicX)
        {
            figure.X.Ticks = FigureAxis.LogarithmicTicks(all.Min(point => point.X), all.Max(point => point.X));
        }

        string?[] sides = LabelPlacement.Place(
            [.. all.Select((point, place) => (point.Name, (across[place] - left) / (right - left), (point.Y - bottom) / (top - bottom)))], FigureTheme.Width - 100, figure.PlotHeight);
        figure.Traces.Add(NamedTrace(all, sides));
        figure.facts.AddRange(all.Select(point => $"{point.Name}: x {FigureJson.Write(point.X)}{(isTimeX ? " s" : "")}, y {FigureJson.Write(point.Y)}{(point.Low is double low && point.High is double high ? $" [{FigureJson.Write(low)}, {FigureJson.Write(high)}]" : "")}"));
        int hidden = sides.Count(side => side is null);
        if (hidden > 0 && !isTimeX)
        {
            figure.notes.Add($"{hidden} names stand too close to be written; they show when pointed at");
        }

        return figure;
    }

    private static void CheckNamedPoints((string Name, double X, double Y, double? Low, double? High)[] all, bool logarithmicX)
    {
        Throw.IfNotFinite([.. all.Select(point => point.X)], "x");
        Throw.IfNotFinite([.. all.Select(point => point.Y)], "y");
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach ((string name, double x, double y, double? low, double? high) in all)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            if (!names.Add(name))
            {
                throw new ArgumentException($"Two points are named '{name}'; names must differ.", nameof(all));
            }

            if (logarithmicX)
            {
                Throw.IfNotPositive(x, $"x of '{name}'");
            }

            if (low is null != high is null || !((low ?? y) <= y && y <= (high ?? y) && double.IsFinite(low ?? y) && double.IsFinite(high ?? y)))
            {
                throw new ArgumentException($"The interval of '{name}' is {low} to {high} around {y}; allowed: finite numbers, low ≤ y ≤ high, or null for both.", nameof(all));
            }
        }
    }

    private static (double Low, double High) Widen(double[] values, double share)
    {
        double low = values.Min(), high = values.Max(), room = high > low ? share * (high - low) : Math.Max(1e-6, Math.Abs(high) * share);
        return (low - room, high + room);
    }

    private static JsonObject NamedTrace((string Name, double X, double Y, double? Low, double? High)[] all, string?[] sides)
    {
        JsonObject trace = new()
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["name"] = "",
            ["x"] = FigureJson.Numbers(all.Select(point => point.X), "x"),
            ["y"] = FigureJson.Numbers(all.Select(point => point.Y), "y"),
            ["text"] = new JsonArray([.. all.Select((point, place) => (JsonNode)(sides[place] is null ? "" : FigureJson.Escape(point.Name)))]),
            ["customdata"] = FigureJson.Texts(all.Select(point => point.Name)),
            ["textposition"] = new JsonArray([.. sides.Select(side => (JsonNode)(side ?? "middle right"))]),
            ["textfont"] = new JsonObject { ["size"] = 13, ["color"] = FigureTheme.Text },
            ["cliponaxis"] = false,
            ["marker"] = new JsonObject { ["color"] = FigureTheme.Colour(0), ["size"] = 9, ["line"] = new JsonObject { ["width"] = 0.5, ["color"] = "#FFFFFF" } },
            ["hovertemplate"] = "<b>%{customdata}</b><br>%{x:.4~g}, %{y:.4~g}<extra></extra>",
        };
        if (all.Any(point => point.Low is not null))
        {
            trace["error_y"] = new JsonObject
            {
                ["type"] = "data",
                ["symmetric"] = false,
                ["array"] = FigureJson.Numbers(all.Select(point => (point.High ?? point.Y) - point.Y), "high"),
                ["arrayminus"] = FigureJson.Numbers(all.Select(point => point.Y - (point.Low ?? point.Y)), "low"),
                ["color"] = FigureTheme.Quiet,
                ["thickness"] = 1.2,
                ["width"] = 3,
            };
        }

        return trace;
    }
}
