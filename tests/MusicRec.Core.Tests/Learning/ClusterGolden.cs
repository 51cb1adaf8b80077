using System.Text.Json;

namespace MusicRec.Core.Tests.Learning;

/// <summary>What scikit-learn says about clusters and components, from golden/clusters.json.</summary>
internal static class ClusterGolden
{
    public static JsonElement Root { get; } = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Learning", "golden", "clusters.json"))).RootElement;

    /// <summary>The names of the cases of one kind.</summary>
    public static TheoryData<string> Names(string kind) =>
        [.. Root.GetProperty(kind).EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!)];

    /// <summary>The case of this name.</summary>
    public static JsonElement Case(string kind, string name) =>
        Root.GetProperty(kind).EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);

    public static int[] Integers(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
}
