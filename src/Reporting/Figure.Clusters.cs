using System.Globalization;
using System.Text.Json.Nodes;
using MusicRec.Numerics;

namespace MusicRec.Reporting;

/// <content>Clusters and principal components.</content>
public sealed partial class Figure
{
    private const int MostArrows = 12;

    /// <summary>How tight (inertia) and how well apart (silhouette) clusters are, for each number of clusters, side by side.</summary>
    /// <param name="clusterCounts">Two numbers of clusters or more.</param>
    /// <param name="inertias">The squared distances to the own centre, summed, for each.</param>
    /// <param name="silhouettes">The mean silhouette of each, −1 to 1.</param>
    /// <param name="chosen">The number of clusters to mark; null: none.</param>
    public static Figure ElbowAndSilhouette(int[] clusterCounts, double[] inertias, double[] silhouettes, int? chosen = null)
    {
        Throw.IfBelow(clusterCounts.Length, 2, "the number of cluster counts");
        Throw.IfLengthsDiffer(clusterCounts.Length, nameof(clusterCounts), inertias.Length, nameof(inertias));
        Throw.IfLengthsDiffer(clusterCounts.Length, nameof(clusterCounts), silhouettes.Length, nameof(silhouettes));
        if (chosen is int count && !clusterCounts.Contains(count))
        {
            Throw.OutOfRange(nameof(chosen), count, string.Join(", ", clusterCounts));
        }

        double[] x = [.. clusterCounts.Select(value => (double)value)];
        Figure Panel(string title, string measure, string unit, double[] values)
        {
            Figure panel = NameAxes(Line(x, values), "number of clusters", measure).Title(title);
            panel.Y.Unit = unit;
            panel.X.Ticks = x.Length <= 15 ? x : null;
            panel.X.Range = (x[0] - 0.4, x[^1] + 0.4);
            if (chosen is int marked)
            {
                panel.Lines.Add(new FigureLine(true, marked, null));
                panel.facts.Add($"marked: {marked} clusters");
            }

            return panel;
        }

        Figure[] panels = [Panel("Inertia: lower is tighter", "inertia", "sum of squared distances", inertias), Panel("Silhouette: higher is further apart", "mean silhouette", "−1 to 1", silhouettes)];
        Figure figure = SmallMultiples(panels, 2);
        foreach (Figure panel in panels)
        {
            panel.PlotHeight = 280;
        }

        return figure;
    }

    /// <summary>
    /// Rows along their first two principal components, and arrows that say in which direction each feature grows and how much it counts.
    /// With groups, large marks stand at their means.
    /// </summary>
    /// <param name="scores">Where each row stands, [rows, components]; the first two components are drawn.</param>
    /// <param name="loadings">How much of each feature goes into each component, [components, features].</param>
    /// <param name="features">1 to 12 names of the features.</param>
    /// <param name="varianceShares">The share of the variance along each component, 0 to 1; null: not written.</param>
    /// <param name="groups">Which group each row belongs to, at most 8; null: one group.</param>
    /// <param name="groupOrder">All groups in the order of legend and colours; null: alphabetical.</param>
    public static Figure Biplot(
        Matrix scores, Matrix loadings, IReadOnlyList<string> features, double[]? varianceShares = null, string[]? groups = null, string[]? groupOrder = null)
    {
        Throw.IfBelow(scores.Columns, 2, "the number of scores' columns");
        Throw.IfBelow(loadings.Rows, 2, "the number of loadings' rows");
        Throw.IfOutside(features.Count, 1, MostArrows, "the number of features");
        Throw.IfLengthsDiffer(features.Count, nameof(features), loadings.Columns, "loadings' columns");
        Throw.IfNotFinite(scores.Values, nameof(scores));
        Throw.IfNotFinite(loadings.Values, nameof(loadings));
        double[] x = scores.Column(0), y = scores.Column(1);
        Figure figure = Scatter(new Figure("biplot"), x, y, null, groups, groupOrder);
        (figure.X.Title, figure.X.Unit) = ("PC1", Share(varianceShares, 0));
        (figure.Y.Title, figure.Y.Unit) = ("PC2", Share(varianceShares, 1));
        if (groups is not null)
        {
            figure.AddMeans(x, y, groups);
        }

        figure.AddArrows(x, y, loadings, features);
        figure.PlotHeight = 520;
        return figure;
    }

    private static string? Share(double[]? varianceShares, int component)
    {
        if (varianceShares is null)
        {
            return null;
        }

        Throw.IfBelow(varianceShares.Length, 2, "the number of variance shares");
        Throw.IfOutside(varianceShares[component], 0, 1.0000001, $"varianceShares[{component}]");
        return string.Create(CultureInfo.InvariantCulture, $"{100 * varianceShares[component]:0.0} % of the variance");
    }

    private void AddMeans(double[] x, double[] y, string[] groups)
    {
        // The scatter's traces stand in the order of the groups and hold what is drawn; means are taken over all rows. The legend shows
        // the large marks: colours are hard to tell from the small ones.
        foreach (JsonObject points in Traces.ToArray())
        {
            string name = (string)points["name"]!;
            int[] members = [.. Enumerable.Range(0, x.Length).Where(row => FigureJson.Escape(groups[row]) == name)];
            JsonObject marker = (JsonObject)points["marker"]!.DeepClone();
            points["showlegend"] = false;
            marker["size"] = 17;
            marker["opacity"] = 1;
            marker["line"] = new JsonObject { ["width"] = 2.5, ["color"] = "#FFFFFF" };
            Traces.Add(new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "markers",
                ["name"] = name,
                ["x"] = FigureJson.Numbers([members.Average(row => x[row])], nameof(x)),
                ["y"] = FigureJson.Numbers([members.Average(row => y[row])], nameof(y)),
                ["marker"] = marker,
                ["hovertemplate"] = "mean: %{x:.4~g}, %{y:.4~g}<extra>%{fullData.name}</extra>",
            });
        }

        notes.Add("large marks: means of the groups");
    }

    private void AddArrows(double[] x, double[] y, Matrix loadings, IReadOnlyList<string> features)
    {
        double longest = Enumerable.Range(0, features.Count).Max(feature => Length(loadings[0, feature], loadings[1, feature]));
        double[] distances = [.. x.Zip(y, Length).Order()];
        double reach = Histogrammer.Quantile(distances, 0.97);
        double scale = longest > 0 && reach > 0 ? double.Parse((reach / longest).ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : 1;
        for (int feature = 0; feature < features.Count; feature++)
        {
            Marks.Add(new FigureMark(features[feature], scale * loadings[0, feature], scale * loadings[1, feature], FromOrigin: true));
            facts.Add($"{features[feature]}: {FigureJson.Write(loadings[0, feature])} of PC1, {FigureJson.Write(loadings[1, feature])} of PC2");
        }

        // Names stand beyond the arrows' tips and need room to the left and to the right.
        X.Range = Around(x, [.. Marks.Select(mark => 1.35 * mark.X!.Value)]);
        Y.Range = Around(y, [.. Marks.Select(mark => 1.1 * mark.Y)]);
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"arrows: loadings × {scale:G2}"));
    }

    private static (double Low, double High) Around(double[] values, double[] others)
    {
        double low = Math.Min(values.Min(), others.Min()), high = Math.Max(values.Max(), others.Max());
        double margin = high > low ? 0.04 * (high - low) : 1;
        return (low - margin, high + margin);
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));
}
