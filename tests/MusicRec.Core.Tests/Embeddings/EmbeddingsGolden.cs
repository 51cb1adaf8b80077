using System.Text.Json;

namespace MusicRec.Core.Tests.Embeddings;

/// <summary>What gensim says about small made-up sentences and vectors, from golden/embeddings.json.</summary>
internal static class EmbeddingsGolden
{
    public static JsonElement Root { get; } = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Embeddings", "golden", "embeddings.json"))).RootElement;

    public static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetString()!)];

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static string[][] Sentences(JsonElement list) => [.. list.EnumerateArray().Select(Texts)];

    /// <summary>Rows one behind the other.</summary>
    public static double[] Rows(JsonElement list) => [.. list.EnumerateArray().SelectMany(Numbers)];
}
