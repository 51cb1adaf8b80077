using System.Globalization;
using System.Text.Json.Nodes;
using MusicRec.Numerics;

namespace MusicRec.Reporting;

/// <content>What a model predicts: precision and recall, predicted against true numbers, and how predictions go with one feature.</content>
public sealed partial class Figure
{
    private const int MostSingleRows = 50;
    private const string Grey = "#8C8C8C";

    /// <summary>Precision-recall curves in steps, with the share of class 1, which guessing reaches: what counts where that class is rare.</summary>
    /// <param name="baseRate">Share of the rows that are of class 1, above 0, at most 1.</param>
    /// <param name="curves">1 to 8 classifiers: recalls with their precisions, in order along the curve, and the average precision.</param>
    public static Figure PrecisionRecall(
        double baseRate, params IEnumerable<(string Name, double[] Recall, double[] Precision, double AveragePrecision)> curves)
    {
        (string Name, double[] Recall, double[] Precision, double AveragePrecision)[] all = [.. curves];
        return PrecisionRecall(baseRate, all, string.Create(CultureInfo.InvariantCulture, $"guessing ({baseRate:0.000})"), AveragePrecisionLabel);

        static string AveragePrecisionLabel(string name, int index, double average) => string.Create(CultureInfo.InvariantCulture, $"{name} (average precision {average:0.000})");
    }

    /// <summary>ROC curves and precision-recall curves of the same classifiers side by side, under one legend.</summary>
    /// <param name="baseRate">Share of the rows that are of class 1, above 0, at most 1.</param>
    /// <param name="curves">
    /// 1 to 8 classifiers: false and true positive rates from (0, 0) to (1, 1) and the area under them; recalls with their precisions and
    /// the average precision.
    /// </param>
    public static Figure RocAndPrecisionRecall(
        double baseRate,
        params IEnumerable<(string Name, double[] FalsePositiveRate, double[] TruePositiveRate, double Area, double[] Recall, double[] Precision, double AveragePrecision)> curves)
    {
        var all = curves.ToArray();
        Figure roc = Roc(all.Select(curve => (curve.Name, curve.FalsePositiveRate, curve.TruePositiveRate, curve.Area))).Title("ROC curve");
        Figure precision = PrecisionRecall(
            baseRate, [.. all.Select(curve => (curve.Name, curve.Recall, curve.Precision, curve.AveragePrecision))], "guessing", (name, index, average) =>
                string.Create(CultureInfo.InvariantCulture, $"{name} (area {all[index].Area:0.000}, average precision {average:0.000})")).Title("Precision and recall");
        for (int index = 0; index < all.Length; index++)
        {
            // The same words in both panels make one entry of the legend.
            roc.Traces[index]["name"] = (string?)precision.Traces[index]["name"];
        }

        roc.XAxis("false positive rate", "of class 0").YAxis("true positive rate", "of class 1");
        precision.XAxis("recall", "of class 1").YAxis("precision", "of those called 1");
        Figure figure = SmallMultiples([roc, precision], 2);
        roc.PlotHeight = precision.PlotHeight = FigureLayout.SquareOfTwo;
        return figure;
    }

    /// <summary>
    /// True against predicted numbers, one point per row, with the line on which they are equal and the mean true number of each twentieth of
    /// the rows, ordered by prediction: a regressor that says what is to be expected has these means on the line.
    /// </summary>
    /// <param name="targets">The true numbers, two or more, finite.</param>
    /// <param name="predicted">As many predictions, of models that had not seen the rows.</param>
    /// <param name="names">What to say when the mouse is over a point; null: nothing.</param>
    public static Figure TrueAgainstPredicted(double[] targets, double[] predicted, string[]? names = null)
    {
        Throw.IfLengthsDiffer(targets.Length, nameof(targets), predicted.Length, nameof(predicted));
        Throw.IfBelow(targets.Length, 2, "the number of rows");
        Throw.IfNotFinite(targets);
        Throw.IfNotFinite(predicted);
        double low = Math.Min(targets.Min(), predicted.Min()), high = Math.Max(targets.Max(), predicted.Max()), room = 0.02 * (high - low);
        Figure figure = Scatter(new Figure("true against predicted") { IsSquare = true, WidthShare = FigureLayout.SquareWidth }, predicted, targets, names, null, null);
        NameAxes(figure, "predicted", "true");
        figure.PlotHeight = 460;
        JsonObject points = figure.Traces[0];
        points["name"] = "rows";
        points["marker"]!["color"] = FigureTheme.Colour(5);
        points["marker"]!["symbol"] = FigureTheme.Symbol(0);
        if (room > 0)
        {
            figure.X.Range = figure.Y.Range = (low - room, high + room);
        }

        figure.Traces.Add(Diagonal("equal", low, high));
        int[] order = [.. Enumerable.Range(0, targets.Length).OrderBy(row => predicted[row]).ThenBy(row => row)];
        int bins = Math.Min(20, targets.Length);
        double[] means = new double[bins], places = new double[bins];
        for (int bin = 0; bin < bins; bin++)
        {
            int from = (int)((long)bin * order.Length / bins), to = (int)((long)(bin + 1) * order.Length / bins);
            means[bin] = order[from..to].Average(row => targets[row]);
            places[bin] = order[from..to].Average(row => predicted[row]);
        }

        figure.AddSeries(new Series("mean of a twentieth of the rows", places, means), 1, markers: true);
        figure.Y.Grid = true;
        figure.X.Grid = true;
        return figure;
    }

