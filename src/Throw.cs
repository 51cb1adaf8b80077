using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MusicRec;

/// <summary>The one place that throws: a message names the bad value, where it stood, and what is allowed.</summary>
internal static class Throw
{
    /// <summary>Throws when <paramref name="value"/> lies outside [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    public static void IfOutside(int value, int minimum, int maximum, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < minimum || value > maximum)
        {
            OutOfRange(name, value, maximum < minimum ? "none, as there is nothing to choose from" : $"{minimum} to {maximum}");
        }
    }

    /// <summary>Throws when <paramref name="value"/> is not a number in [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    public static void IfOutside(double value, double minimum, double maximum, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= minimum && value <= maximum))
        {
            OutOfRange(name, value, $"{minimum} to {maximum}");
        }
    }

    /// <summary>Throws when <paramref name="value"/> is not a number above zero, up to <paramref name="maximum"/>.</summary>
    public static void IfNotAboveZeroTo(double value, double maximum, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value <= maximum))
        {
            OutOfRange(name, value, $"above 0 to {maximum}");
        }
    }

    /// <summary>Throws when <paramref name="value"/> is below <paramref name="minimum"/>.</summary>
    public static void IfBelow(int value, int minimum, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < minimum)
        {
            OutOfRange(name, value, $"{minimum} or more");
        }
    }

    /// <summary>Throws when <paramref name="value"/> is not a finite number above zero.</summary>
    public static void IfNotPositive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            OutOfRange(name, value, "a finite number above 0");
        }
    }

    /// <summary>Throws when <paramref name="value"/> is not a finite number above zero as a float.</summary>
    public static void IfNotPositiveFloat(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!((float)value > 0 && float.IsFinite((float)value)))
        {
            OutOfRange(name, value, "a finite number above 0, as a float too (1E-45 to 3.4E+38)");
        }
    }

    /// <summary>Throws when <paramref name="value"/> is none of its enumeration's values.</summary>
    public static void IfUndefined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            OutOfRange(name, value, string.Join(", ", Enum.GetNames<TEnum>()));
        }
    }

    /// <summary>Throws when two lengths that belong together differ.</summary>
    public static void IfLengthsDiffer(int first, string firstName, int second, string secondName)
    {
        if (first != second)
        {
            throw new ArgumentException($"{firstName} has {first} entries and {secondName} has {second}; they must be of equal length.");
        }
    }

    /// <summary>Throws when <paramref name="values"/> holds NaN or an infinity, naming its place.</summary>
    public static void IfNotFinite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!double.IsFinite(values[index]))
            {
                throw new ArgumentException($"{name}[{index}] is {values[index]}; only finite numbers are allowed.", name);
            }
        }
    }

    /// <summary>Throws when <paramref name="values"/> holds NaN or an infinity, naming its place.</summary>
    public static void IfNotFinite(ReadOnlySpan<float> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (int index = 0; index < values.Length; index++)
        {
            if (!float.IsFinite(values[index]))
            {
                throw new ArgumentException($"{name}[{index}] is {values[index]}; only finite numbers are allowed.", name);
            }
        }
    }

    /// <summary>Throws when a collection that needs an entry has none.</summary>
    public static void IfEmpty(int count, string name)
    {
        if (count == 0)
        {
            throw new ArgumentException($"{name} is empty; at least one entry is needed.", name);
        }
    }

    /// <summary>Throws when a list is empty, or an entry is null, nameless or called like another or like one of the names that are taken already.</summary>
    public static void IfNotNamedApart<T>(IReadOnlyList<T> entries, Func<T, string> nameOf, IReadOnlyList<string> taken, [CallerArgumentExpression(nameof(entries))] string name = "")
    {
        IfEmpty(entries.Count, name);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int place = 0; place < entries.Count; place++)
        {
            string? own = entries[place] is T entry ? nameOf(entry) : throw new ArgumentException($"{name}[{place}] is null; every entry must be one.", name);
            if (string.IsNullOrWhiteSpace(own))
            {
                throw new ArgumentException($"{name}[{place}] has no name; each needs one of its own.", name);
            }

            if (taken.Contains(own, StringComparer.Ordinal))
            {
                throw new ArgumentException($"{name}[{place}] is called '{own}'; allowed: any name but {string.Join(", ", taken)}, which stand for something else.", name);
            }

            if (!places.TryAdd(own, place))
            {
                throw new ArgumentException($"{name}[{places[own]}] and {name}[{place}] are both called '{own}'; each needs a name of its own.", name);
            }
        }
    }

    /// <summary>Throws when a list is empty or holds a value twice.</summary>
    public static void IfNotDistinct<T>(IReadOnlyList<T> values, [CallerArgumentExpression(nameof(values))] string name = "")
        where T : struct
    {
        IfEmpty(values.Count, name);
        Dictionary<T, int> places = [];
        for (int place = 0; place < values.Count; place++)
        {
            if (!places.TryAdd(values[place], place))
            {
                throw new ArgumentException($"{name}[{places[values[place]]}] and {name}[{place}] are both {values[place]}; each value may stand there once.", name);
            }
        }
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> when a model is used before it was fitted.</summary>
    public static void IfNotFitted([NotNull] object? state, string model)
    {
        if (state is null)
        {
            throw new InvalidOperationException($"{model} has not been fitted; call Fit first.");
        }
    }

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/>.</summary>
    [DoesNotReturn]
    public static void OutOfRange(string name, object value, string allowed) =>
        throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; allowed: {allowed}.");

    /// <summary>Throws <see cref="ArgumentException"/> for a value that is not among those known.</summary>
    [DoesNotReturn]
    public static void Unknown(string what, string value, IEnumerable<string> known) =>
        throw new ArgumentException($"Unknown {what} '{(value is { Length: > 100 } ? $"{value.AsSpan(0, 100)}…" : value)}'. Known: {string.Join(", ", known)}.");

    /// <summary>Throws <see cref="ArgumentException"/> for a tensor of the wrong shape.</summary>
    [DoesNotReturn]
    public static void WrongShape(string operation, string name, string given, string needed) =>
        throw new ArgumentException($"{operation} was given {name} of shape {given}; it needs {needed}.", name);
}
