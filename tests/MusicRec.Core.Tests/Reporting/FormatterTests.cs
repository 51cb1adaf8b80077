using System.Reflection;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

/// <summary>
/// Looks formatters up as the notebook kernel does: the attribute by its name on the class or a base class, a source
/// made by its public parameterless constructor, formatters through reflection alone.
/// </summary>
public sealed class FormatterTests
{
    private static readonly Type[] CoreTypes = typeof(IRenderable).Assembly.GetTypes();

    [Fact]
    public void Every_public_renderable_class_carries_the_attribute()
    {
        Type[] renderable = [.. CoreTypes.Where(type => type.IsClass && !type.IsAbstract && typeof(IRenderable).IsAssignableFrom(type))];
        Assert.Contains(typeof(Table), renderable);
        Assert.All(renderable, type => Assert.True(Sources(type).Any(), $"{type} implements IRenderable but has no TypeFormatterSource attribute."));
    }

    [Fact]
    public void Every_preferred_MIME_type_has_a_formatter_with_the_members_the_kernel_calls()
    {
        (Type Type, object Attribute)[] all = [.. CoreTypes.SelectMany(type => Sources(type).Select(attribute => (type, attribute)))];
        Assert.NotEmpty(all);
        foreach ((Type type, object attribute) in all)
        {
            string[] preferred = Preferred(attribute);
            string[] offered = [.. Formatters(attribute).Select(formatter => (string)Get(formatter, "MimeType"))];
            Assert.Contains("text/plain", preferred);
            Assert.All(preferred, mime => Assert.True(offered.Contains(mime), $"{type} prefers {mime}, and no formatter of it writes that."));
            Assert.Equal(offered.Distinct(), offered);
        }
    }

    [Fact]
    public void Formatters_have_exactly_the_signature_that_the_kernel_calls()
    {
        foreach (object formatter in CoreTypes.SelectMany(Sources).SelectMany(Formatters))
        {
            MethodInfo format = Assert.Single(formatter.GetType().GetMethods(), method => method.Name == "Format");
            Assert.Equal(typeof(bool), format.ReturnType);
            Assert.Equal([typeof(object), typeof(TextWriter)], format.GetParameters().Select(parameter => parameter.ParameterType));
            Assert.IsType<Type>(Get(formatter, "Type"), exactMatch: false);
            Assert.False((bool)format.Invoke(formatter, ["not one of ours", TextWriter.Null])!);
        }
    }

    [Fact]
    public void A_table_is_shown_as_HTML_and_as_text()
    {
        Table table = new Table("x").Row(1).NotFromData();
        object attribute = Assert.Single(Sources(typeof(Table)));
        Assert.Equal(["text/html", "text/plain"], Preferred(attribute));
        Dictionary<string, string> shown = Formatters(attribute).ToDictionary(formatter => (string)Get(formatter, "MimeType"), formatter => Show(formatter, table));
        Assert.Equal(table.ToHtml(), shown["text/html"]);
        Assert.Equal(table.ToText(), shown["text/plain"]);
    }

    [Fact]
    public void Under_Jupyter_no_Plotly_part_is_preferred_and_text_always_is()
    {
        string[] declared = [MimeTypes.Plotly];
        Assert.Equal([MimeTypes.Plotly, MimeTypes.Text], TypeFormatterSourceAttribute.Preferred(declared, underJupyter: false));
        Assert.Equal([MimeTypes.Text], TypeFormatterSourceAttribute.Preferred(declared, underJupyter: true));
        Assert.Equal([MimeTypes.Html, MimeTypes.Text], TypeFormatterSourceAttribute.Preferred(null, underJupyter: true));
        Assert.Equal([MimeTypes.Text], TypeFormatterSourceAttribute.Preferred([], underJupyter: false));
    }

    private static IEnumerable<object> Sources(Type type) =>
        type.GetCustomAttributes(inherit: true).Where(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");

    private static string[] Preferred(object attribute) => (string[])Get(attribute, "PreferredMimeTypes");

    private static object[] Formatters(object attribute)
    {
        Type source = (Type)Get(attribute, "FormatterSourceType");
        object instance = Activator.CreateInstance(source)!;
        MethodInfo create = Assert.Single(source.GetMethods(), method => method.Name == "CreateTypeFormatters");
        return [.. (IEnumerable<object>)create.Invoke(instance, null)!];
    }

    private static string Show(object formatter, object instance)
    {
        StringWriter writer = new();
        Assert.True((bool)formatter.GetType().GetMethod("Format")!.Invoke(formatter, [instance, writer])!);
        return writer.ToString();
    }

    private static object Get(object instance, string property) => instance.GetType().GetProperty(property)!.GetValue(instance)!;
}
