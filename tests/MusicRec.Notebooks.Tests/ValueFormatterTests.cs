using System.Text.Json.Nodes;
using MusicRec.NotebookRunner.Kernel;

namespace MusicRec.Notebooks.Tests;

public sealed class ValueFormatterTests
{
    public static TheoryData<object?, string> PlainValues => new()
    {
        { null, "null" },
        { "text", "text" },
        { 'c', "c" },
        { true, "true" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 1.50m, "1.50" },
        { DayOfWeek.Friday, "Friday" },
        { typeof(List<int[]>), "List<Int32[]>" },
        { new[] { 1.5, 2 }, "[ 1.5, 2 ]" },
        { Array.Empty<int>(), "[]" },
        { new object?[] { "a", null, new[] { 1 } }, "[ a, null, [ 1 ] ]" },
        { new Dictionary<string, int> { ["a"] = 1 }, "{ a: 1 }" },
        { (1, "b"), "(1, b)" },
        { new { A = 1 }, "{ A = 1 }" },
        { new Plain(), "Plain { Name = n, Nested = [ 1 ] }" },
        { new Endless(), $"[ {string.Join(", ", Enumerable.Repeat("7", 100))}, … ]" },
        { new Selfish(), "Selfish { Self = Selfish { Self = Selfish { Self = Selfish { Self = Selfish } } } }" },
    };

    [Theory]
    [MemberData(nameof(PlainValues))]
    public void Plain_values_are_written_as_a_person_reads_them(object? value, string text) => Assert.Equal(text, PlainText.Of(value));

    [Theory]
    [InlineData(typeof(NothingPreferred), "empty PreferredMimeTypes")]
    [InlineData(typeof(WrongSignature), "bool Format(object, TextWriter)")]
    [InlineData(typeof(Throwing), "threw while it formatted a Throwing as text/html: FormatException: no")]
    [InlineData(typeof(NoJson), "as application/json is not JSON")]
    [InlineData(typeof(WithoutCreate), "has no public CreateTypeFormatters()")]
    public void A_formatter_that_breaks_the_convention_is_named(Type type, string words)
    {
        object value = Activator.CreateInstance(type)!;
        Assert.Contains(words, Assert.Throws<FormatterException>(() => new ValueFormatter().Format(value, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mime_type_may_be_asked_for()
    {
        JsonObject bundle = new ValueFormatter().Format(1.5, ["text/html", "application/json"]);
        Assert.Equal("""{"application/json":1.5,"text/html":"<pre>1.5</pre>","text/plain":"1.5"}""", bundle.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void The_attribute_is_inherited_from_a_base_class() =>
        Assert.Contains("FormatException: no", Assert.Throws<FormatterException>(() => new ValueFormatter().Format(new Inheriting(), [])).Message, StringComparison.Ordinal);

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[]? PreferredMimeTypes { get; set; }
    }

    private sealed class Plain
    {
        public string Name => "n";

        public int[] Nested => [1];

        public int this[int index] => index;
    }

    private sealed class Selfish
    {
        public Selfish Self => this;
    }

    private sealed class Endless : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator()
        {
            while (true)
            {
                yield return 7;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Source
    {
        public IEnumerable<object> CreateTypeFormatters() => [new ThrowingFormatter()];
    }

    private sealed class ThrowingFormatter
    {
        public string MimeType => "text/html";

        public Type Type => typeof(object);

        public bool Format(object instance, TextWriter writer) => throw new FormatException("no");
    }

    private sealed class TypedSource
    {
        public IEnumerable<object> CreateTypeFormatters() => [new TypedFormatter()];
    }

    private sealed class TypedFormatter
    {
        public string MimeType => "text/html";

        public Type Type => typeof(object);

        public bool Format(WrongSignature instance, TextWriter writer) => true;
    }

    private sealed class JsonSource
    {
        public IEnumerable<object> CreateTypeFormatters() => [new JsonFormatter()];
    }

    private sealed class JsonFormatter
    {
        public string MimeType => "application/json";

        public Type Type => typeof(object);

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write("{");
            return true;
        }
    }

    private sealed class EmptySource;

    [TypeFormatterSource(typeof(Source), PreferredMimeTypes = [])]
    private sealed class NothingPreferred;

    [TypeFormatterSource(typeof(TypedSource))]
    private sealed class WrongSignature;

    [TypeFormatterSource(typeof(Source))]
    private class Throwing;

    private sealed class Inheriting : Throwing;

    [TypeFormatterSource(typeof(JsonSource), PreferredMimeTypes = ["application/json"])]
    private sealed class NoJson;

    [TypeFormatterSource(typeof(EmptySource))]
    private sealed class WithoutCreate;
}
