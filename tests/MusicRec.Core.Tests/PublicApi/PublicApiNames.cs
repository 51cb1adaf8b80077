using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MusicRec.Core.Tests.PublicApi;

/// <summary>Types and constants as C# writes them, without namespaces.</summary>
internal static class PublicApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(object)] = "object",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    };

    public static string Of(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            // C# writes the rank of the outermost array first.
            string ranks = "";
            for (; type.IsArray; type = type.GetElementType()!)
            {
                ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
            }

            return Of(type) + ranks;
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        Type[] arguments = type.GetGenericArguments();
        return type.IsGenericType && typeof(ITuple).IsAssignableFrom(type) && type.IsValueType && arguments.Length is > 1 and < 8
            ? $"({string.Join(", ", arguments.Select(Of))})"
            : Named(type, arguments);
    }

    /// <summary>A type under its own name, with the names of its type parameters.</summary>
    public static string OfDefinition(Type type) => Named(type, type.GetGenericArguments());

    /// <summary>The name of a constructor.</summary>
    public static string WithoutArguments(Type type) => type.Name.Split('`')[0];

    public static string Returned(MethodInfo method)
    {
        Type type = method.ReturnType;
        return type.IsByRef
            ? (method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref ") + Of(type.GetElementType()!)
            : Of(type);
    }

    public static string Value(object? value, Type type)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && target == type ? "default" : "null",
            _ when target.IsEnum => $"{Of(target)}.{Enum.ToObject(target, value)}",
            bool flag => flag ? "true" : "false",
            string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"",
            char character => $"'{character}'",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
    }

    /// <summary>The type parameters that a type itself declares, without those of the type around it.</summary>
    public static Type[] OwnArguments(Type type) => type.GetGenericArguments()[OuterArguments(type)..];

    private static int OuterArguments(Type type) => type.DeclaringType?.GetGenericArguments().Length ?? 0;

    private static string Named(Type type, Type[] arguments)
    {
        // A nested type repeats the arguments of the type around it; its own come after those.
        int outer = OuterArguments(type);
        string prefix = type.DeclaringType is { } around ? Named(around, arguments[..outer]) + "." : "";
        string own = arguments.Length > outer ? $"<{string.Join(", ", arguments[outer..].Select(Of))}>" : "";
        return prefix + type.Name.Split('`')[0] + own;
    }
}
