namespace MusicRec.Data;

/// <summary>
/// A column whose type is found from all of its fields: integer when each is a whole number of 32 bits, else number, else
/// boolean (true, false), else text. A whole number that a double cannot hold exactly is an identifier: text. A column
/// without any value is one of numbers.
/// </summary>
internal sealed class InferringBuilder(CsvOptions options) : ColumnBuilder(options)
{
    private const double ExactIntegers = 9007199254740992;
    private readonly CsvOptions options = options;
    private ChunkedList<int> integers = new();
    private ChunkedList<bool> booleans = new();
    private ChunkedList<double> numbers = new();
    private readonly MissingMask mask = new();
    private TextBuilder? texts;
    private ColumnType? type;
    private int leadingMissing;
    private bool hasConverted;
    private bool mustBeReadAgain;

    public override bool MustBeReadAgain => mustBeReadAgain;

    private int Count => type switch
    {
        ColumnType.Integer => integers.Count,
        ColumnType.Boolean => booleans.Count,
        ColumnType.Number => numbers.Count,
        _ => leadingMissing,
    };

    public override int Append(ReadOnlySpan<string> fields)
    {
        int row = 0;
        while (row < fields.Length && !mustBeReadAgain)
        {
            // The common case, fields of the type found so far, in a tight loop; what ends it is looked at closely.
            row += type switch
            {
                ColumnType.Number => AppendNumbers(fields[row..]),
                ColumnType.Integer => AppendIntegers(fields[row..]),
                ColumnType.Boolean => AppendBooleans(fields[row..]),
                ColumnType.Text => AppendTexts(fields[row..]),
                _ => 0,
            };
            if (row < fields.Length && !TryAppendMissing(fields[row]))
            {
                Become(TypeFor(fields[row]));
            }
            else
            {
                row++;
            }
        }

        return -1;
    }

    public override Column Build()
    {
        bool[]? missing = mask.Take(Count);
        return type switch
        {
            ColumnType.Integer => new IntegerColumn(integers.Take(), missing),
            ColumnType.Boolean => new BooleanColumn(booleans.Take(), missing),
            ColumnType.Text => texts!.Build(),
            ColumnType.Number => new NumberColumn(numbers.Take()),
            _ => new NumberColumn([.. Enumerable.Repeat(double.NaN, leadingMissing)]),
        };
    }

    private int AppendNumbers(ReadOnlySpan<string> fields)
    {
        int row = 0;
        while (row < fields.Length && !IsMissing(fields[row]) && TryNumber(fields[row], out double number))
        {
            numbers.Add(number);
            row++;
        }

        return row;
    }

    private int AppendIntegers(ReadOnlySpan<string> fields)
    {
        int row = 0;
        while (row < fields.Length && !IsMissing(fields[row]) && NumberText.TryParseInteger(fields[row], out int integer))
        {
            integers.Add(integer);
            row++;
        }

        return row;
    }

    private int AppendBooleans(ReadOnlySpan<string> fields)
    {
        int row = 0;
        while (row < fields.Length && !IsMissing(fields[row]) && BooleanBuilder.TryParseWord(fields[row], out bool boolean))
        {
            booleans.Add(boolean);
            row++;
        }

        return row;
    }

    private int AppendTexts(ReadOnlySpan<string> fields)
    {
        texts!.Append(fields);
        return fields.Length;
    }

    private bool TryAppendMissing(string field)
    {
        bool isToken = IsMissing(field);
        if (!isToken && !IsMissingNumber(field))
        {
            return false;
        }

        // Should the column turn out to hold texts, then NULL was a text as well.
        hasConverted |= !isToken;
        switch (type)
        {
            case ColumnType.Number:
                numbers.Add(double.NaN);
                break;
            case ColumnType.Integer:
                mask.Add(integers.Count);
                integers.Add(0);
                break;
            case ColumnType.Boolean:
                mask.Add(booleans.Count);
                booleans.Add(false);
                break;
            default:
                leadingMissing++;
                break;
        }

        return true;
    }

    /// <summary>The narrowest type that holds all fields so far and this one.</summary>
    private ColumnType TypeFor(string field) =>
        type is null && NumberText.TryParseInteger(field, out _) ? ColumnType.Integer
        : type is null or ColumnType.Integer && TryNumber(field, out _) ? ColumnType.Number
        : type is null && BooleanBuilder.TryParseWord(field, out _) ? ColumnType.Boolean
        : ColumnType.Text;

    private void Become(ColumnType next)
    {
        if (next == ColumnType.Text)
        {
            mustBeReadAgain = hasConverted;
            texts = new TextBuilder(options);
            texts.AddMissing(leadingMissing);
        }
        else if (type == ColumnType.Integer)
        {
            int count = Count;
            bool[]? missing = mask.Take(count);
            int[] before = integers.Take();
            for (int row = 0; row < count; row++)
            {
                numbers.Add(missing is not null && missing[row] ? double.NaN : before[row]);
            }
        }
        else
        {
            for (int row = 0; row < leadingMissing; row++)
            {
                if (next == ColumnType.Integer)
                {
                    mask.Add(row);
                    integers.Add(0);
                }
                else if (next == ColumnType.Boolean)
                {
                    mask.Add(row);
                    booleans.Add(false);
                }
                else
                {
                    numbers.Add(double.NaN);
                }
            }
        }

        hasConverted |= next != ColumnType.Text;
        type = next;
    }

    private static bool TryNumber(string field, out double number) =>
        NumberText.TryParseNumber(field, out number)
        && (Math.Abs(number) < ExactIntegers || field.AsSpan().Trim(' ').ContainsAny('.', 'e', 'E'));
}
