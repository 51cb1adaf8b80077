using System.Text.Json;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

public sealed class NamedPointsTests
{
    [Fact]
    public void Names_stand_beside_their_points_where_no_other_stands()
    {
        // Two points near each other, the second to the right of the first: the first's name has no room there.
        string?[] sides = LabelPlacement.Place([("first", 0.5, 0.5), ("second", 0.52, 0.5), ("alone", 0.1, 0.1), ("at the edge of the picture", 0.99, 0.8)], 800, 400);
        Assert.Equal(["middle left", "middle right", "middle right", "middle left"], sides.Select(side => side ?? "none"));

        // Many at one place: some get a side each, no two the same, and the rest none.
        string?[] crowd = LabelPlacement.Place([.. Enumerable.Range(0, 12).Select(index => ($"name {index}", 0.5, 0.5))], 800, 400);
        string[] placed = [.. crowd.OfType<string>()];
        Assert.Equal(placed.Length, placed.Distinct().Count());
        Assert.InRange(placed.Length, 1, 8);
        Assert.Null(crowd[^1]);
    }

    [Fact]
    public void A_logarithmic_axis_has_room_for_all_points_and_intervals_become_bars()
    {
        using JsonDocument json = JsonDocument.Parse(Figure.NamedPoints([("fast", 0.01, 0.1, 0.05, 0.2), ("slow", 100, 0.3, null, null)], logarithmicX: true).ToJson());
        JsonElement axis = json.RootElement.GetProperty("layout").GetProperty("xaxis"), trace = json.RootElement.GetProperty("data")[0];
        Assert.Equal("log", axis.GetProperty("type").GetString());
        Assert.True(axis.GetProperty("range")[0].GetDouble() < -2 && axis.GetProperty("range")[1].GetDouble() > 2);
        Assert.Equal([0.1, 0.0], trace.GetProperty("error_y").GetProperty("array").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal([0.05, 0.0], trace.GetProperty("error_y").GetProperty("arrayminus").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(["fast", "slow"], trace.GetProperty("text").EnumerateArray().Select(value => value.GetString()));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.NamedPoints([]));
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => Figure.NamedPoints([("a", 1, 1, null, null), ("a", 2, 2, null, null)])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentOutOfRangeException>(() => Figure.NamedPoints([("a", 0, 1, null, null)], logarithmicX: true)).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => Figure.NamedPoints([("a", 1, 1, 2, 3)])).Message, StringComparison.Ordinal);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => Figure.NamedPoints([("a", 1, 1, 0.5, null)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Figure.NamedPoints([("a", double.NaN, 1, null, null)]));
    }
}
