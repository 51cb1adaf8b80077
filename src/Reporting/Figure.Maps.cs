using System.Globalization;

namespace MusicRec.Reporting;

/// <content>Maps: places without units.</content>
public sealed partial class Figure
{
    private const int LeastMapHeight = 360;
    private const int MostMapHeight = 760;
    private const double MapWidth = FigureTheme.Width - 92;
    private const double LetterWidth = 7;
    private const double LabelHeight = 16;

    /// <summary>
    /// Items at places whose axes mean nothing, drawn to one scale. As many names as have room are written beside their items, those of
    /// the first items first; the others show under the mouse.
    /// </summary>
    /// <param name="x">Where each item is from left to right, finite.</param>
    /// <param name="y">Where it is from bottom to top, finite.</param>
    /// <param name="names">What it is called, the most important item first.</param>
    /// <param name="groups">Which group it belongs to, at most 8; null: one group.</param>
    /// <param name="groupOrder">All groups in the order of legend and colours; null: alphabetical.</param>
    /// <param name="mostLabels">How many names are written at most, 0 or more.</param>
    public static Figure Map(double[] x, double[] y, string[] names, string[]? groups = null, string[]? groupOrder = null, int mostLabels = 60)
    {
        Throw.IfBelow(mostLabels, 0);
        Throw.IfNotFinite(x);
        Throw.IfNotFinite(y);
        Figure figure = Scatter(new Figure("map"), x, y, names, groups, groupOrder);
        foreach (FigureAxis axis in new[] { figure.X, figure.Y })
        {
            (axis.Title, axis.Ticks, axis.OfCells) = ("", [], true);
        }

        // One unit is as long from left to right as from bottom to top.
        double left = x.Min(), bottom = y.Min(), width = x.Max() - left, height = y.Max() - bottom;
        double unit = Math.Max(width / (MapWidth - 80), height / (MostMapHeight - 60));
        unit = unit > 0 ? unit : 1;
        figure.PlotHeight = (int)Math.Clamp((height / unit) + 60, LeastMapHeight, MostMapHeight);
        left -= ((MapWidth * unit) - width) / 2;
        bottom -= ((figure.PlotHeight * unit) - height) / 2;
        figure.X.Range = (left, left + (MapWidth * unit));
        figure.Y.Range = (bottom, bottom + (figure.PlotHeight * unit));
        List<(double X, double Y, double Half)> taken = [];
        for (int item = 0; item < names.Length && taken.Count < mostLabels; item++)
        {
            double across = (x[item] - left) / unit, up = (y[item] - bottom) / unit, half = LetterWidth * TextWidth.Of(names[item]) / 2;
            if (across - half >= 0 && across + half <= MapWidth
                && taken.TrueForAll(other => Math.Abs(other.X - across) > other.Half + half || Math.Abs(other.Y - up) > LabelHeight))
            {
                taken.Add((across, up, half));
                figure.Names.Add(new FigureMark(names[item], x[item], y[item]));
            }
        }

        figure.facts.Add(string.Create(CultureInfo.InvariantCulture, $"names written: {string.Join(", ", figure.Names.Select(name => name.Text))}"));
        return figure;
    }
}
