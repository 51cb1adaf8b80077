using System.Globalization;

namespace MusicRec.Data;

/// <summary>A column of one type, with its rules when it is declared.</summary>
internal abstract class TypedBuilder<T>(CsvOptions options, CsvColumn column) : ColumnBuilder(options)
{
    private readonly double minimum = column.Minimum;
    private readonly double maximum = column.Maximum;
    private readonly bool allowsMissing = column.AllowsMissing;
    private ChunkedList<T> values = new();
    private readonly MissingMask mask = new();

    public override string Allowed => column.Allowed;

    protected (T[] Values, bool[]? Missing) Take()
    {
        bool[]? missing = mask.Take(values.Count);
        return (values.Take(), missing);
    }

    protected abstract T Nothing { get; }

    protected virtual bool KeepsMask => false;

    public override int Append(ReadOnlySpan<string> fields)
    {
        for (int row = 0; row < fields.Length; row++)
        {
            string field = fields[row];
            bool isMissing = IsMissing(field);
            T value = Nothing;
            if (!isMissing && !TryParse(field, out value))
            {
                isMissing = IsMissingNumber(field);
                value = Nothing;
                if (!isMissing)
                {
                    return row;
                }
            }

            if (isMissing && !allowsMissing)
            {
                return row;
            }

            if (isMissing && KeepsMask)
            {
                mask.Add(values.Count);
            }

            values.Add(value);
        }

        return -1;
    }

    protected abstract bool TryParse(string field, out T value);

    protected bool IsInRange(double value) => value >= minimum && value <= maximum;
}

/// <summary>A column of numbers.</summary>
internal sealed class NumberBuilder(CsvOptions options, CsvColumn column) : TypedBuilder<double>(options, column)
{
    protected override double Nothing => double.NaN;

    public override Column Build() => new NumberColumn(Take().Values);

    protected override bool TryParse(string field, out double value) => NumberText.TryParseNumber(field, out value) && IsInRange(value);
}

/// <summary>A column of whole numbers, which may be written as 4.0.</summary>
internal sealed class IntegerBuilder(CsvOptions options, CsvColumn column) : TypedBuilder<int>(options, column)
{
    protected override int Nothing => 0;

    protected override bool KeepsMask => true;

    public override Column Build()
    {
        (int[] values, bool[]? missing) = Take();
        return new IntegerColumn(values, missing);
    }

    protected override bool TryParse(string field, out int value)
    {
        if (!NumberText.TryParseInteger(field, out value))
        {
            if (!NumberText.TryParseNumber(field, out double number) || number != Math.Floor(number) || number is < int.MinValue or > int.MaxValue)
            {
                return false;
            }

            value = (int)number;
        }

        return IsInRange(value);
    }
}

/// <summary>A column of true and false, which may be written as 1 and 0.</summary>
internal sealed class BooleanBuilder(CsvOptions options, CsvColumn column) : TypedBuilder<bool>(options, column)
{
    protected override bool Nothing => false;

    protected override bool KeepsMask => true;

    public override Column Build()
    {
        (bool[] values, bool[]? missing) = Take();
        return new BooleanColumn(values, missing);
    }

    protected override bool TryParse(string field, out bool value)
    {
        value = field == "1";
        return value || field == "0" || TryParseWord(field, out value);
    }

    public static bool TryParseWord(string field, out bool value)
    {
        value = field.Equals("true", StringComparison.OrdinalIgnoreCase);
        return value || field.Equals("false", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>A column of days; a month or a year alone means its first day.</summary>
internal sealed class DateBuilder(CsvOptions options, CsvColumn column) : TypedBuilder<DateOnly?>(options, column)
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM", "yyyy"];

    protected override DateOnly? Nothing => null;

    public override Column Build() => new DateColumn(Take().Values);

    protected override bool TryParse(string field, out DateOnly? value)
    {
        bool isDay = DateOnly.TryParseExact(field, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        value = day;
        return isDay;
    }
}

/// <summary>A column of texts; a text that stands again soon is kept once.</summary>
internal sealed class TextBuilder(CsvOptions options, CsvColumn? column = null) : ColumnBuilder(options)
{
    private const int PoolSize = 4096;
    private readonly bool allowsMissing = column?.AllowsMissing ?? true;
    private readonly HashSet<string>? allowed = column?.Values is null ? null : [.. column.Values];
    private readonly string?[] pool = new string?[PoolSize];
    private ChunkedList<string?> values = new();

    public override string Allowed => column?.Allowed ?? base.Allowed;

    public override Column Build() => new TextColumn(values.Take());

    public override int Append(ReadOnlySpan<string> fields)
    {
        for (int row = 0; row < fields.Length; row++)
        {
            string field = fields[row];
            if (IsMissing(field))
            {
                if (!allowsMissing)
                {
                    return row;
                }

                values.Add(null);
                continue;
            }

            if (allowed is not null && !allowed.Contains(field))
            {
                return row;
            }

            values.Add(Pooled(field));
        }

        return -1;
    }

    public void AddMissing(int count)
    {
        for (int row = 0; row < count; row++)
        {
            values.Add(null);
        }
    }

    private string Pooled(string field)
    {
        if (field.Length == 0)
        {
            return field;
        }

        uint mixed = ((uint)field.Length * 0x9E3779B1u) ^ (field[0] * 0x85EBCA6Bu) ^ (field[^1] * 0xC2B2AE35u) ^ (field[field.Length / 2] * 0x27D4EB2Fu);
        ref string? slot = ref pool[(mixed >> 16) % PoolSize];
        if (slot is null || !string.Equals(slot, field, StringComparison.Ordinal))
        {
            slot = field;
        }

        return slot;
    }
}

/// <summary>A column that nobody asked for.</summary>
internal sealed class SkippingBuilder(CsvOptions options) : ColumnBuilder(options)
{
    public override int Append(ReadOnlySpan<string> fields) => -1;

    public override Column Build() => throw new InvalidOperationException("A column that is skipped is never built.");
}
