namespace MusicRec.Reporting;

/// <summary>Where names can stand beside points so that none covers another or a point.</summary>
internal static class LabelPlacement
{
    // Widths of the figures' font at 13 pixels, on the generous side: a name that hangs over is worse than a gap.
    private const double CharacterWidth = 7.2, LineHeight = 16, Distance = 7, Marker = 5;

    private static readonly (string Side, double Across, double Up)[] Sides =
    [
        ("middle right", 1, 0), ("middle left", -1, 0), ("top center", 0, 1), ("bottom center", 0, -1), ("top right", 1, 1), ("bottom right", 1, -1), ("top left", -1, 1), ("bottom left", -1, -1),
    ];

    /// <summary>Each name's side as plotly.js calls it, in the order given: earlier names choose first; null for a name without room.</summary>
    /// <param name="points">Name, and place from left and from below as shares of the drawing area, 0 to 1.</param>
    /// <param name="width">Of the drawing area, in pixels.</param>
    /// <param name="height">Of the drawing area, in pixels.</param>
    public static string?[] Place(IReadOnlyList<(string Name, double Across, double Up)> points, double width, double height)
    {
        List<(double Left, double Right, double Low, double High)> taken =
            [.. points.Select(point => ((point.Across * width) - Marker, (point.Across * width) + Marker, (point.Up * height) - Marker, (point.Up * height) + Marker))];
        string?[] sides = new string?[points.Count];
        for (int place = 0; place < sides.Length; place++)
        {
            (string name, double across, double up) = points[place];
            double size = CharacterWidth * name.Length;
            foreach ((string side, double toRight, double toTop) in Sides)
            {
                double middle = (across * width) + (toRight * (Distance + (size / 2))), level = (up * height) + (toTop * (Distance + (LineHeight / 2)));
                (double Left, double Right, double Low, double High) box = (middle - (size / 2), middle + (size / 2), level - (LineHeight / 2), level + (LineHeight / 2));
                if (box.Left >= 0 && box.Right <= width && box.Low >= 0 && box.High <= height && !taken.Exists(other => Meet(box, other)))
                {
                    sides[place] = side;
                    taken.Add(box);
                    break;
                }
            }
        }

        return sides;
    }

    private static bool Meet((double Left, double Right, double Low, double High) first, (double Left, double Right, double Low, double High) second) =>
        first.Left < second.Right && second.Left < first.Right && first.Low < second.High && second.Low < first.High;
}
