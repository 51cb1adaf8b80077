namespace MusicRec.Reporting;

/// <summary>What a notebook can show: as HTML without scripts, and as plain text.</summary>
public interface IRenderable
{
    /// <summary>The object as one HTML fragment, without scripts or outside resources.</summary>
    string ToHtml();

    /// <summary>The object as plain text, lines separated by line feeds.</summary>
    string ToText();
}
