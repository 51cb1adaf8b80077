namespace MusicRec.Reporting;

/// <summary>A text that belongs to a place in a figure.</summary>
/// <param name="Text">What it says.</param>
/// <param name="X">Where the place is from left to right, in the axis's numbers; null: the text stands to the right of the drawing area.</param>
/// <param name="Y">Where it is from bottom to top.</param>
/// <param name="Colour">The colour of the swatch before the text; null: none.</param>
/// <param name="FromOrigin">Whether an arrow leads from (0, 0) to the place.</param>
internal sealed record FigureMark(string Text, double? X, double Y, string? Colour = null, bool FromOrigin = false);
