namespace MusicRec.Reporting;

/// <summary>The formatters of figures: Plotly JSON for front ends that draw it, and text. No HTML beside them: GitHub would prefer it to the picture.</summary>
internal sealed class FigureFormatters
{
    private readonly RenderableFormatter[] formatters =
    [
        new(MimeTypes.Plotly, figure => ((Figure)figure).ToJson()),
        new(MimeTypes.Text, figure => figure.ToText()),
    ];

    /// <summary>One formatter for Plotly JSON and one for text; found by this name.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
