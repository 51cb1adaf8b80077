using System.Globalization;

namespace MusicRec.Data;

/// <summary>A column of calendar days; null is missing.</summary>
public sealed class DateColumn : Column
{
    /// <summary>A column over <paramref name="values"/> (not copied); null is missing.</summary>
    public DateColumn(DateOnly?[] values)
        : base(values.Length) => Values = values;

    /// <summary>The days, one per row; null is missing.</summary>
    public DateOnly?[] Values { get; }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Date;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? TextAt(int row) => Values[row]?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Column Rows(ReadOnlySpan<int> rows) => new DateColumn(Pick(Values, rows));

    internal override double[]? ToNumbers() => null;

    internal override ColumnCodes ToCodes() =>
        ColumnCodes.Of(Array.ConvertAll(Values, day => day?.DayNumber ?? 0), IsMissing, Comparer<int>.Default);
}
