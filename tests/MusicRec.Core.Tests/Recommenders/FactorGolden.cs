using System.Text.Json;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Recommenders;

/// <summary>What numpy says about factor models on small made-up data, from golden/factors.json.</summary>
internal static class FactorGolden
{
    private static readonly JsonElement s_root = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recommenders", "golden", "factors.json"))).RootElement;

    /// <summary>The cases of one kind.</summary>
    public static JsonElement[] Cases(string kind) => [.. s_root.GetProperty(kind).EnumerateArray()];

    /// <summary>Interactions of a dense table of plays [users, items], 0 standing for none.</summary>
    public static Interactions Plays(double[] table, int users, int items)
    {
        int[] places = [.. Enumerable.Range(0, table.Length).Where(place => table[place] > 0)];
        return Interactions.FromIndices(
            [.. Enumerable.Range(0, users).Select(user => $"listener {user}")], [.. Enumerable.Range(0, items).Select(item => $"song {item}")],
            [.. places.Select(place => place / items)], [.. places.Select(place => place % items)], [.. places.Select(place => table[place])]);
    }

    /// <summary>Vectors with zeros behind their <paramref name="factors"/> numbers.</summary>
    public static float[] Padded(double[] vectors, int factors, int stride)
    {
        float[] padded = new float[vectors.Length / factors * stride];
        for (int place = 0; place < vectors.Length; place++)
        {
            padded[(place / factors * stride) + (place % factors)] = (float)vectors[place];
        }

        return padded;
    }

    /// <summary>Fails where two tables differ by more than a share of the largest number expected.</summary>
    public static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double share)
    {
        Assert.Equal(expected.Count, actual.Count);
        double allowed = share * expected.Max(Math.Abs);
        for (int place = 0; place < expected.Count; place++)
        {
            Assert.True(Math.Abs(expected[place] - actual[place]) <= allowed, $"Number {place} is {actual[place]:R}, expected {expected[place]:R} ± {allowed:R}.");
        }
    }
}
