using System.Collections;
using System.Globalization;
using System.Reflection;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>
/// Finds formatters as .NET Interactive does: by an attribute whose class is named
/// <c>TypeFormatterSourceAttribute</c>, wherever it is declared, and by the shape of the classes that it leads to.
/// </summary>
internal sealed class ConventionFormatters
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    private readonly Dictionary<Type, IReadOnlyList<ConventionFormatter>> bySource = [];

    /// <summary>The formatters for a type with the mime types that it prefers; null when its class names none.</summary>
    public TypeFormatting? For(Type type)
    {
        Attribute[] attributes = [.. type.GetCustomAttributes(inherit: true).OfType<Attribute>().Where(attribute => attribute.GetType().Name == AttributeName)];
        if (attributes.Length == 0)
        {
            return null;
        }

        List<string> mimeTypes = [];
        List<ConventionFormatter> formatters = [];
        foreach (Attribute attribute in attributes)
        {
            Type source = Read<Type>(attribute, "FormatterSourceType")
                ?? throw new FormatterException($"{AttributeName} on {PlainText.NameOf(type)} names no FormatterSourceType.");
            string[] preferred = Read<string[]>(attribute, "PreferredMimeTypes") ?? ["text/html"];
            if (preferred.Length == 0)
            {
                throw new FormatterException($"{AttributeName} on {PlainText.NameOf(type)} has an empty PreferredMimeTypes; leave it out or name at least one.");
            }

            mimeTypes.AddRange(preferred);
            formatters.AddRange(FormattersOf(source).Where(formatter => formatter.Type.IsAssignableFrom(type)));
        }

        return new TypeFormatting([.. mimeTypes.Distinct(StringComparer.Ordinal)], formatters);
    }

    private IReadOnlyList<ConventionFormatter> FormattersOf(Type source)
    {
        if (!bySource.TryGetValue(source, out IReadOnlyList<ConventionFormatter>? formatters))
        {
            MethodInfo create = source.GetMethod("CreateTypeFormatters", BindingFlags.Public | BindingFlags.Instance, Type.EmptyTypes)
                ?? throw new FormatterException($"{source.FullName} has no public CreateTypeFormatters().");
            object instance = Activator.CreateInstance(source, nonPublic: false)
                ?? throw new FormatterException($"{source.FullName} could not be created.");
            IEnumerable created = create.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, CultureInfo.InvariantCulture) as IEnumerable
                ?? throw new FormatterException($"{source.FullName}.CreateTypeFormatters() returned no formatters.");
            formatters = [.. created.Cast<object>().Select(formatter => new ConventionFormatter(formatter))];
            bySource.Add(source, formatters);
        }

        return formatters;
    }

    private static TValue? Read<TValue>(object instance, string property)
        where TValue : class =>
        instance.GetType().GetProperty(property)?.GetValue(instance) as TValue;
}

/// <summary>The mime types that a type prefers, in order, and its formatters.</summary>
internal sealed record TypeFormatting(IReadOnlyList<string> MimeTypes, IReadOnlyList<ConventionFormatter> Formatters);

/// <summary>One formatter found by its shape.</summary>
internal sealed class ConventionFormatter
{
    private readonly object instance;
    private readonly MethodInfo format;

    public ConventionFormatter(object instance)
    {
        this.instance = instance;
        Type type = instance.GetType();
        MimeType = type.GetProperty("MimeType")?.GetValue(instance) as string
            ?? throw new FormatterException($"{type.FullName} has no MimeType.");
        Type = type.GetProperty("Type")?.GetValue(instance) as Type
            ?? throw new FormatterException($"{type.FullName} has no Type.");
        MethodInfo[] candidates = [.. type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.Name == "Format")];
        format = candidates is [{ } only]
            && only.ReturnType == typeof(bool)
            && only.GetParameters() is [{ } value, { } writer]
            && value.ParameterType == typeof(object)
            && writer.ParameterType == typeof(TextWriter)
                ? only
                : throw new FormatterException($"{type.FullName} needs exactly one Format, and that with the signature bool Format(object, TextWriter).");
    }

    public string MimeType { get; }

    public Type Type { get; }

    /// <summary>Writes the value; null when the formatter says that it is not its own.</summary>
    public string? Format(object value)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        try
        {
            bool written = (bool)format.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, [value, writer], CultureInfo.InvariantCulture)!;
            return written ? writer.ToString() : null;
        }
        catch (Exception exception) when (exception is not FormatterException)
        {
            throw new FormatterException($"{instance.GetType().FullName} threw while it formatted a {PlainText.NameOf(value.GetType())} as {MimeType}: {exception.GetType().Name}: {exception.Message}", exception);
        }
    }
}

/// <summary>A value could not be shown because of its formatter.</summary>
internal sealed class FormatterException(string message, Exception? inner = null) : Exception(message, inner);
