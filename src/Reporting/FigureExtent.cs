using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>From where to where a panel's numbers reach.</summary>
internal static class FigureExtent
{
    /// <summary>The lowest and the highest number on an axis; null when it has none.</summary>
    public static (double Low, double High)? Of(Figure panel, bool vertical)
    {
        FigureAxis axis = vertical ? panel.Y : panel.X;
        if (axis.Range is (double from, double to))
        {
            return (from, to);
        }

        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (JsonNode? value in panel.Traces.Select(trace => trace[vertical ? "y" : "x"]).OfType<JsonArray>().SelectMany(array => array))
        {
            if (value is JsonValue number && number.TryGetValue(out double finite))
            {
                low = Math.Min(low, finite);
                high = Math.Max(high, finite);
            }
        }

        return low <= high ? (low, high) : null;
    }
}
