using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MusicRec.NotebookRunner.Notebooks;

/// <summary>
/// Writes JSON as Jupyter does, so that a re-run changes only the lines whose content changed:
/// one element a line, the indentation of the file that was read, LF, and no character escaped that need not be.
/// Content of a JSON mime type stands on one line: nobody reads a figure's numbers, and a line each would double the file.
/// </summary>
internal static class NotebookJson
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    public static string Write(JsonNode node, int indentation)
    {
        StringBuilder text = new();
        Write(text, node, indentation, level: 0);
        return text.Append('\n').ToString();
    }

    /// <summary>The number of spaces before the first property; 1, as Jupyter writes, when there is none.</summary>
    public static int IndentationOf(string json)
    {
        int lineEnd = json.IndexOf('\n', StringComparison.Ordinal);
        int spaces = lineEnd < 0 ? 0 : json.AsSpan(lineEnd + 1).IndexOfAnyExcept(' ');
        return spaces is > 0 and <= 8 ? spaces : 1;
    }

    private static void Write(StringBuilder text, JsonNode? node, int indentation, int level)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                Open(text, '{', members, (builder, member) =>
                {
                    WriteText(builder, member.Key);
                    builder.Append(": ");
                    if (member.Key.EndsWith("+json", StringComparison.Ordinal) && member.Value is { } content)
                    {
                        builder.Append(content.ToJsonString(OneLine));
                    }
                    else
                    {
                        Write(builder, member.Value, indentation, level + 1);
                    }
                });
                Close('}');
                break;
            case JsonArray { Count: > 0 } elements:
                Open(text, '[', elements, (builder, element) => Write(builder, element, indentation, level + 1));
                Close(']');
                break;
            case JsonObject:
                text.Append("{}");
                break;
            case JsonArray:
                text.Append("[]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteText(text, value.GetValue<string>());
                break;
            default:
                // Numbers keep the digits that they were written with.
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }

        void Open<T>(StringBuilder builder, char bracket, IEnumerable<T> entries, Action<StringBuilder, T> write)
        {
            builder.Append(bracket);
            string separator = "";
            foreach (T entry in entries)
            {
                builder.Append(separator).Append('\n').Append(' ', indentation * (level + 1));
                write(builder, entry);
                separator = ",";
            }
        }

        void Close(char bracket) => text.Append('\n').Append(' ', indentation * level).Append(bracket);
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char character in value)
        {
            switch (character)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                case < ' ': text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"); break;
                default: text.Append(character); break;
            }
        }

        text.Append('"');
    }
}
