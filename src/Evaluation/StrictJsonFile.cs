using System.Text.Json;
using System.Text.Json.Serialization;

namespace MusicRec.Evaluation;

/// <summary>Reads JSON files of recorded results: nothing may be missing, of the wrong kind, unknown or there twice.</summary>
internal static class StrictJsonFile
{
    private static readonly JsonSerializerOptions s_strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    /// <summary>The content of a file, whose numbers are still to be checked.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it is, such as "a file of folds".</param>
    /// <param name="mostBytes">How long it may be.</param>
    /// <exception cref="InvalidDataException">The file is too long or not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Read<T>(string path, string what, long mostBytes)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > mostBytes)
        {
            throw new InvalidDataException($"{path} has {stream.Length} bytes; {what} has at most {mostBytes}.");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(stream, s_strict) ?? throw new JsonException("The file holds null.");
        }
        catch (JsonException error)
        {
            string place = error.LineNumber is null ? "" : $" at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            throw new InvalidDataException($"{path}{place}: {error.Message}", error);
        }
    }
}
