using System.Text.Json;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Text;

/// <summary>What scikit-learn and Python say, from golden/vectorizers.json.</summary>
internal static class VectorizerGolden
{
    public static JsonElement Root { get; } = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Text", "golden", "vectorizers.json"))).RootElement;

    public static string[] Train { get; } = Root.GetProperty("train").Texts();

    public static string[] HeldOut { get; } = Root.GetProperty("heldOut").Texts();

    public static JsonElement Case(int index) => Root.GetProperty("cases")[index];

    public static string[] Texts(this JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    public static int[] Integers(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>scikit-learn's settings in our words.</summary>
    public static TfidfSettings Settings(JsonElement settings)
    {
        TfidfSettings result = new();
        foreach (JsonProperty property in settings.EnumerateObject())
        {
            JsonElement value = property.Value;
            NgramSettings ngrams = result.Ngrams;
            result = property.Name switch
            {
                "ngram_range" => result with { Ngrams = ngrams with { MinimumLength = value[0].GetInt32(), MaximumLength = value[1].GetInt32() } },
                "lowercase" => result with { Ngrams = ngrams with { Lowercase = value.GetBoolean() } },
                "min_df" when value.TryGetInt32(out int count) => result with { Ngrams = ngrams with { MinimumDocuments = count } },
                "min_df" => result with { Ngrams = ngrams with { MinimumDocumentShare = value.GetDouble() } },
                "max_df" when value.TryGetInt32(out int count) => result with { Ngrams = ngrams with { MaximumDocuments = count } },
                "max_df" => result with { Ngrams = ngrams with { MaximumDocumentShare = value.GetDouble() } },
                "max_features" => result with { Ngrams = ngrams with { MaximumFeatures = value.GetInt32() } },
                "binary" => result with { Ngrams = ngrams with { Binary = value.GetBoolean() } },
                "stop_words" => result with { Ngrams = ngrams with { StopWords = value.Texts() } },
                "token_pattern" => result with { Ngrams = ngrams with { MinimumWordLength = value.GetString()!.Split(@"\w").Length - 1 } },
                "use_idf" => result with { UseInverseDocumentFrequencies = value.GetBoolean() },
                "smooth_idf" => result with { SmoothInverseDocumentFrequencies = value.GetBoolean() },
                "sublinear_tf" => result with { SublinearTermFrequencies = value.GetBoolean() },
                "norm" => result with { Norm = value.GetString() switch { "l1" => RowNorm.L1, "l2" => RowNorm.L2, _ => RowNorm.None } },
                _ => throw new InvalidDataException($"'{property.Name}' is not translated."),
            };
        }

        return result;
    }
}
