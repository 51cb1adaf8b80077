using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MusicRec.Core.Tests.PublicApi;

/// <summary>Writes the public surface of types as text that reads like C#, sorted, so that every change of it shows as a changed line.</summary>
internal static class PublicApiText
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    /// <summary>The types, each with the members that users outside the assembly can reach.</summary>
    public static string Of(IEnumerable<Type> types)
    {
        StringBuilder text = new();
        foreach (Type type in types.OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(PublicApiNames.OfDefinition, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(type.Namespace).Append(": ").Append(Header(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        if (IsDelegate(type))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {PublicApiNames.Returned(invoke)} {PublicApiNames.OfDefinition(type)}({Parameters(invoke)}){Constraints(PublicApiNames.OwnArguments(type))}";
        }

        string modifiers = type switch
        {
            { IsEnum: true } => "",
            { IsInterface: true } => "",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : ""),
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            _ => (IsRecord(type) ? "record " : "") + (type.IsValueType ? "struct" : "class"),
        };
        return $"{modifiers}{kind} {PublicApiNames.OfDefinition(type)}{Bases(type)}{Constraints(PublicApiNames.OwnArguments(type))}";
    }

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            Type underlying = Enum.GetUnderlyingType(type);
            return underlying == typeof(int) ? "" : " : " + PublicApiNames.Of(underlying);
        }

        Type[] all = type.GetInterfaces();
        Type[] inherited = [.. all.SelectMany(parent => parent.GetInterfaces()), .. type.BaseType?.GetInterfaces() ?? []];
        IEnumerable<string> names = all.Except(inherited)
            .Where(parent => parent.IsVisible && !(IsRecord(type) && parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            .Select(PublicApiNames.Of).Order(StringComparer.Ordinal);
        if (type.BaseType is { } @base && @base != typeof(object) && @base != typeof(ValueType))
        {
            names = names.Prepend(PublicApiNames.Of(@base));
        }

        string joined = string.Join(", ", names);
        return joined.Length == 0 ? "" : " : " + joined;
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (IsDelegate(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), null)}");
        }

        return
        [
            .. type.GetFields(Declared).Where(IsReachable).Select(Field),
            .. type.GetConstructors(Declared).Where(constructor => !constructor.IsStatic && IsReachable(constructor) && IsWritten(constructor))
                .Select(constructor => $"{Access(constructor)}{PublicApiNames.WithoutArguments(type)}({Parameters(constructor)})"),
            .. type.GetProperties(Declared).Where(property => IsWritten(property) && property.GetAccessors(true).Any(IsReachable)).Select(Property),
            .. type.GetEvents(Declared).Where(entry => IsReachable(entry.AddMethod!))
                .Select(entry => $"{Modifiers(entry.AddMethod!)}event {PublicApiNames.Of(entry.EventHandlerType!)} {entry.Name}"),
            .. type.GetMethods(Declared).Where(method => IsReachable(method) && IsWritten(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
                .Select(Method),
        ];
    }

    private static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {PublicApiNames.Of(field.FieldType)} {field.Name} = {PublicApiNames.Value(field.GetRawConstantValue(), field.FieldType)}"
        : $"{(field.IsPublic ? "" : "protected ")}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{PublicApiNames.Of(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        MethodInfo widest = property.GetAccessors(true).First(IsReachable);
        string accessors = string.Concat(property.GetAccessors(true).Where(IsReachable).OrderBy(accessor => accessor != property.GetMethod).Select(accessor =>
            (accessor.IsPublic == widest.IsPublic ? "" : "protected ") +
            (accessor == property.GetMethod ? "get; " : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ")));
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        string name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        string type = property.GetMethod is { } getter ? PublicApiNames.Returned(getter) : PublicApiNames.Of(property.PropertyType);
        return $"{Modifiers(widest)}{required}{type} {name} {{ {accessors}}}";
    }

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Modifiers(method)}{PublicApiNames.Returned(method)} {method.Name}{generic}({extension}{Parameters(method)}){Constraints(method.GetGenericArguments())}";
    }

    private static string Modifiers(MethodInfo method)
    {
        string kind = method switch
        {
            { DeclaringType.IsInterface: true, IsStatic: false } => "",
            { DeclaringType.IsInterface: true } => "static ",
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true } when method.GetBaseDefinition() != method => (method.IsFinal ? "sealed " : "") + "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return Access(method) + kind;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true } when parameter.IsDefined(typeof(IsReadOnlyAttribute)) => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        Type type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        string value = parameter.HasDefaultValue ? $" = {PublicApiNames.Value(parameter.RawDefaultValue, type)}" : "";
        return $"{passing}{PublicApiNames.Of(type)} {parameter.Name}{value}";
    }

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(argument =>
    {
        GenericParameterAttributes attributes = argument.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : (IEnumerable<string>)[],
            .. isStruct ? ["struct"] : (IEnumerable<string>)[],
            .. argument.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(PublicApiNames.Of).Order(StringComparer.Ordinal),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : (IEnumerable<string>)[],
        ];
        return constraints.Length == 0 ? "" : $" where {argument.Name} : {string.Join(", ", constraints)}";
    }));

    private static bool IsDelegate(Type type) => type.BaseType == typeof(MulticastDelegate);

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null ||
        (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is { } print && print.IsDefined(typeof(CompilerGeneratedAttribute)));

    // What the compiler adds to a record follows from its being one.
    private static bool IsWritten(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member.Name != "EqualityContract";

    private static bool IsReachable(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsReachable(FieldInfo field) => field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed);
}
