using System.Text.Json.Nodes;

namespace MusicRec.Reporting;

/// <summary>
/// The one look of all figures. Colours are those of Okabe and Ito (2008), which stay apart for every common kind of
/// colour vision; marker shapes, dashes and hatches say the same again, so that colour is never the only carrier.
/// </summary>
internal static class FigureTheme
{
    public const string Blue = "#0072B2";
    public const string Vermilion = "#D55E00";
    public const string Green = "#009E73";
    public const string Text = "#222222";
    public const string Quiet = "#595959";
    public const string Faint = "#E4E4E4";
    public const string FontFamily = "Open Sans, Segoe UI, Helvetica Neue, Arial, DejaVu Sans, sans-serif";
    public const int FontSize = 14;
    public const int TitleSize = 18;
    public const int Width = 900;

    // Yellow last: it is weak on white.
    private static readonly string[] Colours = [Blue, Vermilion, Green, "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"];
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "x", "cross", "star", "triangle-down"];
    private static readonly string[] Hatches = ["", "/", ".", "\\", "x", "-", "+", "|"];

    /// <summary>The most series that still can be told apart.</summary>
    public static int MostSeries => Colours.Length;

    public static string Colour(int series) => Colours[series % Colours.Length];

    public static string Dash(int series) => Dashes[series % Dashes.Length];

    public static string Symbol(int series) => Symbols[series % Symbols.Length];

    public static string Hatch(int series) => Hatches[series % Hatches.Length];

    /// <summary>The series' colour, paler, for areas on which lines and texts stand.</summary>
    public static string Tint(int series)
    {
        int rgb = Convert.ToInt32(Colour(series)[1..], 16);
        int Mix(int shift) => (((rgb >> shift) & 255) * 7 / 10) + 76;
        return FormattableString.Invariant($"#{(Mix(16) << 16) | (Mix(8) << 8) | Mix(0):X6}");
    }

    /// <summary>Black or white, whichever reads better on a colour: by its brightness as the eye weighs it (ITU-R BT.601).</summary>
    public static string TextOn(string colour)
    {
        int rgb = Convert.ToInt32(colour[1..], 16);
        return (0.299 * (rgb >> 16)) + (0.587 * ((rgb >> 8) & 255)) + (0.114 * (rgb & 255)) > 128 ? Text : "#FFFFFF";
    }

    /// <summary>The series' colour with an opacity of 0 to 1.</summary>
    public static string Translucent(int series, double opacity)
    {
        int rgb = Convert.ToInt32(Colour(series)[1..], 16);
        return FormattableString.Invariant($"rgba({rgb >> 16},{(rgb >> 8) & 255},{rgb & 255},{opacity})");
    }

    /// <summary>From blue over white to vermilion, for values around 0.</summary>
    /// <param name="written">Whether values are written in the cells; the ends are paler then, so that black text can be read on all.</param>
    public static JsonArray Diverging(bool written) => written
        ? Scale((0, "#4A9CCB"), (0.5, "#FFFFFF"), (1, "#E8864A"))
        : Scale((0, Blue), (0.25, "#7FB8D8"), (0.5, "#FFFFFF"), (0.75, "#EAAE7F"), (1, Vermilion));

    /// <summary>From white to dark blue, for values that only grow.</summary>
    /// <param name="written">Whether values are written in the cells; the dark end is paler then.</param>
    public static JsonArray Sequential(bool written) => written
        ? Scale((0, "#F7FBFF"), (1, "#4A9CCB"))
        : Scale((0, "#F7FBFF"), (0.25, "#C9DFEF"), (0.5, "#7FB8D8"), (0.75, "#2E87BD"), (1, "#00416B"));

    private static JsonArray Scale(params (double At, string Colour)[] stops) =>
        [.. stops.Select(stop => (JsonNode)new JsonArray(stop.At, stop.Colour))];
}
