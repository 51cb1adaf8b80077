namespace MusicRec.Reporting;

/// <content>Many small figures in a grid.</content>
public sealed partial class Figure
{
    /// <summary>Figures of one kind in a grid, row after row, with one legend for all; each panel is headed by its own title.</summary>
    /// <param name="panels">1 to 24 figures with titles, none of them heat maps, confusion matrices, stacked shares, biplots or small multiples.</param>
    /// <param name="columns">Panels per row, 1 to 4.</param>
    public static Figure SmallMultiples(IEnumerable<Figure> panels, int columns = 3)
    {
        Throw.IfOutside(columns, 1, 4);
        Figure figure = new("small multiples") { PanelColumns = columns };
        figure.Panels.AddRange(panels);
        Throw.IfOutside(figure.Panels.Count, 1, 24, "the number of panels");
        for (int index = 0; index < figure.Panels.Count; index++)
        {
            Figure panel = figure.Panels[index];
            if (panel.title.Length == 0)
            {
                throw new ArgumentException($"Panel {index} has no title; every panel of small multiples needs one as its heading.", nameof(panels));
            }

            if (panel.Panels.Count > 0 || panel.Marks.Count > 0 || panel.Traces.Any(trace => (string?)trace["type"] == "heatmap"))
            {
                throw new ArgumentException($"Panel {index} ('{panel.title}') is a {panel.Kind}; allowed: every kind without cells, labels in or beside the drawing, or panels of its own.", nameof(panels));
            }

            panel.PlotHeight = Math.Min(panel.PlotHeight, 170);
        }

        return figure;
    }
}
