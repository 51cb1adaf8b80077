using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Data;

public sealed class FrameTests
{
    private static readonly Frame Songs = new(
        ("title", (string?[])["Ada", "Bea", "Cleo", null]),
        ("tempo", (double[])[120, double.NaN, 90, 100]),
        ("plays", (int[])[3, 1, 2, 1]),
        ("liked", (bool[])[true, false, true, false]),
        ("released", (DateOnly?[])[new DateOnly(2001, 2, 3), null, new DateOnly(1999, 1, 1), new DateOnly(2020, 12, 31)]));

    [Fact]
    public void Columns_are_had_by_name_and_type()
    {
        Assert.Equal((4, 5), (Songs.RowCount, Songs.ColumnCount));
        Assert.Equal([120, double.NaN, 90, 100], Songs.Numbers("tempo"));
        Assert.Equal([1.0, 0, 1, 0], Songs.Numbers("liked"));
        Assert.Equal([3, 1, 2, 1], Songs.Integers("plays"));
        Assert.Equal([1, 0, 1, 0], Songs.Integers("liked"));
        Assert.Null(Songs.Texts("title")[3]);
        Assert.Equal(1, Songs["released"].MissingCount);
    }

    [Fact]
    public void An_unknown_column_is_refused_with_the_list_of_those_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Songs.Numbers("temp"));
        Assert.Equal("Unknown column 'temp'. Known: title, tempo, plays, liked, released.", error.Message);
    }

    [Fact]
    public void A_wrong_type_or_a_missing_value_is_refused_by_name()
    {
        Assert.Contains("'title' holds values of type Text", Assert.Throws<ArgumentException>(() => Songs.Numbers("title")).Message, StringComparison.Ordinal);
        Assert.Contains("'tempo' has no value in row 1", Assert.Throws<ArgumentException>(() => Songs.ToMatrix("plays", "tempo")).Message, StringComparison.Ordinal);
        Assert.Contains("'title' has no value in row 3", Assert.Throws<ArgumentException>(() => Songs.Encode("title")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_lengths_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new Frame(("a", (int[])[1]), ("a", (int[])[2])));
        Assert.Throws<ArgumentException>(() => new Frame(("a", (int[])[1]), ("b", (int[])[1, 2])));
        Assert.Throws<ArgumentException>(() => new Frame(("", (int[])[1])));
        Assert.Throws<ArgumentException>(() => Songs.With("x", (int[])[1]));
    }

    [Fact]
    public void Rows_are_chosen_by_conditions()
    {
        Assert.Equal(["Ada"], Songs.Where("tempo", tempo => tempo > 100).Texts("title").AsEnumerable());
        Assert.Equal(3, Songs.Where("title", (string? title) => title is not null).RowCount);
        Assert.Equal(["Cleo"], Songs.Where(row => row.Number("liked") == 1 && row.Number("tempo") < 100 && !row.IsMissing("released")).Texts("title").AsEnumerable());
        Assert.Equal(["Ada", "Cleo"], Songs.WithoutMissing().Texts("title").AsEnumerable());
        Assert.Equal(["Ada", "Bea"], Songs.Head(2).Texts("title").AsEnumerable());
        Assert.Equal(4, Songs.Head(99).RowCount);
    }

    [Fact]
    public void Sorting_is_stable_and_puts_missing_values_last_either_way()
    {
        Assert.Equal(["Bea", null, "Cleo", "Ada"], Songs.SortBy("plays").Texts("title").AsEnumerable());
        Assert.Equal(["Ada", "Cleo", "Bea", null], Songs.SortBy(SortKey.Descending("plays")).Texts("title").AsEnumerable());
        Assert.Equal([90, 100, 120, double.NaN], Songs.SortBy("tempo").Numbers("tempo"));
        Assert.Equal([120, 100, 90, double.NaN], Songs.SortBy(SortKey.Descending("tempo")).Numbers("tempo"));
        Assert.Equal(["Cleo", "Ada", null, "Bea"], Songs.SortBy("released").Texts("title").AsEnumerable());
    }

    [Fact]
    public void Columns_are_added_replaced_renamed_and_left_out()
    {
        Frame changed = Songs.With("plays", (double[])[1, 2, 3, 4]).With("loud", (bool[])[true, true, true, true]).Rename("title", "song").Without("tempo", "released");
        Assert.Equal(["song", "plays", "liked", "loud"], changed.ColumnNames);
        Assert.Equal(ColumnType.Number, changed["plays"].Type);
        Assert.Equal(["title", "tempo", "plays", "liked", "released"], Songs.ColumnNames);
    }

    [Fact]
    public void A_matrix_has_the_columns_asked_for()
    {
        Matrix matrix = Songs.ToMatrix("plays", "liked");
        Assert.Equal((4, 2), (matrix.Rows, matrix.Columns));
        Assert.Equal([3, 1, 1, 0, 2, 1, 1, 0], matrix.Values);
    }

    [Fact]
    public void Labels_are_numbered_in_ascending_order()
    {
        (int[] labels, string[] classes) = Songs.Encode("plays");
        Assert.Equal([2, 0, 1, 0], labels);
        Assert.Equal(["1", "2", "3"], classes);
    }

    [Fact]
    public void Values_are_counted_the_most_frequent_first()
    {
        Frame counts = Songs.ValueCounts("plays");
        Assert.Equal([1, 2, 3], counts.Integers("plays"));
        Assert.Equal([2, 1, 1], counts.Integers("count"));
        Assert.Equal([0.5, 0.25, 0.25], counts.Numbers("share"));
        Assert.Equal(["Ada", "Bea", "Cleo"], Songs.Distinct("plays").Texts("title").AsEnumerable());
    }

    [Fact]
    public void A_group_keeps_its_rows_in_order_and_the_first_value_there_is()
    {
        Grouping groups = Songs.GroupBy("plays");
        Assert.Equal([[1, 3], [2], [0]], groups.Rows);
        Assert.Equal([100.0, 90, 120], groups.Summarise(Aggregate.First("tempo")).Numbers("first tempo"));
        Assert.Equal(["Bea", null], groups.Group(0).Texts("title").AsEnumerable());
        Assert.Throws<ArgumentException>(() => groups.Summarise(Aggregate.Count(), Aggregate.Count()));
    }

    [Fact]
    public void A_constant_column_has_no_correlation()
    {
        Frame frame = new(("a", (double[])[1, 1, 1]), ("b", (double[])[1, 2, 3]));
        Assert.True(double.IsNaN(frame.Correlate()["a", "b"]));
        Assert.Equal(1, frame.Correlate()["b", "b"]);
    }

    [Fact]
    public void It_is_shown_as_a_table_with_its_size_and_types()
    {
        string text = Songs.ToText();
        Assert.Contains("4 rows × 5 columns (number 1, integer 1, text 1, boolean 1, date 1)", text, StringComparison.Ordinal);
        Assert.Contains("Cleo", text, StringComparison.Ordinal);
        Assert.Contains("<table", Songs.ToHtml(), StringComparison.Ordinal);
        Frame many = new(("number", Enumerable.Range(0, 5000).ToArray()));
        Assert.Contains("The first 10 of 5,000 rows × 1 column (integer 1)", many.ToText(), StringComparison.Ordinal);
        Assert.Contains("0 rows × 0 columns", new Frame().ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shuffle_keeps_every_row_and_is_given_by_its_seed()
    {
        Frame many = new(("number", Enumerable.Range(0, 500).ToArray()));
        Assert.Equal(many.Integers("number"), many.Shuffle(3).Integers("number").Order());
        Assert.Equal(many.Shuffle(3).Integers("number"), many.Shuffle(3).Integers("number"));
        Assert.NotEqual(many.Shuffle(3).Integers("number"), many.Shuffle(4).Integers("number"));
    }
}
