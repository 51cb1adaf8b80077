using System.Globalization;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// What a search may choose from: parameters by name, each with a distribution to draw from. Every candidate and every parameter draws
/// from a stream of its own, so that one more parameter leaves the others' values as they were.
/// </summary>
public sealed class ParameterSpace
{
    // Candidates are drawn again when one came before; a space that has enough of them gives a new one long before.
    private const int MostDraws = 100_000;
    private readonly List<Parameter> _parameters = [];
    private readonly List<ParameterValues> _included = [];

    /// <summary>The parameters' names, in the order they were added.</summary>
    public IReadOnlyList<string> Names => [.. _parameters.Select(parameter => parameter.Name)];

    /// <summary>How many different candidates there are; infinite when a parameter is a number.</summary>
    public double Size => _parameters.Aggregate(1.0, (product, parameter) => product * (parameter.Count ?? double.PositiveInfinity));

    /// <summary>A number, equally likely anywhere between two.</summary>
    /// <param name="name">Not blank, and not used before.</param>
    /// <param name="low">Finite.</param>
    /// <param name="high">Finite, above <paramref name="low"/>.</param>
    public ParameterSpace Uniform(string name, double low, double high)
    {
        Order(name, low, high);
        return Add(new Parameter(name, random => Math.Min(high, low + ((high - low) * random.NextDouble())), value => value is double number && number >= low && number <= high, Span(low, high)));
    }

    /// <summary>A number whose logarithm is equally likely anywhere between two: for what is tried at 0.001, 0.01 and 0.1.</summary>
    /// <param name="name">Not blank, and not used before.</param>
    /// <param name="low">Above 0.</param>
    /// <param name="high">Finite, above <paramref name="low"/>.</param>
    public ParameterSpace LogUniform(string name, double low, double high)
    {
        Throw.IfNotPositive(low, $"low of '{name}'");
        Order(name, low, high);
        return Add(new Parameter(name, random => DrawLog(random, low, high), value => value is double number && number >= low && number <= high, Span(low, high)));
    }

    /// <summary>A whole number, all equally likely.</summary>
    /// <param name="name">Not blank, and not used before.</param>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The largest, drawn too; above <paramref name="low"/>.</param>
    public ParameterSpace Integer(string name, int low, int high)
    {
        Order(name, low, high);
        Throw.IfOutside((double)high - low, 1, int.MaxValue - 1, $"high − low of '{name}'");
        return Add(new Parameter(name, random => low + random.NextInt32(high - low + 1), value => value is int number && number >= low && number <= high, Span(low, high), (long)high - low + 1));
    }

    /// <summary>A whole number whose logarithm is equally likely anywhere between two: for sizes tried at 8, 16, 32 and so on.</summary>
    /// <param name="name">Not blank, and not used before.</param>
    /// <param name="low">The smallest, 1 or more.</param>
    /// <param name="high">The largest, drawn too; above <paramref name="low"/>.</param>
    public ParameterSpace LogInteger(string name, int low, int high)
    {
        Throw.IfBelow(low, 1, $"low of '{name}'");
        Order(name, low, high);
        return Add(new Parameter(
            name, random => Math.Clamp((int)Math.Floor(DrawLog(random, low, high + 1.0)), low, high), value => value is int number && number >= low && number <= high, Span(low, high), (long)high - low + 1));
    }

    /// <summary>One of several values, all equally likely.</summary>
    /// <param name="name">Not blank, and not used before.</param>
    /// <param name="values">One or more, all different.</param>
    public ParameterSpace Choice<T>(string name, params IReadOnlyList<T> values)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        T[] own = [.. values];
        Throw.IfEmpty(own.Length, $"values of '{name}'");
        if (own.Distinct().Count() != own.Length)
        {
            throw new ArgumentException($"The values of '{name}' are {string.Join(", ", own)}; they must differ.", nameof(values));
        }

