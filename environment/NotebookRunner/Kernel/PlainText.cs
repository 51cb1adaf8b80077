using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>Values as text that a person reads and that makes a readable difference when it changes.</summary>
internal static class PlainText
{
    private const int MostElements = 100;
    private const int DeepestLevel = 4;

    public static string Of(object? value) => Of(value, level: 0);

    private static string Of(object? value, int level) => value switch
    {
        null => "null",
        string text => text,
        char character => character.ToString(),
        bool truth => truth ? "true" : "false",
        IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
        Type type => NameOf(type),
        _ when OverridesToString(value.GetType()) => value.ToString() ?? "null",
        _ when level >= DeepestLevel => NameOf(value.GetType()),
        IDictionary dictionary => Join("{ ", EntriesOf(dictionary, level), " }"),
        IEnumerable sequence => Join("[ ", sequence.Cast<object?>().Select(element => Of(element, level + 1)), " ]"),
        _ => MembersOf(value, level),
    };

    private static IEnumerable<string> EntriesOf(IDictionary dictionary, int level)
    {
        IDictionaryEnumerator entries = dictionary.GetEnumerator();
        while (entries.MoveNext())
        {
            yield return $"{Of(entries.Key, level + 1)}: {Of(entries.Value, level + 1)}";
        }
    }

    private static string Join(string opening, IEnumerable<string> parts, string closing)
    {
        StringBuilder text = new(opening);
        int count = 0;
        foreach (string part in parts)
        {
            if (count == MostElements)
            {
                // Counting on could take for ever: the sequence may have no end.
                text.Append(", …");
                break;
            }

            text.Append(count++ == 0 ? "" : ", ").Append(part);
        }

        return count == 0 ? opening.TrimEnd() + closing.TrimStart() : text.Append(closing).ToString();
    }

    private static bool OverridesToString(Type type)
    {
        Type? declaring = type.GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType;
        return declaring is not null && declaring != typeof(object) && declaring != typeof(ValueType);
    }

    private static string MembersOf(object value, int level)
    {
        Type type = value.GetType();
        IEnumerable<string> fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Select(field => $"{field.Name} = {Of(field.GetValue(value), level + 1)}");
        IEnumerable<string> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name} = {Of(property.GetValue(value), level + 1)}");
        return NameOf(type) + Join(" { ", fields.Concat(properties), " }");
    }

    /// <summary>The name as it stands in C#: <c>List&lt;Int32&gt;</c>, without the compiler's wrapping classes.</summary>
    public static string NameOf(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.IsArray ? NameOf(type.GetElementType()!) + "[]" : type.Name;
        }

        int tick = type.Name.IndexOf('`', StringComparison.Ordinal);
        string name = tick < 0 ? type.Name : type.Name[..tick];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }
}
