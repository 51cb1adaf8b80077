namespace MusicRec.Reporting;

/// <summary>One line of a figure: points, and where there is one, a band around them.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">Where the points stand from left to right.</param>
/// <param name="Y">One value per X; NaN is a gap in the line.</param>
/// <param name="Low">The lower edge of a band around the line, one per X; null: no band.</param>
/// <param name="High">The upper edge; null exactly when Low is.</param>
public sealed record Series(string Name, double[] X, double[] Y, double[]? Low = null, double[]? High = null);
