using System.Globalization;
using System.Text.Json.Nodes;
using MusicRec.Numerics;

namespace MusicRec.Reporting;

/// <content>How good a classifier is: ROC curves, calibration, confusion matrix.</content>
public sealed partial class Figure
{
    /// <summary>ROC curves with the line that guessing follows.</summary>
    /// <param name="curves">1 to 8 classifiers: false and true positive rates from (0, 0) to (1, 1), and the area under the curve.</param>
    public static Figure Roc(params IEnumerable<(string Name, double[] FalsePositiveRate, double[] TruePositiveRate, double Area)> curves)
    {
        (string Name, double[] FalsePositiveRate, double[] TruePositiveRate, double Area)[] all = [.. curves];
        Throw.IfOutside(all.Length, 1, FigureTheme.MostSeries, "the number of curves");
        Figure figure = Square("ROC curve", "false positive rate", "true positive rate");
        for (int index = 0; index < all.Length; index++)
        {
            (string name, double[] falseRate, double[] trueRate, double area) = all[index];
            CheckShares(falseRate, $"{name}.FalsePositiveRate");
            CheckShares(trueRate, $"{name}.TruePositiveRate");
            Throw.IfOutside(area, 0, 1, $"{name}.Area");
            string label = string.Create(CultureInfo.InvariantCulture, $"{name} (area {area:0.000})");
            figure.AddSeries(new Series(label, falseRate, trueRate), index, markers: false);
            figure.facts[^1] = label;
        }

        figure.Traces.Add(Diagonal("guessing"));
        return figure;
    }

    /// <summary>How often the predicted thing happened, for each level of predicted probability; a calibrated model follows the diagonal.</summary>
    /// <param name="curves">1 to 8 classifiers: mean prediction and observed share of each bin that holds rows, and how many it holds.</param>
    public static Figure Calibration(params IEnumerable<(string Name, IEnumerable<(double Predicted, double Observed, int Count)> Bins)> curves)
    {
        (string Name, IEnumerable<(double Predicted, double Observed, int Count)> Bins)[] all = [.. curves];
        Throw.IfOutside(all.Length, 1, FigureTheme.MostSeries, "the number of curves");
        Figure figure = Square("calibration plot", "predicted probability", "observed share");
        for (int index = 0; index < all.Length; index++)
        {
            string name = all[index].Name;
            (double Predicted, double Observed, int Count)[] bins = [.. all[index].Bins];
            double[] predicted = [.. bins.Select(bin => bin.Predicted)];
            double[] observed = [.. bins.Select(bin => bin.Observed)];
            int[] counts = [.. bins.Select(bin => bin.Count)];
            CheckShares(predicted, $"{name}.Predicted");
            CheckShares(observed, $"{name}.Observed");
            for (int bin = 0; bin < counts.Length; bin++)
            {
                Throw.IfBelow(counts[bin], 1, $"{name}.Bins[{bin}].Count");
            }

            figure.AddSeries(new Series(name, predicted, observed), index, markers: true);
            double largest = counts.Max();
            JsonObject trace = figure.Traces[^1];
            trace["marker"]!["opacity"] = 1;
            trace["marker"]!["size"] = FigureJson.Numbers(counts.Select(count => 6 + (12 * Math.Sqrt(count / largest))), "counts");
            trace["customdata"] = FigureJson.Numbers(counts.Select(count => (double)count), "counts");
            trace["hovertemplate"] = "predicted %{x:.3f}, observed %{y:.3f}, %{customdata} rows<extra>%{fullData.name}</extra>";
        }

        figure.notes.Add("larger marks hold more rows");
        figure.Traces.Add(Diagonal("perfectly calibrated"));
        return figure;
    }

    /// <summary>How often each actual class was predicted as which: counts, and shares of the actual class.</summary>
    /// <param name="classNames">2 to 30 class names.</param>
    /// <param name="counts">[actual, predicted], whole numbers of 0 or more.</param>
    public static Figure ConfusionMatrix(IReadOnlyList<string> classNames, Matrix counts)
    {
        string[] classes = [.. classNames];
        Throw.IfOutside(classes.Length, 2, 30, "the number of classes");
        Throw.IfLengthsDiffer(classes.Length, nameof(classNames), counts.Rows, "counts' rows");
        Throw.IfLengthsDiffer(classes.Length, nameof(classNames), counts.Columns, "counts' columns");
        Matrix shares = new(classes.Length, classes.Length);
        string[] texts = new string[classes.Length * classes.Length];
        Figure figure = new("confusion matrix");
        for (int actual = 0; actual < classes.Length; actual++)
        {
            long total = 0;
            for (int predicted = 0; predicted < classes.Length; predicted++)
            {
                double count = counts[actual, predicted];
                if (!(count >= 0 && count <= int.MaxValue && count == Math.Floor(count)))
                {
                    Throw.OutOfRange($"counts[{actual}, {predicted}]", count, $"whole numbers from 0 to {int.MaxValue}");
                }

                total += (int)count;
            }

            for (int predicted = 0; predicted < classes.Length; predicted++)
            {
                double share = total == 0 ? double.NaN : counts[actual, predicted] / total;
                shares[actual, predicted] = share;
                texts[(actual * classes.Length) + predicted] = classes.Length > 10
                    ? counts[actual, predicted].ToString(CultureInfo.InvariantCulture)
                    : string.Create(CultureInfo.InvariantCulture, $"{counts[actual, predicted]:#,0}<br>{(total == 0 ? "–" : $"{100 * share:0.0} %")}");
            }

            figure.facts.Add($"{classes[actual]} ({total}): {string.Join(", ", Enumerable.Range(0, classes.Length).Select(predicted => $"{counts[actual, predicted]} as {classes[predicted]}"))}");
        }

        figure.AddCells(classes, classes, shares, texts, FigureTheme.Sequential(written: true), (0, 1));
        figure.X.Title = "predicted";
        figure.Y.Title = "actual";
        figure.PlotHeight = Math.Max(200, classes.Length * (classes.Length > 10 ? 30 : 52));
        figure.Traces[0]["showscale"] = false;
        figure.notes.Add(classes.Length > 10 ? "counts; colour: share of the actual class" : "counts, and share of the actual class");
        return figure;
    }

    private static Figure Square(string kind, string x, string y)
    {
        Figure figure = NameAxes(new Figure(kind) { IsSquare = true, WidthShare = FigureLayout.SquareWidth }, x, y);
        figure.X.Range = (-0.01, 1.01);
        figure.Y.Range = (-0.01, 1.01);
        figure.Y.Grid = true;
        figure.X.Grid = true;
        figure.PlotHeight = 460;
        return figure;
    }

    private static void CheckShares(double[] values, string name)
    {
        for (int index = 0; index < values.Length; index++)
        {
            Throw.IfOutside(values[index], 0, 1, $"{name}[{index}]");
        }
    }
}
