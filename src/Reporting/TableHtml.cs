using System.Net;
using System.Text;

namespace MusicRec.Reporting;

/// <summary>Writes a table as HTML: no scripts, no colours of its own but translucent greys, so that any page theme shows through.</summary>
internal static class TableHtml
{
    private const string Line = "rgba(128,128,128,.35)";

    public static string Write(RenderedTable table)
    {
        StringBuilder html = new();
        html.Append("<table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\">\n");
        AppendCaption(html, table);
        html.Append("<thead><tr>");
        foreach (RenderedColumn column in table.Columns)
        {
            html.Append("<th style=\"").Append(AlignmentStyle(column.Alignment)).Append(";padding:4px 10px;border-bottom:2px solid ")
                .Append(Line).Append("\">").Append(Escape(column.Header)).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < table.RowCount; row++)
        {
            AppendRow(html, table, row);
        }

        html.Append("</tbody>\n");
        AppendNotes(html, table);
        return html.Append("</table>").ToString();
    }

    /// <summary>Text as HTML shows it, never as markup.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void AppendCaption(StringBuilder html, RenderedTable table)
    {
        if (table.Caption is null && table.Mark is null)
        {
            return;
        }

        html.Append("<caption style=\"caption-side:top;text-align:left;padding:4px 0\">");
        if (table.Caption is not null)
        {
            html.Append("<b>").Append(Escape(table.Caption)).Append("</b>");
        }

        if (table.Mark is not null)
        {
            html.Append(table.Caption is null ? "" : " · ").Append("<i>").Append(Escape(table.Mark)).Append("</i>");
        }

        html.Append("</caption>\n");
    }

    private static void AppendRow(StringBuilder html, RenderedTable table, int row)
    {
        html.Append("<tr>");
        foreach (RenderedColumn column in table.Columns)
        {
            bool best = column.IsBest[row];
            html.Append("<td style=\"").Append(AlignmentStyle(column.Alignment)).Append(";padding:3px 10px;vertical-align:top")
                .Append(best ? ";background:rgba(128,128,128,.18)" : "").Append("\">")
                .Append(best ? "<b>" : "").Append(Cell(column, row)).Append(best ? "</b>" : "").Append("</td>");
        }

        html.Append("</tr>\n");
    }

    private static string Cell(RenderedColumn column, int row)
    {
        string text = column.Texts[row];
        return column.FirstCharacterColours is string[] colours
            ? $"<span style=\"color:{colours[row]};font-weight:bold\">{Escape(text[..1])}</span>{Escape(text[1..])}"
            : Escape(text);
    }

    private static void AppendNotes(StringBuilder html, RenderedTable table)
    {
        List<string> lines = [.. table.Notes.Select(Escape)];
        if (table.HasBest)
        {
            lines.Insert(0, "<b>Bold</b>: best of the column.");
        }

        if (lines.Count > 0)
        {
            html.Append("<tfoot><tr><td colspan=\"").Append(table.Columns.Length).Append("\" style=\"text-align:left;padding:4px 10px;border-top:1px solid ")
                .Append(Line).Append("\"><small>").AppendJoin("<br>", lines).Append("</small></td></tr></tfoot>\n");
        }
    }

    private static string AlignmentStyle(Alignment alignment) => alignment switch
    {
        Alignment.Right => "text-align:right",
        Alignment.Center => "text-align:center",
        _ => "text-align:left",
    };
}
