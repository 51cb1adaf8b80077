namespace MusicRec.Reporting;

/// <summary>The formatters of everything that renders itself as HTML and as text.</summary>
internal sealed class RenderableFormatters
{
    private readonly RenderableFormatter[] formatters =
    [
        new(MimeTypes.Html, renderable => renderable.ToHtml()),
        new(MimeTypes.Text, renderable => renderable.ToText()),
    ];

    /// <summary>One formatter for HTML and one for text; found by this name.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
