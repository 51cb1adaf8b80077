using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MusicRec.Evaluation;

namespace MusicRec.Reporting;

/// <summary>A study's table as JSON: what it was made by, then its units. A file is replaced as a whole, never left in part.</summary>
internal static class StudyFile
{
    // Far above any table of this project.
    private const long MostBytes = 16 << 20;
    private const int HashDigits = 64;

    private static readonly JsonWriterOptions s_json = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Everything that a file holds.</summary>
    public sealed record Content(string Study, string Code, string Data, string Settings, bool Complete, IReadOnlyList<Unit> Units);

    /// <summary>One unit.</summary>
    public sealed record Unit(string Name, OrderedDictionary<string, string> Texts, OrderedDictionary<string, double> Numbers);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no table of a study.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Content Read(string path)
    {
        Content content = StrictJsonFile.Read<Content>(path, "the table of a study", MostBytes);
        CheckHash(path, "code", content.Code);
        CheckHash(path, "data", content.Data);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Unit? unit in content.Units)
        {
            if (unit is null || unit.Texts.Any(text => text.Value is null))
            {
                throw new InvalidDataException($"{path}: a unit or a text is null.");
            }

            if (!names.Add(unit.Name))
            {
                throw new InvalidDataException($"{path}: the unit '{unit.Name}' stands twice.");
            }

            if (unit.Numbers.FirstOrDefault(number => !double.IsFinite(number.Value) || unit.Texts.ContainsKey(number.Key)) is { Key: string name })
            {
                throw new InvalidDataException($"{path}: '{name}' of the unit '{unit.Name}' is no finite number or a text as well.");
            }
        }

        return content;
    }

    /// <summary>Writes a file beside the old one and then in its place.</summary>
    public static void Write(string path, Content content)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, s_json))
        {
            json.WriteStartObject();
            json.WriteString("study", content.Study);
            json.WriteString("code", content.Code);
            json.WriteString("data", content.Data);
            json.WriteString("settings", content.Settings);
            json.WriteBoolean("complete", content.Complete);
            json.WriteStartArray("units");
            foreach (Unit unit in content.Units)
            {
                json.WriteStartObject();
                json.WriteString("name", unit.Name);
                json.WriteStartObject("texts");
                foreach ((string name, string text) in unit.Texts)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
                json.WriteStartObject("numbers");
                foreach ((string name, double number) in unit.Numbers)
                {
                    json.WriteNumber(name, number);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
                file.Write(Encoding.UTF8.GetBytes("\n"));

                // On the disk before the name changes: what a power cut leaves is the old table or the new one.
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Whether a text is a SHA-256 as this library writes it.</summary>
    public static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);

    private static void CheckHash(string path, string what, string hash)
    {
        if (!IsHash(hash))
        {
            throw new InvalidDataException($"{path}: the hash of its {what} is '{hash}'; needed: {HashDigits} small hexadecimal digits.");
        }
    }
}