        return Add(new Parameter(name, random => own[random.NextInt32(own.Length)], value => value is T one && own.Contains(one), string.Join(", ", own), own.Length));
    }

    /// <summary>
    /// A candidate that is always tried, before those that are drawn: such as the settings a search has to beat.
    /// </summary>
    /// <param name="values">A value for every parameter, within its range.</param>
    /// <exception cref="ArgumentException">A parameter has no value, a value out of its range, or is unknown.</exception>
    public ParameterSpace Include(params IReadOnlyList<(string Name, object Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Throw.IfLengthsDiffer(values.Count, nameof(values), _parameters.Count, "the space's parameters");
        object[] ordered = new object[values.Count];
        for (int index = 0; index < ordered.Length; index++)
        {
            Parameter parameter = _parameters[index];
            (string name, object value) = values.FirstOrDefault(one => one.Name == parameter.Name);
            if (name is null)
            {
                throw new ArgumentException($"The candidate has no value for '{parameter.Name}'.", nameof(values));
            }

            if (value is null || !parameter.Holds(value))
            {
                throw new ArgumentException($"'{name}' is {ParameterValues.Write(value)} ({value?.GetType().Name ?? "null"}); allowed: {parameter.Allowed}.", nameof(values));
            }

            ordered[index] = value;
        }

        _included.Add(new ParameterValues(Names, ordered));
        return this;
    }

    /// <summary>The candidates of a search: those included, then drawn ones, all different.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Same seed, same candidates; the first of more candidates are those of fewer.</param>
    /// <exception cref="ArgumentException">There are no parameters, or not so many different candidates.</exception>
    public IReadOnlyList<ParameterValues> Draw(int count, ulong seed)
    {
        Throw.IfBelow(count, 1);
        Throw.IfEmpty(_parameters.Count, "the space's parameters");
        RandomStream random = new(seed);
        List<ParameterValues> candidates = [];
        foreach (ParameterValues included in _included.Take(count))
        {
            AddNew(included);
        }

        double different = Size;
        for (int draw = 0; candidates.Count < count; draw++)
        {
            if (count > different || draw - candidates.Count > MostDraws)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"count is {count}; the space has {(count > different ? different : candidates.Count)} different candidates."), nameof(count));
            }

            RandomStream own = random.Split((ulong)draw);
            ParameterValues candidate = new(Names, [.. _parameters.Select((parameter, index) => parameter.Draw(own.Split((ulong)index)))]);
            AddNew(candidate);
        }

        return candidates;

        void AddNew(ParameterValues candidate)
        {
            if (!candidates.Exists(candidate.Same))
            {
                candidates.Add(candidate);
            }
        }
    }

    private static double DrawLog(RandomStream random, double low, double high)
    {
        double from = Elementary.Log(low), to = Elementary.Log(high);
        return Math.Clamp(Elementary.Exp(from + ((to - from) * random.NextDouble())), low, high);
    }

    private static void Order(string name, double low, double high)
    {
        if (!(double.IsFinite(low) && double.IsFinite(high) && low < high && double.IsFinite(high - low)))
        {
            throw new ArgumentException($"'{name}' is to be drawn from {low} to {high}; allowed: two finite numbers, the lower one first.");
        }
    }

    private static string Span(double low, double high) => string.Create(CultureInfo.InvariantCulture, $"{low} to {high}");

    private ParameterSpace Add(Parameter parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(parameter.Name, "name");
        if (Names.Contains(parameter.Name))
        {
            throw new ArgumentException($"Two parameters are named '{parameter.Name}'; names must differ.", nameof(parameter));
        }

        if (_included.Count > 0)
        {
            throw new InvalidOperationException($"'{parameter.Name}' comes after an included candidate, which has no value for it; include candidates last.");
        }

        _parameters.Add(parameter);
        return this;
    }

    private sealed record Parameter(string Name, Func<RandomStream, object> Draw, Func<object, bool> Holds, string Allowed, long? Count = null);
}
