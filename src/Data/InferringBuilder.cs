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
    private GrowingArray<int> integers = new();
    private GrowingArray<bool> booleans = new();
    private GrowingArray<bool> missing = new();
    private GrowingArray<double> numbers = new();
    private TextBuilder? texts;
    private ColumnType? type;
    private bool hasConverted;
    private bool mustBeReadAgain;

    public override bool MustBeReadAgain => mustBeReadAgain;

    public override int Append(ReadOnlySpan<string> fields)
    {
        for (int row = 0; row < fields.Length; row++)
        {
            if (texts is not null)
            {
                return mustBeReadAgain ? -1 : texts.Append(fields[row..]);
            }

            Take(fields[row]);
            if (texts is not null)
            {
                row--;
            }
        }

        return -1;
    }

    public override Column Build() => type switch
    {
        ColumnType.Integer => new IntegerColumn(integers.ToArray(), missing.ToArray()),
        ColumnType.Boolean => new BooleanColumn(booleans.ToArray(), missing.ToArray()),
        ColumnType.Text => texts!.Build(),
        ColumnType.Number => new NumberColumn(numbers.ToArray()),
        _ => new NumberColumn([.. Enumerable.Repeat(double.NaN, missing.Count)]),
    };

    private void Take(string field)
    {
        if (IsMissing(field))
        {
            AddMissing();
            return;
        }

        switch (type)
        {
            case ColumnType.Integer when NumberText.TryParseInteger(field, out int integer):
                integers.Add(integer);
                missing.Add(false);
                return;
            case ColumnType.Number when TryNumber(field, out double number):
                numbers.Add(number);
                return;
            case ColumnType.Boolean when BooleanBuilder.TryParseWord(field, out bool boolean):
                booleans.Add(boolean);
                missing.Add(false);
                return;
        }

        if (IsMissingNumber(field))
        {
            // Should the column turn out to hold texts, this one was a text as well.
            hasConverted = true;
            AddMissing();
        }
        else if (type is null && NumberText.TryParseInteger(field, out _))
        {
            Become(ColumnType.Integer);
            Take(field);
        }
        else if (type is null or ColumnType.Integer && TryNumber(field, out _))
        {
            Become(ColumnType.Number);
            Take(field);
        }
        else if (type is null && BooleanBuilder.TryParseWord(field, out _))
        {
            Become(ColumnType.Boolean);
            Take(field);
        }
        else
        {
            mustBeReadAgain = hasConverted;
            texts = new TextBuilder(options);
            texts.AddMissing(missing.Count);
            type = ColumnType.Text;
        }
    }

    private void Become(ColumnType next)
    {
        if (next == ColumnType.Number)
        {
            for (int row = 0; row < missing.Count; row++)
            {
                numbers.Add(missing.Values[row] ? double.NaN : integers.Values[row]);
            }
        }
        else
        {
            for (int row = 0; row < missing.Count; row++)
            {
                if (next == ColumnType.Integer)
                {
                    integers.Add(0);
                }
                else
                {
                    booleans.Add(false);
                }
            }
        }

        type = next;
        hasConverted = true;
    }

    private void AddMissing()
    {
        switch (type)
        {
            case ColumnType.Number:
                numbers.Add(double.NaN);
                return;
            case ColumnType.Integer:
                integers.Add(0);
                break;
            case ColumnType.Boolean:
                booleans.Add(false);
                break;
        }

        missing.Add(true);
    }

    private static bool TryNumber(string field, out double number) =>
        NumberText.TryParseNumber(field, out number)
        && (Math.Abs(number) < ExactIntegers || field.AsSpan().Trim(' ').ContainsAny('.', 'e', 'E'));
}
