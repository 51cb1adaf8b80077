using System.Text.Json;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

[Collection(ReportingCollection.Name)]
public sealed class PredictionFigureTests
{
    [Fact]
    public void Precision_runs_in_steps_and_guessing_stands_at_the_base_rate()
    {
        using JsonDocument json = Parse(Figure.PrecisionRecall(0.25, ("model", [1, 0.5, 0], [0.25, 0.5, 1], 0.375)));
        JsonElement data = json.RootElement.GetProperty("data");
        Assert.Equal("hv", data[0].GetProperty("line").GetProperty("shape").GetString());
        Assert.Equal("model (average precision 0.375)", data[0].GetProperty("name").GetString());
        Assert.Equal("[0.25,0.25]", data[1].GetProperty("y").GetRawText());
        using JsonDocument longCurve = Parse(Figure.PrecisionRecall(0.25, ("model", [1, 1, 1, 1, 0.5, 0], [0.25, 0.3, 0.35, 0.4, 0.5, 1], 0.375)));
        Assert.Equal("[1,1,0.5,0]", longCurve.RootElement.GetProperty("data")[0].GetProperty("x").GetRawText());
        Assert.Equal("[0.25,0.4,0.5,1]", longCurve.RootElement.GetProperty("data")[0].GetProperty("y").GetRawText());
        double[] many = [.. Enumerable.Range(0, 5000).Select(point => 1 - (point / 5000.0))];
        Assert.Contains("drawn with 1,000", Figure.PrecisionRecall(0.25, ("a", many, many, 0.5), ("b", many, many, 0.5)).ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.PrecisionRecall(0, ("model", [1], [1], 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.PrecisionRecall(0.5, ("model", [1], [1.5], 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.PrecisionRecall(0.5));
    }

    [Fact]
    public void Curves_side_by_side_share_one_entry_of_the_legend_per_model()
    {
        Figure figure = MusicRec.Evaluation.ClassifierCurves.Figure([0, 0, 1, 1], ("good", [0.1, 0.4, 0.35, 0.8]), ("blind", [1, 1, 1, 1]));
        using JsonDocument json = Parse(figure);
        JsonElement[] data = [.. json.RootElement.GetProperty("data").EnumerateArray()];
        Assert.Equal(
            ["good (area 0.750, average precision 0.833)", "blind (area 0.500, average precision 0.500)", "guessing"],
            data.Where(trace => trace.GetProperty("showlegend").GetBoolean()).Select(trace => trace.GetProperty("name").GetString()));
        Assert.Equal(6, data.Length);
        Assert.Equal("[0.5,0.5]", data[5].GetProperty("y").GetRawText());
        Assert.Equal("[0,1]", data[2].GetProperty("y").GetRawText());
    }

    [Fact]
    public void Predictions_stand_on_the_line_where_they_are_right_on_average()
    {
        double[] targets = [.. Enumerable.Range(0, 4000).Select(row => (double)(row % 100))];
        Figure figure = Figure.TrueAgainstPredicted(targets, targets);
        using JsonDocument json = Parse(figure);
        JsonElement data = json.RootElement.GetProperty("data");
        Assert.Contains("1,500 of 4,000 points drawn", figure.ToText(), StringComparison.Ordinal);
        Assert.Equal("[0,99]", data[1].GetProperty("x").GetRawText());
        JsonElement means = data[2];
        Assert.Equal(20, means.GetProperty("x").GetArrayLength());
        Assert.Equal(means.GetProperty("x").GetRawText(), means.GetProperty("y").GetRawText());
        Assert.Throws<ArgumentException>(() => Figure.TrueAgainstPredicted([1, double.NaN], [1, 2]));
        Assert.Throws<ArgumentException>(() => Figure.TrueAgainstPredicted([1, 2], [1]));
        Assert.NotEmpty(Figure.TrueAgainstPredicted([1, 1], [1, 1]).ToJson());
    }

    [Fact]
    public void Single_rows_are_parted_by_gaps_thinned_openly_and_start_at_0_when_centred()
    {
        Matrix individual = new(3, 2, [1, 2, 5, 4, 0, 0]);
        using JsonDocument json = Parse(Figure.PartialDependence([10, 20], [2, 2], individual, centred: true));
        JsonElement data = json.RootElement.GetProperty("data");
        Assert.Equal("[10,20,null,10,20,null,10,20,null]", data[0].GetProperty("x").GetRawText());
        Assert.Equal("[0,1,null,0,-1,null,0,0,null]", data[0].GetProperty("y").GetRawText());
        Assert.Equal("[0,0]", data[1].GetProperty("y").GetRawText());
        Assert.Contains("50 of 1,000 single rows drawn", Figure.PartialDependence([1], [0], new Matrix(1000, 1)).ToText(), StringComparison.Ordinal);
        Assert.Contains("grid[1]", Assert.Throws<ArgumentOutOfRangeException>(() => Figure.PartialDependence([2, 1], [2, 2], individual)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Figure.PartialDependence([1, 2, 3], [2, 2, 2], individual));
        Assert.Throws<ArgumentException>(() => Figure.PartialDependence([1, 2], [2, 2], new Matrix(0, 2)));
    }

    private static JsonDocument Parse(Figure figure) => JsonDocument.Parse(figure.ToJson());
}
