using System.Diagnostics.CodeAnalysis;

namespace MusicRec.Neural;

/// <summary>What a module has learnt and remembers, by name: its parameters, then its buffers, named as in PyTorch.</summary>
public sealed class StateDictionary
{
    private readonly Dictionary<string, Tensor> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The state of <paramref name="module"/>: its own tensors, so that a change of their numbers changes the module.</summary>
    public StateDictionary(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach ((string name, Tensor tensor) in module.NamedParameters.Concat(module.NamedBuffers))
        {
            Add(name, tensor);
        }
    }

    /// <summary>For the reader of files to fill.</summary>
    internal StateDictionary()
    {
    }

    /// <summary>The names, in the order in which the tensors were added.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (!_byName.TryGetValue(name, out Tensor? tensor))
            {
                Throw.Unknown("tensor", name, _names);
            }

            return tensor;
        }
    }

    internal IReadOnlyList<(string Name, Shape Shape)> Shapes => [.. _names.Select(name => (name, _byName[name].Shape))];

    /// <summary>Whether there is a tensor called <paramref name="name"/>.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Tensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Copies every number into the tensor of the same name in <paramref name="module"/>.</summary>
    /// <exception cref="ArgumentException">A name is missing on one side or a shape differs; the module is as it was.</exception>
    public void CopyTo(Module module)
    {
        StateDictionary target = new(module);
        if (FindMismatch(target.Shapes, Shapes) is string mismatch)
        {
            throw new ArgumentException($"This state does not fit {module.GetType().Name}: {mismatch}", nameof(module));
        }

        foreach (string name in _names)
        {
            _byName[name].Values.CopyTo(target._byName[name].Values);
        }
    }

    internal void Add(string name, Tensor tensor)
    {
        if (!_byName.TryAdd(name, tensor))
        {
            throw new ArgumentException($"Two tensors are called '{name}'; names must differ.");
        }

        _names.Add(name);
    }

    /// <summary>How tensors that are given differ in name or shape from those needed; null where they fit.</summary>
    internal static string? FindMismatch(IReadOnlyList<(string Name, Shape Shape)> needed, IReadOnlyList<(string Name, Shape Shape)> given)
    {
        Dictionary<string, Shape> shapes = given.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        HashSet<string> names = needed.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        string text = List("missing", needed.Where(tensor => !shapes.ContainsKey(tensor.Name)).Select(tensor => $"{tensor.Name} {tensor.Shape}"))
            + List("not expected", given.Where(tensor => !names.Contains(tensor.Name)).Select(tensor => $"{tensor.Name} {tensor.Shape}"))
            + List(
                "of another shape",
                needed.Where(tensor => shapes.TryGetValue(tensor.Name, out Shape shape) && shape != tensor.Shape)
                    .Select(tensor => $"{tensor.Name} is {shapes[tensor.Name]} and must be {tensor.Shape}"));
        return text.Length == 0 ? null : text.TrimStart();
    }

    /// <summary>A sentence with the first few of many entries, behind a space; nothing where there are none.</summary>
    internal static string List(string what, IEnumerable<string> entries)
    {
        const int Shown = 3;
        string[] all = [.. entries];
        return all.Length == 0
            ? ""
            : $" {what}: {string.Join(", ", all.Take(Shown))}{(all.Length > Shown ? $" and {all.Length - Shown} more" : "")}.";
    }
}
