using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

[Collection(ReportingCollection.Name)]
public sealed class TableTests
{
    [Fact]
    public void Text_stands_in_aligned_columns_with_the_best_values_marked()
    {
        Table table = new Table("model", "accuracy", "songs")
            .Row("forest", 0.9234, 195)
            .Row("majority", 0.51, 2017)
            .Row("none", null, 7)
            .Format("accuracy", "0.000")
            .Best("accuracy")
            .Caption("Who likes what")
            .Note("5-fold × 4");

        Assert.Equal(
            """
            Who likes what
            model     accuracy   songs
            ────────  ─────────  ─────
            forest       0.923*    195
            majority     0.510    2017
            none             –       7
            * best of the column
            5-fold × 4
            """.ReplaceLineEndings("\n"),
            ReportingCollection.WithDataKind(null, table.ToText));
    }

    [Fact]
    public void Wide_characters_and_line_breaks_do_not_move_the_columns()
    {
        string[] lines = new Table("artist", "plays").Row("宇多田ヒカル", 12).Row("Beyonce\u0301", 3).Row("a\nb\tc", 100).NotFromData().ToText().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal("宇多田ヒカル     12", lines[2]);
        Assert.Equal("Beyonce\u0301           3", lines[3]);
        Assert.Equal("a b c           100", lines[4]);
    }

    [Fact]
    public void Html_escapes_every_text_and_holds_no_script()
    {
        const string evil = "</td><script>alert('x')</script> & <b>";
        string html = new Table(evil, "n").Row(evil, 1).Caption(evil).Note(evil).ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("& <", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("&lt;/td&gt;&lt;script&gt;").Length - 1);
    }

    [Fact]
    public void Html_marks_the_best_value_and_aligns_numbers_right()
    {
        string html = new Table("model", "loss").Row("a", 0.5).Row("b", 0.25).Best("loss", Best.Lowest).ToHtml();
        Assert.Contains("<b>0.2500</b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>0.5000</b>", html, StringComparison.Ordinal);
        Assert.Contains("<td style=\"text-align:right", html, StringComparison.Ordinal);
        Assert.Contains("<td style=\"text-align:left;padding:3px 10px;vertical-align:top\">a</td>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0000123, "1.23E−5")]
    [InlineData(-0.5, "−0.5000")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(double.NaN, "–")]
    [InlineData(3.0, "3.000")]
    public void Numbers_without_a_format_are_never_shown_as_a_false_zero(double value, string expected)
    {
        string[] lines = new Table("x").Row(value).Row(0.25).NotFromData().ToText().Split('\n');
        Assert.Equal(expected, lines[2].Trim());
    }

    [Fact]
    public void Values_that_read_alike_share_the_mark()
    {
        string text = new Table("m", "x").Row("a", 0.90011).Row("b", 0.90012).Row("c", 0.8).Format("x", "0.00").Best("x").NotFromData().ToText();
        Assert.Equal(2, text.Split("0.90*").Length - 1);
    }

    [Fact]
    public void What_was_made_from_the_sample_says_so()
    {
        Table table = new Table("x").Row(1).Caption("c");
        Assert.Contains("sample (made up)", ReportingCollection.WithDataKind("sample", table.ToText), StringComparison.Ordinal);
        Assert.Contains("sample (made up)", ReportingCollection.WithDataKind("sample", table.ToHtml), StringComparison.Ordinal);
        Assert.DoesNotContain("made up", ReportingCollection.WithDataKind("real", table.ToHtml), StringComparison.Ordinal);
        Assert.DoesNotContain("made up", ReportingCollection.WithDataKind("sample", table.NotFromData().ToHtml), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_tables_are_cut_openly()
    {
        Table table = Table.Of(Enumerable.Range(0, 1234), ("n", n => n)).ShowAtMost(3).NotFromData();
        Assert.Equal(["n", "─", "0", "1", "2", "The first 3 of 1,234 rows."], table.ToText().Split('\n'));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("Row 0 has 1 values", Assert.Throws<ArgumentException>(() => new Table("a", "b").Row(1)).Message, StringComparison.Ordinal);
        Assert.Contains("Known: a, b", Assert.Throws<ArgumentException>(() => new Table("a", "b").Format("c", "0")).Message, StringComparison.Ordinal);
        Assert.Contains("stands twice", Assert.Throws<ArgumentException>(() => new Table("a", "a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Table());
        Assert.Contains("Q9", Assert.Throws<ArgumentException>(() => new Table("a").Format("a", "Q9")).Message, StringComparison.Ordinal);
    }
}
