using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <content>How one number goes with another: lines, learning curves, scatters.</content>
public sealed partial class Figure
{
    private const int MostLinePoints = 1_000;
    private const int MostScatterPoints = 1_500;

    /// <summary>One line.</summary>
    public static Figure Line(double[] x, double[] y) => Line(new Series("", x, y));

    /// <summary>Several lines, each with an optional band; lines of up to 30 points show markers.</summary>
    /// <param name="series">1 to 8 series; of more than 1,000 points evenly spaced ones are drawn, which small print says.</param>
    public static Figure Line(params IEnumerable<Series> series)
    {
        Series[] all = [.. series];
        Throw.IfOutside(all.Length, 1, FigureTheme.MostSeries, "the number of series");
        Figure figure = NameAxes(new Figure("line chart"), "x", "y");
        figure.Y.Grid = true;
        for (int index = 0; index < all.Length; index++)
        {
            figure.AddSeries(all[index], index, all[index].X.Length <= 30);
        }

        return figure;
    }

    /// <summary>How a measure went from epoch to epoch, in training and in validation.</summary>
    /// <param name="training">The measure on the training rows after each epoch.</param>
    /// <param name="validation">The same on rows held out; as long as <paramref name="training"/>, or null.</param>
    /// <param name="measure">What is measured, such as "log loss".</param>
    /// <param name="bestEpoch">The epoch whose weights were kept, from 1; null: not shown.</param>
    public static Figure LearningCurves(double[] training, double[]? validation = null, string measure = "loss", int? bestEpoch = null)
    {
        double[] epochs = [.. Enumerable.Range(1, training.Length).Select(epoch => (double)epoch)];
        List<Series> series = [new("training", epochs, training)];
        if (validation is not null)
        {
            series.Add(new Series("validation", epochs, validation));
        }

        Figure figure = NameAxes(Line(series), "epoch", measure);
        figure.X.Integers = true;
        if (bestEpoch is int epoch)
        {
            Throw.IfOutside(epoch, 1, training.Length, nameof(bestEpoch));
            figure.VerticalLine(epoch, string.Create(CultureInfo.InvariantCulture, $"weights kept: epoch {epoch}"));
        }

        return figure;
    }

    /// <summary>How a measure went from epoch to epoch when training was repeated: the mean of the runs, and a band of one standard deviation to either side.</summary>
    /// <param name="measure">What is measured, such as "accuracy".</param>
    /// <param name="series">1 to 8 series of 2 runs or more, each run one number per epoch, all of one series equally long.</param>
    public static Figure LearningCurves(string measure, params IEnumerable<(string Name, IReadOnlyList<double[]> Runs)> series)
    {
        List<Series> bands = [];
        List<int> counts = [];
        foreach ((string name, IReadOnlyList<double[]> runs) in series)
        {
            Throw.IfBelow(runs.Count, 2, $"the number of runs of '{name}'");
            Throw.IfEmpty(runs[0].Length, $"{name}.Runs[0]");
            for (int run = 0; run < runs.Count; run++)
            {
                Throw.IfLengthsDiffer(runs[run].Length, $"{name}.Runs[{run}]", runs[0].Length, $"{name}.Runs[0]");
                Throw.IfNotFinite(runs[run], $"{name}.Runs[{run}]");
            }

            int[] epochs = [.. Enumerable.Range(0, runs[0].Length)];
            double[] means = [.. epochs.Select(epoch => runs.Average(run => run[epoch]))];
            double[] deviations = [.. epochs.Select(epoch => Math.Sqrt(runs.Sum(run => (run[epoch] - means[epoch]) * (run[epoch] - means[epoch])) / (runs.Count - 1)))];
            bands.Add(new Series(
                name, [.. epochs.Select(epoch => epoch + 1.0)], means, [.. means.Zip(deviations, (mean, deviation) => mean - deviation)], [.. means.Zip(deviations, (mean, deviation) => mean + deviation)]));
            counts.Add(runs.Count);
        }

        Figure figure = NameAxes(Line(bands), "epoch", measure);
        figure.X.Integers = true;
        figure.notes.Add($"lines: mean of {string.Join(" or ", counts.Distinct().Order())} runs; bands: ± 1 standard deviation");
        return figure;
    }

