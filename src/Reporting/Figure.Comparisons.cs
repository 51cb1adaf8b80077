using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <content>Numbers side by side: bars and intervals.</content>
public sealed partial class Figure
{
    /// <summary>One bar per label.</summary>
    /// <param name="labels">1 to 60 labels, all different.</param>
    /// <param name="values">One finite number per label.</param>
    /// <param name="errors">Half the length of each error bar, 0 or more; say in the subtitle what it is. Null: none.</param>
    /// <param name="horizontal">Lays the bars down, first label at the top; better for long labels.</param>
    /// <param name="ordered">Puts the highest value first instead of keeping the order given.</param>
    /// <param name="format">A format of plotly.js (d3), such as ".2f" or ".1%", to write the values beside the bars; null: not written.</param>
    public static Figure Bar(string[] labels, double[] values, double[]? errors = null, bool horizontal = false, bool ordered = false, string? format = null)
    {
        Throw.IfLengthsDiffer(labels.Length, nameof(labels), values.Length, nameof(values));
        Throw.IfOutside(labels.Length, 1, 60, "the number of labels");
        Throw.IfNotFinite(values);
        CheckErrors(errors, values.Length);
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        if (ordered)
        {
            order = [.. order.OrderByDescending(index => values[index])];
        }

        string[] orderedLabels = [.. order.Select(index => labels[index])];
        Figure figure = BarFigure("bar chart", orderedLabels, horizontal, 1);
        JsonObject trace = BarTrace(horizontal ? figure.Y : figure.X, "", [.. order.Select(index => values[index])], orderedLabels, horizontal, 0, format);
        if (errors is not null)
        {
            trace[horizontal ? "error_x" : "error_y"] = ErrorBars([.. order.Select(index => errors[index])]);
            if (format is not null)
            {
                trace["textposition"] = "inside";
                trace["insidetextanchor"] = "start";
            }
        }

        else if (format is not null)
        {
            LeaveRoomForValues(horizontal ? figure.X : figure.Y, values);
        }

        figure.Traces.Add(trace);
        figure.facts.AddRange(order.Select(index => $"{labels[index]}: {FigureJson.Write(values[index])}{(errors is null ? "" : " ± " + FigureJson.Write(errors[index]))}"));
        return figure;
    }

    // plotly.js fits the axis to the bars alone; values written beside them would run into the labels.
    private static void LeaveRoomForValues(FigureAxis axis, double[] values)
    {
        double low = Math.Min(0, values.Min()), high = Math.Max(0, values.Max()), room = 0.12 * (high - low);
        if (room > 0)
        {
            axis.Range = (low < 0 ? low - room : 0, high > 0 ? high + room : 0);
        }
    }

    /// <summary>Several bars per label, one for each series.</summary>
    /// <param name="labels">1 to 30 labels, all different.</param>
    /// <param name="series">1 to 6 series, each of one number per label; NaN leaves a gap.</param>
    public static Figure GroupedBar(string[] labels, params IEnumerable<(string Name, double[] Values)> series) =>
        GroupedBar(labels, [.. series.Select(one => (one.Name, one.Values, (double[]?)null))]);

    /// <summary>Several bars with error bars per label, one for each series.</summary>
    /// <param name="labels">1 to 30 labels, all different.</param>
    /// <param name="series">1 to 6 series, each of one number per label (NaN leaves a gap) and half the length of its error bar, 0 or more; say in the subtitle what it is.</param>
    public static Figure GroupedBar(string[] labels, params IEnumerable<(string Name, double[] Values, double[] Errors)> series) =>
        GroupedBar(labels, [.. series.Select(one => (one.Name, one.Values, (double[]?)one.Errors))]);

    private static Figure GroupedBar(string[] labels, (string Name, double[] Values, double[]? Errors)[] all)
    {
        Throw.IfOutside(labels.Length, 1, 30, "the number of labels");
        Throw.IfOutside(all.Length, 1, 6, "the number of series");
        Figure figure = BarFigure("grouped bar chart", labels, horizontal: false, all.Length);
        for (int index = 0; index < all.Length; index++)
        {
            (string name, double[] values, double[]? errors) = all[index];
            Throw.IfLengthsDiffer(labels.Length, nameof(labels), values.Length, name);
            CheckErrors(errors, values.Length);
            JsonObject trace = BarTrace(figure.X, name, values, labels, horizontal: false, index, null);
            if (errors is not null)
            {
                trace["error_y"] = ErrorBars(errors);
            }

            figure.Traces.Add(trace);
            figure.facts.Add($"{name}: {string.Join(", ", labels.Select((label, at) => $"{label} {FigureJson.Write(values[at])}{(errors is null ? "" : " ± " + FigureJson.Write(errors[at]))}"))}");
        }

        return figure;
    }

