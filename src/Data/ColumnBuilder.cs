namespace MusicRec.Data;

/// <summary>Collects the fields of one column and turns them into values of one type.</summary>
internal abstract class ColumnBuilder(CsvOptions options)
{
    private readonly string[] missing = [.. options.MissingValues];
    private readonly string[] missingNumbers = [.. options.MissingNumbers];

    /// <summary>Whether the column turned out to hold texts after other values had been converted: it has to be read again as text.</summary>
    public virtual bool MustBeReadAgain => false;

    /// <summary>Takes the fields in; the place of the first that is not allowed, or −1.</summary>
    public abstract int Append(ReadOnlySpan<string> fields);

    public abstract Column Build();

    /// <summary>What is allowed, in words.</summary>
    public virtual string Allowed => "any text";

    public static ColumnBuilder Declared(CsvColumn column, CsvOptions options) => column.Type switch
    {
        ColumnType.Text => new TextBuilder(options, column),
        ColumnType.Number => new NumberBuilder(options, column),
        ColumnType.Integer => new IntegerBuilder(options, column),
        ColumnType.Boolean => new BooleanBuilder(options, column),
        _ => new DateBuilder(options, column),
    };

    protected bool IsMissing(string field)
    {
        foreach (string token in missing)
        {
            if (token.Length == field.Length && string.Equals(token, field, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    protected bool IsMissingNumber(string field) => Array.IndexOf(missingNumbers, field) >= 0;
}

/// <summary>A list over a growing array that can be handed over in the end.</summary>
internal struct GrowingArray<T>()
{
    private T[] values = new T[256];

    public int Count { get; private set; }

    public readonly Span<T> Values => values.AsSpan(0, Count);

    public void Add(T value)
    {
        if (Count == values.Length)
        {
            Array.Resize(ref values, checked(values.Length * 2));
        }

        values[Count++] = value;
    }

    public readonly T[] ToArray() => values.Length == Count ? values : values[..Count];
}
