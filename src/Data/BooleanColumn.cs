namespace MusicRec.Data;

/// <summary>A column of true and false, some of them perhaps missing; as numbers they are 1 and 0.</summary>
public sealed class BooleanColumn : Column
{
    private readonly bool[]? _missing;

    /// <summary>A column over <paramref name="values"/> (not copied).</summary>
    /// <param name="values">True or false, one per row.</param>
    /// <param name="missing">For each row whether its value is missing (not copied); null when none is.</param>
    /// <exception cref="ArgumentException">The two arrays differ in length.</exception>
    public BooleanColumn(bool[] values, bool[]? missing = null)
        : base(values.Length)
    {
        if (missing is not null)
        {
            Throw.IfLengthsDiffer(values.Length, nameof(values), missing.Length, nameof(missing));
        }

        Values = values;
        _missing = missing is not null && missing.Contains(true) ? missing : null;
    }

    /// <summary>True or false, one per row; what stands in a missing row means nothing.</summary>
    public bool[] Values { get; }

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Boolean;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _missing is not null && _missing[row];

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null : Values[row] ? "true" : "false";

    /// <inheritdoc/>
    public override Column Rows(ReadOnlySpan<int> rows) =>
        new BooleanColumn(Pick(Values, rows), _missing is null ? null : Pick(_missing, rows));

    internal override double[] ToNumbers()
    {
        double[] numbers = new double[Count];
        for (int row = 0; row < Count; row++)
        {
            numbers[row] = IsMissing(row) ? double.NaN : Values[row] ? 1 : 0;
        }

        return numbers;
    }

    internal override ColumnCodes ToCodes() => ColumnCodes.Of(Values, IsMissing, Comparer<bool>.Default);
}
