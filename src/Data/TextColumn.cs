namespace MusicRec.Data;

/// <summary>A column of texts; null is missing. Texts are compared and ordered by their UTF-16 code units (ordinal).</summary>
public sealed class TextColumn : Column
{
    /// <summary>A column over <paramref name="values"/> (not copied); null is missing.</summary>
    public TextColumn(string?[] values)
        : base(values.Length) => Values = values;

    /// <summary>The texts, one per row; null is missing.</summary>
    public string?[] Values { get; }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Text;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? TextAt(int row) => Values[row];

    /// <inheritdoc/>
    public override Column Rows(ReadOnlySpan<int> rows) => new TextColumn(Pick(Values, rows));

    internal override double[]? ToNumbers() => null;

    internal override ColumnCodes ToCodes() => ColumnCodes.Of<string>(Values!, IsMissing, StringComparer.Ordinal);
}
