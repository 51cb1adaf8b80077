namespace MusicRec.Reporting;

/// <summary>Writes an <see cref="IRenderable"/> in one MIME type; the members are those that the notebook kernel looks for by name.</summary>
internal sealed class RenderableFormatter(string mimeType, Func<IRenderable, string> render)
{
    /// <summary>The MIME type written.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The type of the objects this formatter accepts.</summary>
    public Type Type { get; } = typeof(IRenderable);

    /// <summary>Writes the object; false when it is not one of this formatter's.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not IRenderable renderable)
        {
            return false;
        }

        writer.Write(render(renderable));
        return true;
    }
}