    /// <summary>One point per item.</summary>
    /// <param name="x">Where each item stands from left to right; items with NaN here or in <paramref name="y"/> are left out and counted.</param>
    /// <param name="y">Where it stands from bottom to top.</param>
    /// <param name="names">What to say when the mouse is over it; null: nothing.</param>
    /// <param name="groups">Which group it belongs to, at most 8; null: one group.</param>
    /// <param name="groupOrder">All groups in the order of legend and colours; null: alphabetical.</param>
    public static Figure Scatter(double[] x, double[] y, string[]? names = null, string[]? groups = null, string[]? groupOrder = null) =>
        Scatter(new Figure("scatter plot"), x, y, names, groups, groupOrder);

    private static Figure Scatter(Figure figure, double[] x, double[] y, string[]? names, string[]? groups, string[]? groupOrder)
    {
        Throw.IfLengthsDiffer(x.Length, nameof(x), y.Length, nameof(y));
        Throw.IfLengthsDiffer(x.Length, nameof(x), names?.Length ?? x.Length, nameof(names));
        Throw.IfLengthsDiffer(x.Length, nameof(x), groups?.Length ?? x.Length, nameof(groups));
        NameAxes(figure, "x", "y");
        int[] complete = [.. Enumerable.Range(0, x.Length).Where(index => !double.IsNaN(x[index]) && !double.IsNaN(y[index]))];
        Throw.IfEmpty(complete.Length, "the points that have both an x and a y");
        int[] drawn = Thin(complete, MostScatterPoints);
        if (complete.Length < x.Length)
        {
            figure.notes.Add(string.Create(CultureInfo.InvariantCulture, $"{x.Length - complete.Length:#,0} of {x.Length:#,0} items lack a value, left out"));
        }

        if (drawn.Length < complete.Length)
        {
            figure.notes.Add(string.Create(CultureInfo.InvariantCulture, $"{drawn.Length:#,0} of {complete.Length:#,0} points drawn, evenly spaced through the data"));
        }

        string[] present = groups is null ? [""] : [.. complete.Select(index => groups[index]).Distinct().Order(StringComparer.Ordinal)];
        if (groupOrder is not null)
        {
            string? unknown = present.FirstOrDefault(group => !groupOrder.Contains(group, StringComparer.Ordinal));
            if (unknown is not null)
            {
                Throw.Unknown("group", unknown, groupOrder);
            }

            present = [.. groupOrder.Where(group => present.Contains(group, StringComparer.Ordinal))];
        }

        Throw.IfOutside(present.Length, 1, FigureTheme.MostSeries, "the number of groups");
        for (int group = 0; group < present.Length; group++)
        {
            int[] members = groups is null ? drawn : [.. drawn.Where(index => groups[index] == present[group])];
            figure.Traces.Add(Points(present[group], group, members, drawn.Length, x, y, names));
            figure.facts.Add($"{(groups is null ? "" : present[group] + ": ")}{(groups is null ? complete.Length : complete.Count(index => groups[index] == present[group]))} points");
        }

        return figure;
    }

