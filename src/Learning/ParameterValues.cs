using System.Globalization;

namespace MusicRec.Learning;

/// <summary>One value for each parameter of a <see cref="ParameterSpace"/>.</summary>
public sealed class ParameterValues
{
    private readonly string[] _names;
    private readonly object[] _values;

    internal ParameterValues(IReadOnlyList<string> names, object[] values) => (_names, _values) = ([.. names], values);

    /// <summary>The parameters' names, in the space's order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>A number drawn by <see cref="ParameterSpace.Uniform"/> or <see cref="ParameterSpace.LogUniform"/>.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or it is no number.</exception>
    public double Number(string name) => Value<double>(name);

    /// <summary>A whole number drawn by <see cref="ParameterSpace.Integer"/> or <see cref="ParameterSpace.LogInteger"/>.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or it is no whole number.</exception>
    public int Integer(string name) => Value<int>(name);

    /// <summary>A value of <see cref="ParameterSpace.Choice"/>.</summary>
    /// <exception cref="ArgumentException">There is no such parameter, or it is of another type.</exception>
    public T Value<T>(string name)
    {
        int index = Array.IndexOf(_names, name);
        if (index < 0)
        {
            Throw.Unknown("parameter", name, _names);
        }

        return _values[index] is T value
            ? value
            : throw new ArgumentException($"'{name}' is {Write(_values[index])}, a value of {_values[index].GetType().Name} and not of {typeof(T).Name}.", nameof(name));
    }

    /// <summary>Names and values, such as "learning rate 0.05, leaves 31".</summary>
    public override string ToString() => string.Join(", ", _names.Select((name, index) => $"{name} {Write(_values[index])}"));

    /// <summary>The same values but for one.</summary>
    internal ParameterValues With<T>(string name, T value)
        where T : notnull
    {
        _ = Value<T>(name);
        object[] values = [.. _values];
        values[Array.IndexOf(_names, name)] = value;
        return new ParameterValues(_names, values);
    }

    /// <summary>Whether all values are the same.</summary>
    internal bool Same(ParameterValues other) => _values.AsSpan().SequenceEqual(other._values);

    /// <summary>A value as a table shows it.</summary>
    internal string Text(int index) => Write(_values[index]);

    internal static string Write(object? value) => value switch
    {
        null => "null",
        double number => number.ToString("G4", CultureInfo.InvariantCulture),
        bool truth => truth ? "yes" : "no",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
