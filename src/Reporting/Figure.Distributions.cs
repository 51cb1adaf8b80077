using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <content>How values are distributed: histograms and boxes.</content>
public sealed partial class Figure
{
    private const int MostOutliers = 60;

    /// <summary>How often which value occurs. Missing values (NaN) are left out and counted in small print.</summary>
    /// <param name="values">At least one finite number.</param>
    /// <param name="bins">Roughly how many bins, 1 to 200; 0 chooses by the rule of Freedman and Diaconis.</param>
    public static Figure Histogram(double[] values, int bins = 0) => Histogram([("", values)], bins, shares: false);

    /// <summary>The distributions of several groups over each other, as shares of each group, so that groups of unlike size compare.</summary>
    public static Figure Histogram(params IEnumerable<(string Name, double[] Values)> groups) => Histogram([.. groups], 0, shares: true);

    /// <summary>The distributions of several groups over each other.</summary>
    /// <param name="groups">1 to 3 groups, each of at least one finite number.</param>
    /// <param name="bins">Roughly how many bins, 1 to 200; 0 chooses by the rule of Freedman and Diaconis.</param>
    /// <param name="shares">True shows percentages of each group, false counts.</param>
    public static Figure Histogram(IReadOnlyList<(string Name, double[] Values)> groups, int bins, bool shares)
    {
        Throw.IfOutside(bins, 0, 200);
        Throw.IfOutside(groups.Count, 1, 3, "the number of groups");
        Figure figure = NameAxes(new Figure("histogram"), "value", shares ? "share of the group" : "count");
        figure.Y.Unit = shares ? "%" : null;
        figure.Y.FromZero = true;
        figure.BarMode = "overlay";
        (string Name, double[] Values)[] present = [.. groups.Select(group => (group.Name, figure.Present(group.Name, group.Values)))];
        double[] edges = Histogrammer.Edges([.. present.SelectMany(group => group.Values)], bins);
        for (int index = 0; index < present.Length; index++)
        {
            (string name, double[] values) = present[index];
            double[] counts = Histogrammer.Count(values, edges);
            double scale = shares ? 100.0 / values.Length : 1;
            figure.Traces.Add(index == 0
                ? FilledBins(name, edges, [.. counts.Select(count => count * scale)], shares)
                : BinOutline(name, edges, [.. counts.Select(count => count * scale)], index, shares));
        }

        return figure;
    }

    /// <summary>
    /// The spread of several groups: the box holds the middle half, its line is the median, the dashed one the mean; whiskers reach to the
    /// last value within 1.5 box lengths (Tukey), values beyond are dots. Missing values (NaN) are left out and counted in small print.
    /// </summary>
    /// <param name="groups">1 to 40 groups, each of at least one finite number.</param>
    public static Figure Box(params IEnumerable<(string Name, double[] Values)> groups)
    {
        (string Name, double[] Values)[] all = [.. groups];
        Throw.IfOutside(all.Length, 1, 40, "the number of groups");
        Figure figure = NameAxes(new Figure("box plot"), "value", "");
        figure.Categorise(figure.Y, all.Select(group => group.Name), reversed: true);
        figure.X.Grid = true;
        figure.PlotHeight = (46 * all.Length) + 40;
        for (int index = 0; index < all.Length; index++)
        {
            figure.Traces.Add(figure.BoxTrace(all[index].Name, figure.Present(all[index].Name, all[index].Values)));
        }

        return figure;
    }

    private static JsonObject FilledBins(string name, double[] edges, double[] heights, bool shares)
    {
        double width = edges[1] - edges[0];
        return new JsonObject
        {
            ["type"] = "bar",
            ["name"] = FigureJson.Escape(name),
            ["x"] = FigureJson.Numbers(edges[..^1].Select(edge => edge + (width / 2)), nameof(edges)),
            ["y"] = FigureJson.Numbers(heights, nameof(heights)),
            ["width"] = FigureJson.Round(width),
            ["marker"] = new JsonObject { ["color"] = FigureTheme.Tint(0), ["line"] = new JsonObject { ["color"] = "#FFFFFF", ["width"] = 1 } },
            ["hovertemplate"] = FormattableString.Invariant($"%{{x:.4~g}} ± {FigureJson.Round(width / 2)}: %{{y:.4~g}}{(shares ? " %" : "")}<extra>%{{fullData.name}}</extra>"),
        };
    }

