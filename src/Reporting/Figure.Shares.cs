using System.Globalization;
using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <content>What wholes are made of.</content>
public sealed partial class Figure
{
    // A smaller part of a column has no room for its share in writing.
    private const double SmallestWritten = 0.045;

    /// <summary>One column per label, cut into the shares of its parts; every column is 100 %. The parts are named beside the last column.</summary>
    /// <param name="labels">1 to 24 labels, all different; good ones say how many items a column stands for.</param>
    /// <param name="series">2 to 8 parts from the bottom up, each of one number of 0 or more per label (counts or shares), not all 0 for any label.</param>
    public static Figure StackedShares(string[] labels, params IEnumerable<(string Name, double[] Values)> series)
    {
        (string Name, double[] Values)[] all = [.. series];
        Throw.IfOutside(labels.Length, 1, 24, "the number of labels");
        Throw.IfOutside(all.Length, 2, FigureTheme.MostSeries, "the number of series");
        double[] totals = new double[labels.Length];
        foreach ((string name, double[] values) in all)
        {
            Throw.IfLengthsDiffer(labels.Length, nameof(labels), values.Length, name);
            for (int index = 0; index < labels.Length; index++)
            {
                Throw.IfOutside(values[index], 0, double.MaxValue, $"{name}[{index}]");
                totals[index] += values[index];
            }
        }

        for (int index = 0; index < labels.Length; index++)
        {
            Throw.IfNotPositive(totals[index], $"the sum of '{labels[index]}'");
        }

        Figure figure = NameAxes(new Figure("stacked shares") { WidthShare = 0.8, BarMode = "stack" }, "", "share");
        figure.Categorise(figure.X, labels, reversed: false);
        figure.Y.Percent = true;
        figure.Y.Range = (0, 1);
        figure.PlotHeight = 400;
        figure.FitLabelsBelow();
        double height = 0;
        for (int index = 0; index < all.Length; index++)
        {
            double[] shares = [.. all[index].Values.Zip(totals, (value, total) => value / total)];
            figure.Traces.Add(PartTrace(figure.X, all[index].Name, shares, labels, index));
            figure.Marks.Add(new FigureMark(all[index].Name, null, height + (shares[^1] / 2), FigureTheme.Tint(index)));
            height += shares[^1];
            figure.facts.Add($"{all[index].Name}: {string.Join(", ", labels.Zip(shares, (label, share) => string.Create(CultureInfo.InvariantCulture, $"{label} {100 * share:0.0} %")))}");
        }

        return figure;
    }

    private static JsonObject PartTrace(FigureAxis axis, string name, double[] shares, string[] labels, int series) => new()
    {
        ["type"] = "bar",
        ["name"] = FigureJson.Escape(name),
        ["showlegend"] = false,
        ["x"] = axis.Labels(labels),
        ["y"] = FigureJson.Numbers(shares, name),
        ["width"] = 0.86,
        ["marker"] = new JsonObject { ["color"] = FigureTheme.Tint(series), ["line"] = new JsonObject { ["color"] = "#FFFFFF", ["width"] = 1 } },
        ["text"] = new JsonArray([.. shares.Select(share => (JsonNode)(share < SmallestWritten ? "" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %")))]),
        ["textposition"] = "inside",
        ["insidetextanchor"] = "middle",
        ["textangle"] = 0,
        ["textfont"] = new JsonObject { ["size"] = 12, ["color"] = FigureTheme.TextOn(FigureTheme.Tint(series)) },
        ["hovertemplate"] = "%{x}: %{y:.1%}<extra>%{fullData.name}</extra>",
    };
}
