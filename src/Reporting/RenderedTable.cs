namespace MusicRec.Reporting;

/// <summary>A table whose values are texts already: what the HTML and the text writer share.</summary>
internal sealed record RenderedTable(string? Caption, string? Mark, RenderedColumn[] Columns, int RowCount, IReadOnlyList<string> Notes)
{
    public bool HasBest => Columns.Any(column => column.IsBest.Any(isBest => isBest));
}

/// <summary>One column of a <see cref="RenderedTable"/>.</summary>
internal sealed record RenderedColumn(string Header, string[] Texts, bool[] IsBest, Alignment Alignment, string[]? FirstCharacterColours);