    /// <summary>Groups after the first are drawn as outlines: two fills over each other make a third colour that stands for nothing.</summary>
    private static JsonObject BinOutline(string name, double[] edges, double[] heights, int series, bool shares) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = FigureJson.Escape(name),
        ["x"] = FigureJson.Numbers([edges[0], .. edges, edges[^1]], nameof(edges)),
        ["y"] = FigureJson.Numbers([0, .. heights, heights[^1], 0], nameof(heights)),
        ["line"] = new JsonObject { ["color"] = FigureTheme.Colour(series), ["width"] = 2.5, ["shape"] = "hv", ["dash"] = series == 1 ? "solid" : "dash" },
        ["hovertemplate"] = $"from %{{x:.4~g}}: %{{y:.4~g}}{(shares ? " %" : "")}<extra>%{{fullData.name}}</extra>",
    };

    private JsonObject BoxTrace(string name, double[] values)
    {
        double[] sorted = [.. values.Order()];
        double first = Histogrammer.Quantile(sorted, 0.25);
        double third = Histogrammer.Quantile(sorted, 0.75);
        double reach = 1.5 * (third - first);
        double[] outliers = [.. sorted.Where(value => value < first - reach || value > third + reach)];
        double[] drawn = Thin(outliers, MostOutliers);
        if (drawn.Length < outliers.Length)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {drawn.Length} of {outliers.Length:#,0} outlying values drawn"));
        }

        JsonObject trace = new()
        {
            ["type"] = "box",
            ["orientation"] = "h",
            ["name"] = FigureJson.Escape(name),
            ["showlegend"] = false,
            ["y"] = new JsonArray(Y.Label(name)),
            ["q1"] = new JsonArray(FigureJson.Number(first)),
            ["median"] = new JsonArray(FigureJson.Number(Histogrammer.Quantile(sorted, 0.5))),
            ["q3"] = new JsonArray(FigureJson.Number(third)),
            ["lowerfence"] = new JsonArray(FigureJson.Number(sorted.First(value => value >= first - reach))),
            ["upperfence"] = new JsonArray(FigureJson.Number(sorted.Last(value => value <= third + reach))),
            ["mean"] = new JsonArray(FigureJson.Number(values.Average())),
            ["boxpoints"] = drawn.Length > 0 ? "outliers" : false,
            ["boxmean"] = true,
            ["width"] = 0.5,
            ["line"] = new JsonObject { ["color"] = FigureTheme.Blue, ["width"] = 1.8 },
            ["fillcolor"] = FigureTheme.Translucent(0, 0.18),
            ["marker"] = new JsonObject { ["size"] = 4, ["opacity"] = 0.55, ["color"] = FigureTheme.Blue },
        };
        if (drawn.Length > 0)
        {
            trace["x"] = new JsonArray(FigureJson.Numbers(drawn, name));
        }

        return trace;
    }

    /// <summary>The values that are not missing; how many are is said in small print.</summary>
    private double[] Present(string name, double[] values)
    {
        double[] present = [.. values.Where(value => !double.IsNaN(value))];
        Throw.IfNotFinite(present, name.Length == 0 ? nameof(values) : name);
        Throw.IfEmpty(present.Length, name.Length == 0 ? nameof(values) : name);
        int missing = values.Length - present.Length;
        if (missing > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{(name.Length == 0 ? "" : name + ": ")}{missing:#,0} of {values.Length:#,0} values missing, left out"));
        }

        double[] sorted = [.. present.Order()];
        facts.Add($"{(name.Length == 0 ? "" : name + ": ")}{present.Length} values, {FigureJson.Write(sorted[0])} to {FigureJson.Write(sorted[^1])}, "
            + $"median {FigureJson.Write(Histogrammer.Quantile(sorted, 0.5))}, middle half {FigureJson.Write(Histogrammer.Quantile(sorted, 0.25))} to {FigureJson.Write(Histogrammer.Quantile(sorted, 0.75))}");
        return present;
    }

    private void Categorise(FigureAxis axis, IEnumerable<string> labels, bool reversed)
    {
        axis.Categories = [.. labels];
        axis.Reversed = reversed;
        string? twice = axis.Categories.GroupBy(label => label, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"The label '{twice}' stands twice in a {Kind}; labels must differ.");
        }
    }

    /// <summary>At most <paramref name="most"/> entries, evenly spaced, the first and the last among them.</summary>
    private static T[] Thin<T>(T[] values, int most) => values.Length <= most
        ? values
        : [.. Enumerable.Range(0, most).Select(index => values[(int)((long)index * (values.Length - 1) / (most - 1))])];
}
