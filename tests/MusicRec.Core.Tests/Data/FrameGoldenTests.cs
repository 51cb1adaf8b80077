using System.Text.Json;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

/// <summary>Against pandas, by golden/make_frame.py.</summary>
public sealed class FrameGoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Data", "golden", "frame.json"))).RootElement;

    private static readonly string[] Numeric = ["tempo", "energy", "loudness", "plays"];

    private static readonly Frame Table = new(
        ("tempo", Numbers("columns", "tempo")),
        ("energy", Numbers("columns", "energy")),
        ("loudness", Numbers("columns", "loudness")),
        ("plays", Array.ConvertAll(Numbers("columns", "plays"), value => (int)value)),
        ("genre", Texts("columns", "genre")),
        ("mode", Array.ConvertAll(Numbers("columns", "mode"), value => (int)value)));

    [Fact]
    public void Describe_agrees_with_pandas()
    {
        Frame described = Table.Describe();
        string[] statistics = ["count", "mean", "sd", "min", "25 %", "50 %", "75 %", "max"];
        for (int place = 0; place < Numeric.Length; place++)
        {
            Close(Numbers("describe", Numeric[place]), [.. statistics.Select(name => described.Numbers(name)[place])]);
        }

        JsonElement top = Golden.GetProperty("top");
        Assert.Equal(top[0].GetInt32(), described.Integers("count")[4]);
        Assert.Equal(top[1].GetDouble(), described.Numbers("distinct")[4]);
        Assert.Equal(top[2].GetString(), described.Texts("most frequent")[4]);
        Assert.Equal(top[3].GetDouble(), described.Numbers("times")[4]);
        Assert.Equal(2, described.Integers("missing")[4]);
    }

    [Fact]
    public void Quantiles_agree_with_pandas()
    {
        foreach (JsonProperty quantile in Golden.GetProperty("quantiles").EnumerateObject())
        {
            double probability = double.Parse(quantile.Name, System.Globalization.CultureInfo.InvariantCulture);
            Close(Numbers(quantile.Value), Array.ConvertAll(Numeric, name => Table.Quantile(name, probability)));
        }
    }

    [Fact]
    public void Skewness_agrees_with_pandas()
    {
        Close(Numbers(Golden.GetProperty("skew")), Array.ConvertAll(Numeric, Table.Skewness));
        Frame few = new(("two", new double[] { 1, 2 }));
        Assert.True(double.IsNaN(few.Skewness("two")));
        Assert.True(double.IsNaN(new Frame(("same", new double[] { 3, 3, 3 })).Skewness("same")));
    }

    [Fact]
    public void Correlations_over_pairwise_complete_rows_agree_with_pandas()
    {
        CorrelationMatrix correlations = Table.Correlate(Numeric);
        double[] expected = [.. Golden.GetProperty("corr").EnumerateArray().SelectMany(Numbers)];
        Close(expected, correlations.Values.Values);
        Assert.Equal(correlations["energy", "loudness"], correlations["loudness", "energy"]);
    }

    [Fact]
    public void Groups_and_their_aggregates_agree_with_pandas()
    {
        Frame groups = Table.GroupBy("genre", "mode").Summarise(
            Aggregate.Mean("tempo").As("mean"),
            Aggregate.Sum("tempo").As("sum"),
            Aggregate.Count("tempo").As("count"),
            Aggregate.Minimum("tempo").As("min"),
            Aggregate.Maximum("tempo").As("max"),
            Aggregate.Median("tempo").As("median"),
            Aggregate.StandardDeviation("tempo").As("std"),
            Aggregate.First("tempo").As("first"),
            Aggregate.Count().As("size"));
        Assert.Equal(Texts("groups", "genre"), groups.Texts("genre"));
        foreach (string name in groups.ColumnNames.Skip(1))
        {
            Close(Numbers("groups", name), groups.Numbers(name));
        }
    }

    [Fact]
    public void Sorting_by_two_keys_agrees_with_pandas()
    {
        int[] rows = [.. Enumerable.Range(0, Table.RowCount)];
        int[] order = Table.With("row", rows).SortBy("genre", SortKey.Descending("tempo")).Integers("row");
        Assert.Equal(Golden.GetProperty("sorted").EnumerateArray().Select(value => value.GetInt32()), order);
    }

    private static double[] Numbers(string part, string name) => Numbers(Golden.GetProperty(part).GetProperty(name));

    private static double[] Numbers(JsonElement values) =>
        [.. values.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];

    private static string?[] Texts(string part, string name) =>
        [.. Golden.GetProperty(part).GetProperty(name).EnumerateArray().Select(value => value.GetString())];

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int place = 0; place < expected.Length; place++)
        {
            bool close = double.IsNaN(expected[place])
                ? double.IsNaN(actual[place])
                : Math.Abs(expected[place] - actual[place]) <= 1e-12 * Math.Max(1, Math.Abs(expected[place]));
            Assert.True(close, $"Place {place}: pandas {expected[place]:R}, ours {actual[place]:R}.");
        }
    }
}
