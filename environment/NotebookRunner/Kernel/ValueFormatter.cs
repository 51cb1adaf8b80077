using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Turns a value into the bundle of mime types that a notebook stores.</summary>
internal sealed class ValueFormatter
{
    private const string Html = "text/html";
    private const string Text = "text/plain";

    private readonly ConventionFormatters conventions = new();

    /// <summary>The bundle of a value: what was asked for, else what its class prefers; always with a plain text.</summary>
    public JsonObject Format(object? value, IReadOnlyList<string> requested)
    {
        TypeFormatting? formatting = value is null ? null : conventions.For(value.GetType());
        IEnumerable<string> mimeTypes = requested.Count > 0 ? requested
            : formatting?.MimeTypes ?? (value is not null && Renderer(value, "ToHtml") is not null ? [Html] : []);
        SortedDictionary<string, JsonNode?> bundle = new(StringComparer.Ordinal);
        foreach (string mimeType in mimeTypes.Append(Text).Distinct(StringComparer.Ordinal))
        {
            bundle.Add(mimeType, Content(mimeType, TextOf(value, mimeType, formatting)));
        }

        return new JsonObject(bundle);
    }

    /// <summary>JSON mime types are objects in a notebook, not texts that hold an object.</summary>
    public static JsonNode? Content(string mimeType, string text)
    {
        if (mimeType != "application/json" && !mimeType.EndsWith("+json", StringComparison.Ordinal))
        {
            return JsonValue.Create(text);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new FormatterException($"What was written as {mimeType} is not JSON: {exception.Message}", exception);
        }
    }

    private static string TextOf(object? value, string mimeType, TypeFormatting? formatting)
    {
        if (value is not null && formatting is not null)
        {
            foreach (ConventionFormatter formatter in formatting.Formatters)
            {
                if (formatter.MimeType == mimeType && formatter.Format(value) is { } text)
                {
                    return text;
                }
            }
        }

        return mimeType switch
        {
            Text => value is not null && Renderer(value, "ToHtml") is not null && Renderer(value, "ToText") is { } toText
                ? Call(value, toText)
                : PlainText.Of(value),
            Html when value is not null && Renderer(value, "ToHtml") is { } toHtml => Call(value, toHtml),
            Html => $"<pre>{System.Net.WebUtility.HtmlEncode(PlainText.Of(value))}</pre>",
            "application/json" => JsonSerializer.Serialize(value),
            _ => throw new FormatterException($"No formatter writes a {PlainText.NameOf(value?.GetType() ?? typeof(object))} as {mimeType}. The mime types that it prefers and its formatters must agree."),
        };
    }

    private static MethodInfo? Renderer(object value, string name) =>
        value.GetType().GetMethod(name, BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes) is { } method && method.ReturnType == typeof(string)
            ? method
            : null;

    private static string Call(object value, MethodInfo method)
    {
        try
        {
            return (string?)method.Invoke(value, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null) ?? "";
        }
        catch (Exception exception)
        {
            throw new FormatterException($"{PlainText.NameOf(value.GetType())}.{method.Name}() threw: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }
}
