using System.IO.Compression;
using System.Text;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

public sealed class CsvTests
{
    [Fact]
    public void Types_are_found_from_all_values()
    {
        Frame frame = Csv.ReadText("a,b,c,d,e,f,g\n1,1,true,x,1,,12345678901234567890\n-2,2.5e-3,FALSE,2,,,1\n,NA,,null,NaN,,2\n");
        Assert.Equal(
            [ColumnType.Integer, ColumnType.Number, ColumnType.Boolean, ColumnType.Text, ColumnType.Integer, ColumnType.Number, ColumnType.Text],
            frame.ColumnNames.Select(name => frame[name].Type));
        Assert.Equal([1, -2, double.NaN], frame.Numbers("a"));
        Assert.Equal([1, 0.0025, double.NaN], frame.Numbers("b"));
        Assert.Equal([1, 0, double.NaN], frame.Numbers("c"));
        Assert.Equal(["x", "2", "null"], frame.Texts("d").AsEnumerable());
        Assert.Equal([1, double.NaN, double.NaN], frame.Numbers("e"));
        Assert.Equal(3, frame["f"].MissingCount);
    }

    [Theory]
    [InlineData("1,2,3,x", "1|2|3|x")]
    [InlineData("007,1.50,x", "007|1.50|x")]
    [InlineData("NULL,Muse", "NULL|Muse")]
    [InlineData(",true,Muse", "|true|Muse")]
    [InlineData("1,9007199254740993", "1|9007199254740993")]
    public void A_column_that_turns_out_to_hold_texts_keeps_what_stood_before(string fields, string expected)
    {
        Frame frame = Csv.ReadText("v,w\n" + string.Concat(fields.Split(',').Select(field => $"{field},0\n")));
        Assert.Equal(expected.Split('|').Select(field => field.Length == 0 ? null : field), frame.Texts("v").AsEnumerable());
    }

    [Fact]
    public void Quotes_line_breaks_and_any_line_ending_are_read()
    {
        foreach (string end in new[] { "\n", "\r\n", "\r" })
        {
            Frame frame = Csv.ReadText($"name,said{end}\"A, B\",\"say \"\"hi\"\"\"{end}{end}5\" single,\"two{end}lines\"{end}last,\"\"");
            Assert.Equal(["A, B", "5\" single", "last"], frame.Texts("name").AsEnumerable());
            Assert.Equal(["say \"hi\"", $"two{end}lines", null], frame.Texts("said").AsEnumerable());
        }
    }