    /// <summary>
    /// The mean prediction when one feature is set to each value (partial dependence), with thin lines for single rows (individual
    /// conditional expectation; Goldstein et al. 2015): where they cross or fan out, what the feature does depends on others.
    /// </summary>
    /// <param name="grid">The values the feature was set to, rising.</param>
    /// <param name="means">The mean prediction at each.</param>
    /// <param name="individual">What is predicted for each row at each value, [rows, values]; of more than 50 rows evenly spaced ones are drawn, which small print says.</param>
    /// <param name="centred">Whether every line starts at 0, which shows changes where levels differ much.</param>
    public static Figure PartialDependence(double[] grid, double[] means, Matrix individual, bool centred = false)
    {
        Throw.IfEmpty(grid.Length, nameof(grid));
        Throw.IfLengthsDiffer(grid.Length, nameof(grid), means.Length, nameof(means));
        Throw.IfLengthsDiffer(grid.Length, nameof(grid), individual.Columns, $"{nameof(individual)}'s columns");
        Throw.IfEmpty(individual.Rows, nameof(individual));
        Throw.IfNotFinite(grid);
        Throw.IfNotFinite(means);
        Throw.IfNotFinite(individual.Values, nameof(individual));
        for (int value = 1; value < grid.Length; value++)
        {
            if (grid[value] <= grid[value - 1])
            {
                Throw.OutOfRange($"{nameof(grid)}[{value}]", grid[value], $"above {grid[value - 1]}, the value before it");
            }
        }

        Figure figure = NameAxes(new Figure("partial dependence"), "feature", centred ? "change of the prediction" : "prediction");
        figure.Y.Grid = true;
        int[] drawn = Thin([.. Enumerable.Range(0, individual.Rows)], MostSingleRows);

        // One trace for all rows: a gap parts them.
        double[] x = [.. drawn.SelectMany(_ => grid.Append(double.NaN))];
        double[] y = [.. drawn.SelectMany(row => individual.Row(row).ToArray().Select(value => value - (centred ? individual[row, 0] : 0)).Append(double.NaN))];
        figure.Traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = "single rows",
            ["x"] = FigureJson.Numbers(x, nameof(grid)),
            ["y"] = FigureJson.Numbers(y, nameof(individual)),
            ["line"] = new JsonObject { ["color"] = "rgba(140,140,140,0.35)", ["width"] = 1 },
            ["connectgaps"] = false,
            ["hoverinfo"] = "skip",
        });
        if (drawn.Length < individual.Rows)
        {
            figure.notes.Add(string.Create(CultureInfo.InvariantCulture, $"{drawn.Length:#,0} of {individual.Rows:#,0} single rows drawn, evenly spaced"));
        }

        figure.AddSeries(new Series("mean of all rows", grid, [.. means.Select(mean => mean - (centred ? means[0] : 0))]), 0, grid.Length <= 30);
        return figure;
    }

    private static Figure PrecisionRecall(
        double baseRate, (string Name, double[] Recall, double[] Precision, double AveragePrecision)[] all, string guessing, Func<string, int, double, string> write)
    {
        Throw.IfOutside(all.Length, 1, FigureTheme.MostSeries, "the number of curves");
        Throw.IfNotPositive(baseRate);
        Throw.IfOutside(baseRate, 0, 1);
        Figure figure = Square("precision-recall curve", "recall", "precision");
        for (int index = 0; index < all.Length; index++)
        {
            (string name, double[] recall, double[] precision, double average) = all[index];
            CheckShares(recall, $"{name}.Recall");
            CheckShares(precision, $"{name}.Precision");
            Throw.IfOutside(average, 0, 1, $"{name}.AveragePrecision");
            string label = write(name, index, average);
            Throw.IfLengthsDiffer(recall.Length, $"{name}.Recall", precision.Length, $"{name}.Precision");
            int[] corners = Thin([.. Enumerable.Range(0, recall.Length).Where(IsCorner)], MostLinePoints);
            figure.AddSeries(new Series(label, [.. corners.Select(point => recall[point])], [.. corners.Select(point => precision[point])]), index, markers: false);
            figure.facts[^1] = label;
            if (corners.Length == MostLinePoints)
            {
                figure.notes.Add(string.Create(CultureInfo.InvariantCulture, $"curves of more points are drawn with {MostLinePoints:#,0}, evenly spaced"));
            }

            // Within one recall the curve only goes down or up: its ends say all.
            bool IsCorner(int point) => point == 0 || point == recall.Length - 1 || recall[point] != recall[point - 1] || recall[point] != recall[point + 1];

            // Steps, because precision between two points of the curve is not on the line between them.
            figure.Traces[^1]["line"]!["shape"] = "hv";
        }

        figure.Traces.Add(Reference(guessing, (0, 1), (baseRate, baseRate)));
        figure.facts.Add(string.Create(CultureInfo.InvariantCulture, $"guessing: {baseRate:0.000}"));
        return figure;
    }

    private static JsonObject Diagonal(string name, double from = 0, double to = 1) => Reference(name, (from, to), (from, to));

    private static JsonObject Reference(string name, (double From, double To) x, (double From, double To) y) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = name,
        ["x"] = FigureJson.Numbers([x.From, x.To], name),
        ["y"] = FigureJson.Numbers([y.From, y.To], name),
        ["line"] = new JsonObject { ["color"] = Grey, ["width"] = 1.5, ["dash"] = "dot" },
        ["hoverinfo"] = "skip",
    };
}
