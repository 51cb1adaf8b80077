namespace MusicRec.NotebookRunner.Drawing;

/// <summary>A figure's picture, or in words why there is none.</summary>
internal sealed record DrawnFigure(byte[]? Png, string? WhyNot);
