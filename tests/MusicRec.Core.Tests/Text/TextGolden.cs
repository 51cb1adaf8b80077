using System.Text.Json;

namespace MusicRec.Core.Tests.Text;

/// <summary>What NLTK and Python's unicodedata say, from golden/text.json.</summary>
internal static class TextGolden
{
    public static JsonElement Root { get; } = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Text", "golden", "text.json"))).RootElement;

    public static string[] Strings(this JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetString()!)];
}
