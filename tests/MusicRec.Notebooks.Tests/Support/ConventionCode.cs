namespace MusicRec.Notebooks.Tests.Support;

/// <summary>A class's formatters by convention, as script code: nothing of it is known to the runner but its shape.</summary>
internal static class ConventionCode
{
    public const string Attribute = """
        [AttributeUsage(AttributeTargets.Class)]
        class TypeFormatterSourceAttribute : Attribute
        {
            public TypeFormatterSourceAttribute(Type source) { FormatterSourceType = source; }
            public Type FormatterSourceType { get; }
            public string[] PreferredMimeTypes { get; set; }
        }
        """;

    public const string Formatters = """
        class Formatter
        {
            private readonly Func<object, string> write;
            public Formatter(string mimeType, Func<object, string> write) { MimeType = mimeType; this.write = write; }
            public string MimeType { get; }
            public Type Type => typeof(object);
            public bool Format(object instance, System.IO.TextWriter writer)
            {
                string text = write(instance);
                writer.Write(text);
                return text != null;
            }
        }

        class Formatters
        {
            public IEnumerable<object> CreateTypeFormatters() => new object[]
            {
                new Formatter("text/html", value => null),
                new Formatter("text/html", value => "<b>html</b>"),
                new Formatter("text/plain", value => "plain\ntext"),
                new Formatter("application/vnd.plotly.v1+json", value => "{\"data\": [{\"y\": [1, 2.50]}]}"),
            };
        }
        """;
}
