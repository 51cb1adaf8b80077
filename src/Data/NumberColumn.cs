using System.Globalization;

namespace MusicRec.Data;

/// <summary>A column of numbers in double; NaN is missing.</summary>
public sealed class NumberColumn : Column
{
    /// <summary>A column over <paramref name="values"/> (not copied); NaN is missing.</summary>
    public NumberColumn(double[] values)
        : base(values.Length) => Values = values;

    /// <summary>The numbers, one per row; NaN is missing. Changing the array changes every frame that shares the column.</summary>
    public double[] Values { get; }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Number;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null : Values[row].ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Column Rows(ReadOnlySpan<int> rows) => new NumberColumn(Pick(Values, rows));

    internal override double[] ToNumbers() => Values;

    internal override ColumnCodes ToCodes() => ColumnCodes.Of(Values, IsMissing, Comparer<double>.Default);
}
