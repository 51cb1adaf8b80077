using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MusicRec.Text;

/// <summary>A fitted vectoriser as JSON. Nothing in it is believed before it is checked.</summary>
/// <param name="Format">Which vectoriser it is.</param>
/// <param name="Version">Of this form of writing, 1.</param>
/// <param name="Settings">The vectoriser's.</param>
/// <param name="DocumentCount">How many documents it was fitted to.</param>
/// <param name="Terms">Its vocabulary.</param>
/// <param name="DocumentFrequencies">In how many of the documents each of the terms is.</param>
internal sealed record VectorizerFile<TSettings>(string Format, int Version, TSettings Settings, int DocumentCount, string[] Terms, int[] DocumentFrequencies)
    where TSettings : class
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions _options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,

        // Words stay readable; this is no part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write(string format, TSettings settings, Vocabulary vocabulary) => JsonSerializer.Serialize(
        new VectorizerFile<TSettings>(
            format, CurrentVersion, settings, vocabulary.DocumentCount, [.. vocabulary.Terms], vocabulary.DocumentFrequencies.ToArray()),
        _options);

    /// <summary>The settings and the vocabulary that <paramref name="json"/> holds.</summary>
    /// <param name="format">Which vectoriser it must be.</param>
    /// <param name="json">The text.</param>
    /// <param name="settingsOf">Checks settings, and tells what is counted.</param>
    /// <exception cref="FormatException">It holds something else, or what cannot be.</exception>
    public static (TSettings Settings, Vocabulary Vocabulary) Read(string format, string json, Func<TSettings, NgramSettings> settingsOf)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            // Another vectoriser's settings would be refused before its name is.
            using (JsonDocument document = JsonDocument.Parse(json))
            {
                if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("format", out JsonElement name)
                    && name.ValueKind == JsonValueKind.String && name.GetString() != format)
                {
                    throw new FormatException($"The text is a '{name.GetString()}'; it must be a '{format}'.");
                }
            }

            VectorizerFile<TSettings> file = JsonSerializer.Deserialize<VectorizerFile<TSettings>>(json, _options)
                ?? throw new FormatException($"The text is null; it must be a {format}'s JSON.");
            if (file.Format != format || file.Version != CurrentVersion)
            {
                throw new FormatException($"The text is a '{file.Format}' of version {file.Version}; it must be a '{format}' of version {CurrentVersion}.");
            }

            return (file.Settings, Vocabulary.Restore(settingsOf(file.Settings), file.Terms, file.DocumentFrequencies, file.DocumentCount));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // The reader's own messages name path, line and byte.
            throw new FormatException($"The text is not a {format}'s JSON: {exception.Message}", exception);
        }
    }
}