    private static JsonObject Points(string name, int group, int[] members, int total, double[] x, double[] y, string[]? names)
    {
        JsonObject trace = new()
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["name"] = FigureJson.Escape(name),
            ["x"] = FigureJson.Numbers(members.Select(index => x[index]), nameof(x)),
            ["y"] = FigureJson.Numbers(members.Select(index => y[index]), nameof(y)),
            ["marker"] = new JsonObject
            {
                ["color"] = FigureTheme.Colour(group),
                ["symbol"] = FigureTheme.Symbol(group),
                ["size"] = total > 1000 ? 5 : total > 200 ? 7 : 9,
                ["opacity"] = total > 1000 ? 0.5 : 0.75,
                ["line"] = new JsonObject { ["width"] = 0.5, ["color"] = "#FFFFFF" },
            },
            ["hovertemplate"] = (names is null ? "" : "<b>%{text}</b><br>") + "%{x:.4~g}, %{y:.4~g}<extra>%{fullData.name}</extra>",
        };
        if (names is not null)
        {
            trace["text"] = FigureJson.Texts(members.Select(index => names[index]));
            trace["hoverinfo"] = "text";
        }

        return trace;
    }

    private void AddSeries(Series series, int index, bool markers)
    {
        string name = series.Name.Length == 0 ? "y" : series.Name;
        Throw.IfEmpty(series.X.Length, name);
        Throw.IfLengthsDiffer(series.X.Length, $"{name}.X", series.Y.Length, $"{name}.Y");
        if (series.Low is null != series.High is null)
        {
            throw new ArgumentException($"The band of '{name}' has one edge; give both Low and High, or neither.", nameof(series));
        }

        int[] drawn = Thin([.. Enumerable.Range(0, series.X.Length)], MostLinePoints);
        if (drawn.Length < series.X.Length)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {drawn.Length:#,0} of {series.X.Length:#,0} points drawn, evenly spaced"));
        }

        if (series.Low is double[] low && series.High is double[] high)
        {
            Throw.IfLengthsDiffer(series.X.Length, $"{name}.X", low.Length, $"{name}.Low");
            Throw.IfLengthsDiffer(series.X.Length, $"{name}.X", high.Length, $"{name}.High");
            AddBand(series, index, drawn, low, high);
        }

        Traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = markers ? "lines+markers" : "lines",
            ["name"] = FigureJson.Escape(series.Name),
            ["x"] = FigureJson.Numbers(drawn.Select(point => series.X[point]), $"{name}.X"),
            ["y"] = FigureJson.Numbers(drawn.Select(point => series.Y[point]), $"{name}.Y"),
            ["line"] = new JsonObject { ["color"] = FigureTheme.Colour(index), ["width"] = 2.5, ["dash"] = FigureTheme.Dash(index) },
            ["marker"] = new JsonObject { ["symbol"] = FigureTheme.Symbol(index), ["size"] = 7, ["color"] = FigureTheme.Colour(index) },
            ["hovertemplate"] = "%{x:.4~g}: %{y:.4~g}<extra>%{fullData.name}</extra>",
        });
        double[] present = [.. series.Y.Where(value => !double.IsNaN(value))];
        facts.Add($"{(series.Name.Length == 0 ? "" : series.Name + ": ")}{series.X.Length} points, first {FigureJson.Write(series.Y[0])}, last {FigureJson.Write(series.Y[^1])}"
            + (present.Length == 0 ? "" : $", lowest {FigureJson.Write(present.Min())}, highest {FigureJson.Write(present.Max())}"));
    }

    private void AddBand(Series series, int index, int[] drawn, double[] low, double[] high)
    {
        foreach (bool upper in new[] { false, true })
        {
            double[] edge = upper ? high : low;
            JsonObject trace = new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = FigureJson.Escape(series.Name),
                ["showlegend"] = false,
                ["x"] = FigureJson.Numbers(drawn.Select(point => series.X[point]), $"{series.Name}.X"),
                ["y"] = FigureJson.Numbers(drawn.Select(point => edge[point]), $"{series.Name}.{(upper ? "High" : "Low")}"),
                ["line"] = new JsonObject { ["width"] = 0, ["color"] = FigureTheme.Colour(index) },
                ["hoverinfo"] = "skip",
            };
            if (upper)
            {
                trace["fill"] = "tonexty";
                trace["fillcolor"] = FigureTheme.Translucent(index, 0.18);
            }

            Traces.Add(trace);
        }
    }
}
