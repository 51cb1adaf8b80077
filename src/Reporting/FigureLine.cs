namespace MusicRec.Reporting;

/// <summary>A straight dashed line through a figure, for a threshold, a baseline or the epoch where training stopped.</summary>
internal sealed record FigureLine(bool Vertical, double At, string? Label);