    [Fact]
    public void Separators_quoting_encoding_and_byte_order_marks_are_respected()
    {
        Frame tabs = Csv.ReadText("a\tb\n\"x\ty\"\n", CsvOptions.TabSeparated);
        Assert.Equal(("\"x", "y\""), (tabs.Texts("a")[0], tabs.Texts("b")[0]));
        Assert.Equal([2.0], Csv.ReadText("a;b\n1;2\n", new CsvOptions { Separator = ';' }).Numbers("b"));
        Assert.Equal("Björk", Read(Encoding.Latin1.GetBytes("a\nBjörk\n"), new CsvOptions { Encoding = Encoding.Latin1 }).Texts("a")[0]);
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UTF32Encoding(false, true) })
        {
            Assert.Equal("Björk 🎵", Read([.. encoding.GetPreamble(), .. encoding.GetBytes("a\nBjörk 🎵\n")]).Texts("a")[0]);
        }
    }

    [Fact]
    public void A_file_may_be_compressed_and_may_lack_a_header()
    {
        Assert.Equal([1, 2, 3], Read(Gzip("a\n1\n2\n3\n")).Integers("a"));
        Frame frame = Csv.ReadText("1,x\n2,y\n", new CsvOptions { HasHeader = false });
        Assert.Equal([1, 2], frame.Integers("column 1"));
        Frame named = Csv.ReadText("1,x\n", new CsvOptions { HasHeader = false, Columns = [new("id", ColumnType.Integer), new("name", ColumnType.Text)] });
        Assert.Equal(["id", "name"], named.ColumnNames);
        Assert.Equal(0, Csv.ReadText("a,b\n").RowCount);
        Assert.Equal("Unnamed: 0", Csv.ReadText(",b\n0,1\n").ColumnNames[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_disk_that_fails_halfway_is_told_as_it_is_for_any_number_of_threads(int threads)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("n\n" + string.Concat(Enumerable.Repeat("12345\n", 60_000)));
        IOException exception = Assert.Throws<IOException>(() => Csv.Load(() => new FailingStream(bytes), "disk", null, threads: threads));
        Assert.Equal("the disk is gone", exception.Message);
    }

    [Fact]
    public void Declared_columns_are_found_by_name_and_kept_to_their_types_and_ranges()
    {
        CsvOptions options = new()
        {
            Columns =
            [
                new("tempo", ColumnType.Number) { Minimum = 0, Maximum = 250 },
                new("id", ColumnType.Text),
                new("day", ColumnType.Date),
                new("key", ColumnType.Integer) { AllowsMissing = false, Maximum = 11 },
                new("liked", ColumnType.Boolean),
            ],
            DeclaredOnly = true,
        };
        Frame frame = Csv.ReadText("other,key,liked,id,day,tempo\nx,4.0,1,007,2001-02-03,120\ny,5,false,8,1999,\nz,6,TRUE,9,2001-05,1e2\n", options);
        Assert.Equal(["tempo", "id", "day", "key", "liked"], frame.ColumnNames);
        Assert.Equal([4, 5, 6], frame.Integers("key"));
        Assert.Equal("007", frame.Texts("id")[0]);
        Assert.Equal([new DateOnly(2001, 2, 3), new DateOnly(1999, 1, 1), new DateOnly(2001, 5, 1)], frame.Dates("day"));
        Assert.Equal([true, false, true], frame.Booleans("liked"));
        Assert.Equal([120, double.NaN, 100], frame.Numbers("tempo"));
    }

    [Theory]
    [InlineData("id,tempo\n1,120\n2,\"two\nlines\"\n3,4\n", "text, line 3, column 'tempo' (number 2): 'two\\nlines' cannot be taken; allowed: a number from 0 to 250, or nothing.")]
    [InlineData("id,tempo\n\"a\nb\",1\n\n2,251\n", "text, line 5, column 'tempo' (number 2): '251' cannot be taken; allowed: a number from 0 to 250, or nothing.")]
    [InlineData("id,tempo\n1,NaN\n2,Infinity\n", "text, line 3, column 'tempo' (number 2): 'Infinity' cannot be taken")]
    [InlineData("id,tempo\n1,2\n3\n", "text, line 3: the record is too short: it has 1 fields, the header 2.")]
    [InlineData("id,tempo\n1,2,3\n", "text, line 2: the record is too long: it has 3 fields, the header 2.")]
    [InlineData("id,id\n1,2\n", "text, line 1, column 'id' (number 2): the name stands in column 1 already")]
    [InlineData("id,temp\n1,2\n", "text, line 1: column 'tempo' is declared but not there. Columns there: 'id', 'temp'.")]
    [InlineData("id,tempo\n1,2\n3,\"4\n5,6\n", "text, line 3, column 'tempo' (number 2): the field '\"4\\n5,6\\n' begins with a quotation mark but is not closed")]
    [InlineData("id,tempo\n1,\"2\"x\n", "text, line 2, column 'tempo' (number 2): the field '\"2\"x' begins with a quotation mark but is not closed")]
    [InlineData("", "text, line 1: the file is empty")]
    public void What_is_wrong_is_named_with_line_and_column(string text, string message)
    {
        CsvOptions options = new() { Columns = [new("tempo", ColumnType.Number) { Minimum = 0, Maximum = 250 }] };
        CsvException error = Assert.Throws<CsvException>(() => Csv.ReadText(text, options));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_another_encoding_are_named_with_their_line()
    {
        CsvException error = Assert.Throws<CsvException>(() => Read(Encoding.Latin1.GetBytes("a\nx\nBjörk\ny\n")));
        Assert.Contains("stream, line 3: the bytes F6 are not utf-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_hold()
    {
        Assert.Contains("MaximumFieldLength", Fail("a\n" + new string('x', 101) + "\n", new CsvOptions { MaximumFieldLength = 100 }), StringComparison.Ordinal);
        Assert.Contains("MaximumRecordLength", Fail("a,b\n" + new string('x', 60) + "," + new string('y', 60) + "\n", new CsvOptions { MaximumRecordLength = 100 }), StringComparison.Ordinal);
        Assert.Contains("MaximumColumns", Fail("a,b,c\n1,2,3\n", new CsvOptions { MaximumColumns = 2 }), StringComparison.Ordinal);
        Assert.Contains("MaximumBytes", Fail(new string('x', 101), new CsvOptions { MaximumBytes = 100 }), StringComparison.Ordinal);
        byte[] bomb = Gzip("a\n" + new string('1', 5_000_000));
        Assert.True(bomb.Length < 20_000);
        CsvOptions small = new() { MaximumBytes = 1_000_000, MaximumFieldLength = 10_000_000 };
        Assert.Contains("MaximumBytes", Assert.Throws<CsvException>(() => Read(bomb, small)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_or_damaged_compressed_file_is_refused()
    {
        byte[] whole = Gzip(string.Concat(Enumerable.Range(0, 3000).Select(row => $"{row * 7919 % 1000},{row}\n")));
        for (int length = 3; length < whole.Length; length += Math.Max(1, whole.Length / 50))
        {
            Assert.Throws<CsvException>(() => Read(whole[..length], new CsvOptions { HasHeader = false }));
        }
    }

    [Fact]
    public void The_number_of_threads_and_the_size_of_the_buffer_do_not_matter()
    {
        string text = "id,name,x\n" + string.Concat(Enumerable.Range(0, 30_000).Select(row => $"{row},\"n{row % 97}\n\",{row / 8.0}\n"));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string expected = Csv.WriteText(Csv.Load(() => new MemoryStream(bytes), "a", null, threads: 1));
        Assert.Equal(text, expected);
        Assert.Equal(expected, Csv.WriteText(Csv.Load(() => new MemoryStream(bytes), "a", null, threads: 2)));
        Assert.Equal(expected, Csv.WriteText(Csv.Load(() => new MemoryStream(bytes), "a", null, bufferSize: 16, threads: 2)));
        byte[] bad = Encoding.UTF8.GetBytes(text + "x,y\n");
        CsvOptions declared = new() { Columns = [new("x", ColumnType.Number) { Maximum = 3000 }] };
        string[] errors = [.. new[] { 1, 2 }.Select(threads => Assert.Throws<CsvException>(() => Csv.Load(() => new MemoryStream(bad), "a", declared, threads: threads)).Message)];
        Assert.Equal(errors[0], errors[1]);
        Assert.StartsWith("a, line 48004, column 'x' (number 3)", errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Frame frame = new(
            ("t", (string?[])["a,b", "c\"d", "e\r\nf", null, " g "]),
            ("n", (double[])[0.1, 1e300, double.NaN, -0.0, 1.0 / 3]),
            ("i", new IntegerColumn([1, int.MinValue, 3, 4, 5], [false, false, true, false, false])),
            ("b", (bool[])[true, false, true, false, true]));
        string text = Csv.WriteText(frame);
        Assert.Equal("t,n,i,b\n\"a,b\",0.1,1,true\n\"c\"\"d\",1E+300,-2147483648,false\n\"e\r\nf\",,,true\n,-0,4,false\n g ,0.3333333333333333,5,true\n", text);
        Assert.Equal(text, Csv.WriteText(Csv.ReadText(text)));
        string path = Path.Combine(Path.GetTempPath(), $"musicrec-{Environment.ProcessId}-written.csv");
        Csv.Write(path, frame);
        Assert.Equal(Encoding.UTF8.GetBytes(text), File.ReadAllBytes(path));
        Assert.Equal(text, Csv.WriteText(Csv.Read(path)));
        File.Delete(path);
    }

    internal static Frame Read(byte[] bytes, CsvOptions? options = null) => Csv.Read(new MemoryStream(bytes), options);

    internal static byte[] Gzip(string text)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }

    private static string Fail(string text, CsvOptions options) => Assert.Throws<CsvException>(() => Csv.ReadText(text, options)).Message;

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            Position < 200_000 ? base.Read(buffer, offset, Math.Min(count, 4096)) : throw new IOException("the disk is gone");
    }
}
