using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

public sealed class CsvPropertyTests
{
    private static readonly Gen<string> Field = Gen.OneOf(
        Gen.Elements("a", "\"", "\"\"", ",", "\n", "\r\n", "\r", " ", "é🎵", "1.5", "-", "true", ";", "\t").ListOf().Select(parts => string.Concat(parts.Take(8))),
        Gen.Choose(-100000, 100000).Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string[][]> Tables =
        from columns in Gen.Choose(1, 5)
        from rows in Gen.Choose(0, 12)
        from fields in Field.ArrayOf(columns).ArrayOf(rows)
        select fields;

    private static CsvOptions AllText(int columns) => new()
    {
        Columns = [.. Enumerable.Range(0, columns).Select(column => new CsvColumn($"c{column}", ColumnType.Text))],
    };

    [Fact]
    public void Any_fields_survive_writing_and_reading() => Prop.ForAll(Tables.ToArbitrary(), table =>
    {
        int columns = table.Length == 0 ? 1 : table[0].Length;
        (string, Column)[] values = [.. Enumerable.Range(0, columns).Select(column =>
            ($"c{column}", (Column)Array.ConvertAll(table, row => row[column].Length == 0 ? null : row[column])))];
        string text = Csv.WriteText(new Frame(values));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (int bufferSize in new[] { 16, 4096 })
        {
            Frame read = Csv.Load(() => new MemoryStream(bytes), "text", AllText(columns), bufferSize);
            Assert.Equal(table.Length, read.RowCount);
            for (int column = 0; column < columns; column++)
            {
                Assert.Equal(((TextColumn)values[column].Item2).Values, read.Texts($"c{column}"));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void A_truncated_text_gives_a_frame_or_the_typed_exception() => Prop.ForAll(Tables.ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (table, cut) =>
    {
        int columns = table.Length == 0 ? 1 : table[0].Length;
        Frame frame = new([.. Enumerable.Range(0, columns).Select(column => ($"c{column}", (Column)Array.ConvertAll(table, row => (string?)row[column])))]);
        string text = Csv.WriteText(frame);
        ReadOrRefuse(Encoding.UTF8.GetBytes(text[..(cut % (text.Length + 1))]), new CsvOptions());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Random_bytes_give_a_frame_or_the_typed_exception()
    {
        Gen<byte[]> likely = Gen.Elements(",\"\r\n;\t1.-eaN\0 "u8.ToArray()).ArrayOf(60);
        Gen<byte[]> any = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(80);
        Gen<byte[]> gzip = any.Select(bytes => (byte[])[0x1F, 0x8B, 8, .. bytes]);
        Prop.ForAll(Gen.OneOf(likely, any, gzip).ToArbitrary(), bytes =>
        {
            ReadOrRefuse(bytes, new CsvOptions());
            ReadOrRefuse(bytes, new CsvOptions { HasHeader = false });
            ReadOrRefuse(bytes, CsvOptions.TabSeparated with { Encoding = Encoding.Latin1, HasHeader = false });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void Numbers_are_the_nearest_doubles()
    {
        Gen<string> numbers =
            from sign in Gen.Elements("", "-", "+")
            from whole in Gen.Choose(0, 999999999)
            from fraction in Gen.OneOf(Gen.Constant(string.Empty), Gen.Choose(0, 999999999).Select(value => "." + value.ToString(CultureInfo.InvariantCulture)))
            from exponent in Gen.OneOf(Gen.Constant(string.Empty), Gen.Choose(-330, 310).Select(value => "e" + value.ToString(CultureInfo.InvariantCulture)))
            select sign + whole.ToString(CultureInfo.InvariantCulture) + fraction + exponent;
        Prop.ForAll(numbers.ToArbitrary(), text =>
        {
            double expected = double.Parse(text, CultureInfo.InvariantCulture);
            Assert.Equal(double.IsFinite(expected), NumberText.TryParseNumber(text, out double value));
            Assert.True(!double.IsFinite(expected) || BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value), text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1\0")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("1e5x")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    public void What_is_no_finite_number_is_refused(string text) => Assert.False(NumberText.TryParseNumber(text, out _) || NumberText.TryParseInteger(text, out _));

    [Theory]
    [InlineData("2147483647", 2147483647)]
    [InlineData("-2147483648", -2147483648)]
    [InlineData(" 12 ", 12)]
    [InlineData("+5", 5)]
    [InlineData("007", 7)]
    public void Whole_numbers_of_32_bits_are_integers(string text, int expected)
    {
        Assert.True(NumberText.TryParseInteger(text, out int value));
        Assert.Equal(expected, value);
    }

    private static void ReadOrRefuse(byte[] bytes, CsvOptions options)
    {
        try
        {
            foreach (int bufferSize in new[] { 16, 65536 })
            {
                _ = Csv.Load(() => new MemoryStream(bytes), "bytes", options, bufferSize);
            }
        }
        catch (CsvException error)
        {
            Assert.StartsWith("bytes", error.Message, StringComparison.Ordinal);
        }
    }
}
