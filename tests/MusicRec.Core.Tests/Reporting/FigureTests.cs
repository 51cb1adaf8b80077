using System.Text.Json;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

[Collection(ReportingCollection.Name)]
public sealed class FigureTests
{
    public static TheoryData<string> Kinds { get; } = [.. FigureSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_Plotly_JSON_with_matching_lengths_titles_and_units(string kind)
    {
        using JsonDocument json = Parse(Titled(kind));
        Assert.Equal(["data", "layout", "config"], json.RootElement.EnumerateObject().Select(property => property.Name));
        JsonElement layout = json.RootElement.GetProperty("layout");
        Assert.Contains("The point", layout.GetProperty("title").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("(", AxisTitles(layout), StringComparison.Ordinal);
        Assert.InRange(layout.GetProperty("height").GetInt32(), 150, 2000);
        Assert.NotEqual(0, json.RootElement.GetProperty("data").GetArrayLength());
        foreach (JsonElement trace in json.RootElement.GetProperty("data").EnumerateArray())
        {
            CheckLengths(trace);
            Assert.True(trace.TryGetProperty("xaxis", out JsonElement axis) ? layout.TryGetProperty("xaxis" + axis.GetString()![1..], out _) : layout.TryGetProperty("xaxis", out _));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_text_can_become_markup(string kind)
    {
        Figure figure = FigureSamples.All[kind]().Title(FigureSamples.Evil).Subtitle(FigureSamples.Evil).Note(FigureSamples.Evil).YAxis(FigureSamples.Evil);
        string json = figure.ToJson();
        Assert.DoesNotContain("<", json, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        using JsonDocument parsed = JsonDocument.Parse(json);
        Assert.All(Strings(parsed.RootElement), text => Assert.DoesNotContain("</script", text, StringComparison.Ordinal));
        Assert.All(Strings(parsed.RootElement), text => Assert.DoesNotContain("<b>x", text, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", figure.ToHtml(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>x", figure.ToHtml(), StringComparison.Ordinal);
        Assert.Equal(2, figure.ToPage().Split("</script>").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_text_tells_title_axes_and_what_is_drawn(string kind)
    {
        string[] lines = Titled(kind).ToText().Split('\n');
        Assert.StartsWith("[", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("] The point", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => (line.Contains("x: ", StringComparison.Ordinal) || line.Contains("y: ", StringComparison.Ordinal)) && line.Contains('('));
        Assert.True(lines.Length > 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_made_from_the_sample_says_so(string kind)
    {
        Figure figure = Titled(kind);
        Assert.Contains("sample (made up)", ReportingCollection.WithDataKind("sample", figure.ToJson), StringComparison.Ordinal);
        Assert.Contains("sample (made up)", ReportingCollection.WithDataKind("sample", figure.ToText), StringComparison.Ordinal);
        Assert.DoesNotContain("made up", ReportingCollection.WithDataKind("real", figure.ToJson), StringComparison.Ordinal);
        Assert.DoesNotContain("made up", ReportingCollection.WithDataKind("sample", figure.NotFromData().ToJson), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_have_six_digits_and_missing_ones_are_gaps()
    {
        using JsonDocument json = Parse(Figure.Line([1, 2, 3], [Math.PI, double.NaN, -0.0]));
        Assert.Equal("[3.14159,null,0]", json.RootElement.GetProperty("data")[0].GetProperty("y").GetRawText());
        Assert.Contains("Y[1]", Assert.Throws<ArgumentException>(() => Figure.Line([1, 2], [1, double.PositiveInfinity])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bins_are_round_and_hold_every_value_once()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(index => 20 + (index * 0.1234))];
        using JsonDocument json = Parse(Figure.Histogram(values));
        JsonElement trace = json.RootElement.GetProperty("data")[0];
        Assert.Equal(1000, trace.GetProperty("y").EnumerateArray().Sum(count => count.GetDouble()));
        Assert.Equal(10, trace.GetProperty("width").GetDouble());
        Assert.Equal(25, trace.GetProperty("x")[0].GetDouble());
        double[] edges = Histogrammer.Edges([0.1, 0.2, 0.30000000000000004, 0.7], 7);
        Assert.Equal(4, Histogrammer.Count([0.1, 0.2, 0.30000000000000004, 0.7], edges).Sum());
    }

    [Fact]
    public void Two_histograms_compare_as_shares_of_each_group()
    {
        using JsonDocument json = Parse(Figure.Histogram(("many", [1, 1, 1, 2]), ("few", [2])));
        Assert.Equal(100, json.RootElement.GetProperty("data")[0].GetProperty("y").EnumerateArray().Sum(share => share.GetDouble()), 3);
    }

    [Fact]
    public void Boxes_have_the_quartiles_and_whiskers_of_Tukey()
    {
        using JsonDocument json = Parse(Figure.Box(("a", [1, 2, 3, 4, 5, 6, 7, 8, 100])));
        JsonElement box = json.RootElement.GetProperty("data")[0];
        Assert.Equal(["3", "5", "7", "1", "8"], new[] { "q1", "median", "q3", "lowerfence", "upperfence" }.Select(name => box.GetProperty(name)[0].GetRawText()));
        Assert.Equal("[[100]]", box.GetProperty("x").GetRawText());
    }

    [Fact]
    public void Large_scatters_and_long_lines_are_thinned_openly()
    {
        double[] many = [.. Enumerable.Range(0, 10_000).Select(index => (double)index)];
        Figure scatter = Figure.Scatter(many, many);
        Assert.Contains("1,500 of 10,000 points drawn", scatter.ToText(), StringComparison.Ordinal);
        Assert.True(scatter.ToJson().Length < 60_000);
        Assert.Contains("1,000 of 10,000 points drawn", Figure.Line(many, many).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_have_one_scale_and_names_that_do_not_meet()
    {
        double[] x = [0, 0.01, 10, 10, 5], y = [0, 0.01, 0, 1, 4];
        using JsonDocument json = Parse(Figure.Map(x, y, ["first", "hidden by the first", "right", "above right", "middle"], mostLabels: 4));
        JsonElement layout = json.RootElement.GetProperty("layout");
        string[] written = [.. layout.GetProperty("annotations").EnumerateArray().Select(label => label.GetProperty("text").GetString()!)];
        Assert.Equal(["first", "right", "above right", "middle"], written);
        double Length(string axis) => layout.GetProperty(axis).GetProperty("range")[1].GetDouble() - layout.GetProperty(axis).GetProperty("range")[0].GetDouble();
        JsonElement margin = layout.GetProperty("margin");
        double height = layout.GetProperty("height").GetInt32() - margin.GetProperty("t").GetInt32() - margin.GetProperty("b").GetInt32();
        Assert.Equal(808 / height, Length("xaxis") / Length("yaxis"), 1e-4);
        Assert.Equal("[]", layout.GetProperty("xaxis").GetProperty("tickvals").GetRawText());
        Assert.Contains("names written: first, right", Figure.Map(x, y, ["first", "b", "right", "d", "e"], mostLabels: 2).ToText(), StringComparison.Ordinal);
        Assert.Equal(2, Figure.Map([1, 1], [2, 2], ["same", "place"]).ToText().Split("names written: same").Length);
        Assert.Throws<ArgumentException>(() => Figure.Map([double.NaN], [1], ["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Map([1], [1], ["a"], mostLabels: -1));
    }

    [Fact]
    public void Missing_values_are_counted_in_small_print()
    {
        Assert.Contains("1 of 3 values missing", Figure.Histogram([1, 2, double.NaN]).ToJson(), StringComparison.Ordinal);
        Assert.Contains("1 of 2 items lack a value", Figure.Scatter([1, double.NaN], [1, 2]).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Small_multiples_share_one_legend()
    {
        using JsonDocument json = Parse(Figure.SmallMultiples(Enumerable.Range(0, 4).Select(index => Figure.Histogram(("a", [1, 2]), ("b", [2, 3])).Title($"panel {index}"))));
        bool[] listed = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("showlegend").GetBoolean())];
        Assert.Equal([true, true, false, false, false, false, false, false], listed);
        Assert.True(json.RootElement.GetProperty("layout").TryGetProperty("yaxis4", out _));
    }

    [Fact]
    public void Ordered_bars_put_the_highest_first()
    {
        using JsonDocument json = Parse(Figure.Bar(["a", "b", "c"], [1, 3, 2], ordered: true));
        Assert.Equal("[\"b\",\"c\",\"a\"]", json.RootElement.GetProperty("data")[0].GetProperty("x").GetRawText());
    }

    [Fact]
    public void Stacked_shares_sum_up_to_1_and_are_named_in_their_order_beside_the_last_column()
    {
        Figure figure = Figure.StackedShares(["a", "b"], ("low", [2, 1]), ("thin", [1, 0.01]), ("high", [1, 98.99]));
        using JsonDocument json = Parse(figure);
        JsonElement layout = json.RootElement.GetProperty("layout");
        Assert.Equal("stack", layout.GetProperty("barmode").GetString());
        Assert.Equal(["[0.5,0.01]", "[0.25,0.0001]", "[0.25,0.9899]"], json.RootElement.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("y").GetRawText()));
        Assert.Equal("[\"50 %\",\"\"]", json.RootElement.GetProperty("data")[0].GetProperty("text").GetRawText());
        (string Text, double Y)[] names = [.. layout.GetProperty("annotations").EnumerateArray().Select(mark => (mark.GetProperty("text").GetString()!, mark.GetProperty("y").GetDouble()))];
        Assert.Equal(["low", "thin", "high"], names.OrderBy(name => name.Y).Select(name => name.Text.Split("</span> ")[1]));
        Assert.All(names.OrderBy(name => name.Y).Zip(names.OrderBy(name => name.Y).Skip(1)), pair => Assert.True(pair.Second.Y - pair.First.Y >= 0.0499));
    }

    [Fact]
    public void Bands_of_runs_reach_one_standard_deviation_from_their_mean()
    {
        using JsonDocument json = Parse(Figure.LearningCurves("accuracy", ("a", [[1, 5], [3, 5]])));
        string[] drawn = [.. json.RootElement.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("y").GetRawText())];
        Assert.Equal(["[0.585786,5]", "[3.41421,5]", "[2,5]"], drawn);
    }

    [Fact]
    public void A_frame_stands_around_its_cell_and_colours_can_stop_growing()
    {
        Figure figure = Figure.HeatMap(["a", "b"], ["c", "d", "e"], new Matrix(2, 3, [1, 2, 3, 4, 5, 90]), "points", strongestAt: 10).FrameCell(1, 2);
        using JsonDocument json = Parse(figure);
        JsonElement shape = json.RootElement.GetProperty("layout").GetProperty("shapes")[0], trace = json.RootElement.GetProperty("data")[0];
        Assert.Equal("rect", shape.GetProperty("type").GetString());
        Assert.InRange(2, shape.GetProperty("x0").GetDouble(), shape.GetProperty("x1").GetDouble());
        Assert.InRange(1, shape.GetProperty("y0").GetDouble(), shape.GetProperty("y1").GetDouble());
        Assert.True(shape.GetProperty("x1").GetDouble() - shape.GetProperty("x0").GetDouble() < 1);
        Assert.Equal((1, 10), (trace.GetProperty("zmin").GetDouble(), trace.GetProperty("zmax").GetDouble()));
        Assert.Contains("framed: b · e", figure.ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => figure.FrameCell(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.HeatMap(["a"], ["b"], new Matrix(1, 1, [5]), "points", strongestAt: 5));
        Assert.Throws<InvalidOperationException>(() => Figure.Line([1, 2], [3, 4]).FrameCell(0, 0));
    }

    [Fact]
    public void Arrows_of_a_biplot_point_where_features_grow()
    {
        using JsonDocument json = Parse(Figure.Biplot(new Matrix(2, 2, [4, 0, -4, 0]), new Matrix(2, 2, [0.5, -1, 0, 0]), ["up", "down"], groups: ["g", "h"]));
        JsonElement[] marks = [.. json.RootElement.GetProperty("layout").GetProperty("annotations").EnumerateArray()];
        Assert.Equal(["2", "-4"], marks.Where(mark => mark.GetProperty("showarrow").GetBoolean()).Select(mark => mark.GetProperty("x").GetRawText()));
        Assert.Equal(("left", "right"), (marks.Single(mark => mark.GetProperty("text").GetString() == "up").GetProperty("xanchor").GetString(), marks.Single(mark => mark.GetProperty("text").GetString() == "down").GetProperty("xanchor").GetString()));
        Assert.Equal(4, json.RootElement.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void Every_number_of_clusters_has_its_tick()
    {
        using JsonDocument json = Parse(Figure.ElbowAndSilhouette([2, 3, 4], [9, 5, 4], [0.3, 0.4, 0.2], 3));
        Assert.Equal("[2,3,4]", json.RootElement.GetProperty("layout").GetProperty("xaxis2").GetProperty("tickvals").GetRawText());
        Assert.Equal(2, json.RootElement.GetProperty("layout").GetProperty("shapes").GetArrayLength());
    }

    [Fact]
    public void Labels_that_would_stand_on_each_other_are_moved_apart()
    {
        Assert.Equal([0.0, 1, 2, 9], FigureMarks.Apart([0, 0, 0.5, 9], 1, 0, 10));
        Assert.Equal([1.0, 8, 9, 10], FigureMarks.Apart([1, 9, 9.5, 11], 1, 0, 10));
        Assert.Equal([2.0, 4], FigureMarks.Apart([2, 4], 1, 0, 10));
    }

    [Fact]
    public void Ticks_of_a_logarithmic_axis_are_written_as_people_write_them() =>
        Assert.Contains("\"500\",\"1,000\",\"2,000\",\"5,000\",\"10,000\",\"20,000\"", Figure.Line([460, 22_700], [1, 2]).XLogarithmic().ToJson().ToString(), StringComparison.Ordinal);

    [Fact]
    public void Mistakes_are_named()
    {
        Refuses("sum of 'b'", () => Figure.StackedShares(["a", "b"], ("x", [1, 0]), ("y", [2, 0])));
        Refuses("x[1] is -1", () => Figure.StackedShares(["a", "b"], ("x", [1, -1]), ("y", [2, 3])));
        Refuses("number of series", () => Figure.StackedShares(["a"], ("x", [1])));
        Refuses("is a stacked shares", () => Figure.SmallMultiples([FigureSamples.All["stacked shares"]().Title("t")]));
        Refuses("chosen is 9; allowed: 2, 3", () => Figure.ElbowAndSilhouette([2, 3], [1, 2], [1, 2], 9));
        Refuses("silhouettes has 1", () => Figure.ElbowAndSilhouette([2, 3], [1, 2], [1]));
        Refuses("number of runs of 'a' is 1", () => Figure.LearningCurves("loss", ("a", [[1, 2]])));
        Refuses("a.Runs[1] has 1", () => Figure.LearningCurves("loss", ("a", [[1, 2], [1]])));
        Refuses("loadings' columns", () => Figure.Biplot(new Matrix(2, 2), new Matrix(2, 3), ["a"]));
        Refuses("scores' columns is 1", () => Figure.Biplot(new Matrix(2, 1), new Matrix(2, 1), ["a"]));
        Refuses("errors[0]", () => Figure.GroupedBar(["a"], ("x", [1], [-1])));
        Refuses("stands twice", () => Figure.Bar(["a", "a"], [1, 2]));
        Refuses("2 entries", () => Figure.Bar(["a", "b"], [1]));
        Refuses("errors[0]", () => Figure.Bar(["a"], [1], [-1]));
        Refuses("low ≤ mean ≤ high", () => Figure.Intervals(("a", 1, 2, 3)));
        Refuses("number of groups", () => Figure.Box());
        Refuses("one edge", () => Figure.Line(new Series("a", [1], [1], Low: [0])));
        Refuses("above 0", () => Figure.Line([0, 1], [1, 2]).XLogarithmic().ToJson());
        Refuses("no title", () => Figure.SmallMultiples([Figure.Line([1], [1])]));
        Refuses("is a heat map", () => Figure.SmallMultiples([FigureSamples.All["heat map"]().Title("t")]));
        Refuses("empty", () => Figure.Histogram([double.NaN]));
        Refuses("counts[0, 1]", () => Figure.ConfusionMatrix(["a", "b"], new Matrix(2, 2, [1, 0.5, 0, 1])));
        Refuses("bestEpoch", () => Figure.LearningCurves([1, 2], bestEpoch: 3));
        Refuses("Known: liked", () => Figure.Scatter([1], [1], groups: ["x"], groupOrder: ["liked"]));
    }

    private static void Refuses(string words, Func<object> make) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);

    private static Figure Titled(string kind) => FigureSamples.All[kind]().Title("The point");

    private static JsonDocument Parse(Figure figure) => JsonDocument.Parse(figure.ToJson());

    private static string AxisTitles(JsonElement layout) =>
        string.Concat(layout.EnumerateObject().Where(property => property.Name.StartsWith("xaxis", StringComparison.Ordinal) || property.Name.StartsWith("yaxis", StringComparison.Ordinal))
            .Select(property => property.Value.GetProperty("title").GetProperty("text").GetString()));

    private static void CheckLengths(JsonElement trace)
    {
        string type = trace.GetProperty("type").GetString()!;
        if (type == "heatmap")
        {
            Assert.Equal(trace.GetProperty("y").GetArrayLength(), trace.GetProperty("z").GetArrayLength());
            Assert.All(trace.GetProperty("z").EnumerateArray(), row => Assert.Equal(trace.GetProperty("x").GetArrayLength(), row.GetArrayLength()));
        }
        else if (type == "box")
        {
            Assert.All(["y", "q1", "median", "q3", "mean", "lowerfence", "upperfence"], name => Assert.Equal(1, trace.GetProperty(name).GetArrayLength()));
        }
        else
        {
            Assert.Equal(trace.GetProperty("x").GetArrayLength(), trace.GetProperty("y").GetArrayLength());
            Assert.NotEqual(0, trace.GetProperty("x").GetArrayLength());
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
        _ => [],
    };
}