    /// <summary>A dot and an interval per label: how models compare, and how sure that is.</summary>
    /// <param name="intervals">1 to 40 intervals with different labels, each with low ≤ mean ≤ high; say in the subtitle what the interval is.</param>
    public static Figure Intervals(params IEnumerable<(string Label, double Mean, double Low, double High)> intervals)
    {
        (string Label, double Mean, double Low, double High)[] all = [.. intervals];
        Throw.IfOutside(all.Length, 1, 40, "the number of intervals");
        foreach ((string label, double mean, double low, double high) in all)
        {
            if (!(low <= mean && mean <= high && double.IsFinite(low) && double.IsFinite(high)))
            {
                throw new ArgumentException($"The interval of '{label}' is {low} to {high} around {mean}; allowed: finite numbers, low ≤ mean ≤ high.", nameof(intervals));
            }
        }

        Figure figure = NameAxes(new Figure("interval plot"), "value", "");
        figure.Categorise(figure.Y, all.Select(interval => interval.Label), reversed: true);
        figure.X.Grid = true;
        figure.PlotHeight = (36 * all.Length) + 50;
        figure.Traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["name"] = "",
            ["x"] = FigureJson.Numbers(all.Select(interval => interval.Mean), nameof(intervals)),
            ["y"] = figure.Y.Labels(all.Select(interval => interval.Label)),
            ["marker"] = new JsonObject { ["size"] = 11, ["color"] = FigureTheme.Blue },
            ["error_x"] = new JsonObject
            {
                ["type"] = "data",
                ["symmetric"] = false,
                ["array"] = FigureJson.Numbers(all.Select(interval => interval.High - interval.Mean), nameof(intervals)),
                ["arrayminus"] = FigureJson.Numbers(all.Select(interval => interval.Mean - interval.Low), nameof(intervals)),
                ["thickness"] = 2.5,
                ["width"] = 0,
                ["color"] = FigureTheme.Blue,
            },
            ["cliponaxis"] = false,
            ["hovertemplate"] = "%{y}: %{x:.4~g}<extra></extra>",
        });
        figure.facts.AddRange(all.Select(interval => $"{interval.Label}: {FigureJson.Write(interval.Mean)}, {FigureJson.Write(interval.Low)} to {FigureJson.Write(interval.High)}"));
        return figure;
    }

    private static Figure BarFigure(string kind, string[] labels, bool horizontal, int series)
    {
        Figure figure = horizontal ? NameAxes(new Figure(kind), "value", "") : NameAxes(new Figure(kind), "", "value");
        figure.Categorise(horizontal ? figure.Y : figure.X, labels, reversed: horizontal);
        FigureAxis values = horizontal ? figure.X : figure.Y;
        values.Grid = true;
        values.FromZero = true;
        if (horizontal)
        {
            figure.PlotHeight = (28 * labels.Length * series) + 40;
        }
        else
        {
            figure.FitLabelsBelow();
        }

        return figure;
    }

    private static JsonObject BarTrace(FigureAxis axis, string name, double[] values, string[] labels, bool horizontal, int series, string? format)
    {
        JsonArray categories = axis.Labels(labels);
        JsonArray numbers = FigureJson.Numbers(values, name.Length == 0 ? nameof(values) : name);
        JsonObject trace = new()
        {
            ["type"] = "bar",
            ["orientation"] = horizontal ? "h" : "v",
            ["name"] = FigureJson.Escape(name),
            ["x"] = horizontal ? numbers : categories,
            ["y"] = horizontal ? categories : numbers,
            ["marker"] = new JsonObject
            {
                ["color"] = name.Length == 0 ? FigureTheme.Tint(series) : FigureTheme.Colour(series),
                ["pattern"] = new JsonObject { ["shape"] = FigureTheme.Hatch(series), ["fgcolor"] = "#FFFFFF", ["size"] = 12, ["solidity"] = 0.12, ["fillmode"] = "overlay" },
            },
            ["hovertemplate"] = horizontal ? "%{y}: %{x:.4~g}<extra>%{fullData.name}</extra>" : "%{x}: %{y:.4~g}<extra>%{fullData.name}</extra>",
        };
        if (format is not null)
        {
            trace["texttemplate"] = $"%{{{(horizontal ? "x" : "y")}:{format}}}";
            trace["textposition"] = "outside";
            trace["textangle"] = 0;
            trace["cliponaxis"] = false;
            trace["textfont"] = new JsonObject { ["size"] = 13 };
        }

        if (name.Length == 0)
        {
            trace["width"] = 0.68;
        }

        return trace;
    }

    /// <summary>Breaks the labels below vertical columns into lines; where even single words do not fit, plotly.js turns them, which needs more height.</summary>
    private void FitLabelsBelow()
    {
        string[] labels = X.Categories!;
        int room = (FigureTheme.Width - 100) / labels.Length / 9;
        int longestWord = labels.SelectMany(label => label.Split(' ')).Max(word => word.Length);
        X.LabelWidth = longestWord <= room ? room : 34;
        int lines = labels.Max(label => FigureJson.Wrap(label, X.LabelWidth).Length);
        PlotHeight += longestWord <= room ? 18 * (lines - 1) : Math.Min(34, labels.Max(label => label.Length)) * 6;
    }

    private static JsonObject ErrorBars(double[] errors) => new()
    {
        ["type"] = "data",
        ["array"] = FigureJson.Numbers(errors, nameof(errors)),
        ["color"] = FigureTheme.Text,
        ["thickness"] = 1.6,
        ["width"] = 4,
    };

    private static void CheckErrors(double[]? errors, int length)
    {
        if (errors is not null)
        {
            Throw.IfLengthsDiffer(length, "values", errors.Length, nameof(errors));
            for (int index = 0; index < errors.Length; index++)
            {
                Throw.IfOutside(errors[index], 0, double.MaxValue, $"errors[{index}]");
            }
        }
    }
}
