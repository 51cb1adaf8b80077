using System.Globalization;

namespace MusicRec.Data;

/// <summary>A column of whole numbers of 32 bits, some of them perhaps missing.</summary>
public sealed class IntegerColumn : Column
{
    private readonly bool[]? _missing;

    /// <summary>A column over <paramref name="values"/> (not copied).</summary>
    /// <param name="values">The whole numbers, one per row.</param>
    /// <param name="missing">For each row whether its value is missing (not copied); null when none is.</param>
    /// <exception cref="ArgumentException">The two arrays differ in length.</exception>
    public IntegerColumn(int[] values, bool[]? missing = null)
        : base(values.Length)
    {
        if (missing is not null)
        {
            Throw.IfLengthsDiffer(values.Length, nameof(values), missing.Length, nameof(missing));
        }

        Values = values;
        _missing = missing is not null && missing.Contains(true) ? missing : null;
    }

    /// <summary>The whole numbers, one per row; what stands in a missing row means nothing.</summary>
    public int[] Values { get; }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Integer;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _missing is not null && _missing[row];

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null : Values[row].ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override Column Rows(ReadOnlySpan<int> rows) =>
        new IntegerColumn(Pick(Values, rows), _missing is null ? null : Pick(_missing, rows));

    internal override double[] ToNumbers()
    {
        double[] numbers = new double[Count];
        for (int row = 0; row < Count; row++)
        {
            numbers[row] = IsMissing(row) ? double.NaN : Values[row];
        }

        return numbers;
    }

    internal override ColumnCodes ToCodes() => ColumnCodes.Of(Values, IsMissing, Comparer<int>.Default);
}
