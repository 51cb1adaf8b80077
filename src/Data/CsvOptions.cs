using System.Text;

namespace MusicRec.Data;

/// <summary>How a separated-values file is to be read. The defaults fit a comma-separated UTF-8 file with a header.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two fields; a comma unless told.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>
    /// Whether fields may stand in double quotation marks, in which separators and line breaks are ordinary characters and
    /// a doubled mark means one. Off, every mark is an ordinary character (as in Last.fm's files).
    /// </summary>
    public bool Quoting { get; init; } = true;

    /// <summary>The file's encoding, UTF-8 unless told; a byte order mark in the file wins. Bytes that the encoding does not know are an error.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>Whether the first line names the columns; otherwise <see cref="Columns"/> names them all, in their order, or they are called column 1, column 2, ….</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The columns that are declared, found by name in any order. The others are inferred: integer when every value is a
    /// whole number of 32 bits, else number, boolean or text.
    /// </summary>
    public IReadOnlyList<CsvColumn> Columns { get; init; } = [];

    /// <summary>Whether only the declared columns are kept, in the order of <see cref="Columns"/>.</summary>
    public bool DeclaredOnly { get; init; }

    /// <summary>The fields that mean a missing value in any column; the empty field alone unless told.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = [string.Empty];

    /// <summary>
    /// The fields that mean a missing value in columns of numbers, integers, booleans and dates besides: a song may be called
    /// NULL, a tempo may not.
    /// </summary>
    public IReadOnlyList<string> MissingNumbers { get; init; } = ["NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None"];

    /// <summary>The longest field allowed, in characters, quotation marks included; 1,048,576 unless told.</summary>
    public int MaximumFieldLength { get; init; } = 1 << 20;

    /// <summary>The longest record allowed, in characters; 16,777,216 unless told.</summary>
    public int MaximumRecordLength { get; init; } = 1 << 24;

    /// <summary>The largest number of columns allowed; 4,096 unless told.</summary>
    public int MaximumColumns { get; init; } = 4096;

    /// <summary>The largest size allowed, in bytes after decompression; 1 GiB unless told. The frame may need 8 times as much memory.</summary>
    public long MaximumBytes { get; init; } = 1L << 30;

    /// <summary>Options for tab-separated files in which quotation marks mean nothing.</summary>
    public static CsvOptions TabSeparated { get; } = new() { Separator = '\t', Quoting = false };

    internal void Check()
    {
        if (Separator is '"' or '\r' or '\n' or '\0')
        {
            Throw.OutOfRange(nameof(Separator), $"U+{(int)Separator:X4}", "any character but a quotation mark, a line break and NUL");
        }

        Throw.IfBelow(MaximumFieldLength, 1);
        Throw.IfOutside(MaximumRecordLength, 1, 1 << 28);
        Throw.IfOutside(MaximumColumns, 1, 1 << 20);
        Throw.IfOutside(MaximumBytes, 1, double.MaxValue);
        foreach (CsvColumn column in Columns)
        {
            if (!(column.Minimum <= column.Maximum))
            {
                throw new ArgumentException($"Column '{column.Name}' is declared from {column.Minimum} to {column.Maximum}; the minimum must not exceed the maximum.");
            }
        }

        string? twice = Columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Column '{twice}' is declared twice.");
        }
    }
}
