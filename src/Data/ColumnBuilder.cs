namespace MusicRec.Data;

/// <summary>Collects the fields of one column and turns them into values of one type.</summary>
internal abstract class ColumnBuilder(CsvOptions options)
{
    private readonly string[] missing = [.. options.MissingValues];
    private readonly int longestMissing = options.MissingValues.Select(token => token.Length).DefaultIfEmpty(-1).Max();
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

    protected bool IsMissing(string field) => field.Length <= longestMissing && Array.IndexOf(missing, field) >= 0;

    protected bool IsMissingNumber(string field) => Array.IndexOf(missingNumbers, field) >= 0;
}
