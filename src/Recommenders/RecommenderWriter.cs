using System.Globalization;
using System.Text;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// What a recommender puts into its file: settings as text, numbers as tensors, under names of its own. Each overload has its
/// counterpart in <see cref="RecommenderReader"/>.
/// </summary>
internal sealed class RecommenderWriter
{
    // Halves of surrogate pairs have no UTF-8 and would come back as something else.
    private static readonly UTF8Encoding _encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string _prefix;

    public RecommenderWriter()
        : this("", [], new SortedDictionary<string, string>(StringComparer.Ordinal))
    {
    }

    private RecommenderWriter(string prefix, List<StoredTensor> tensors, SortedDictionary<string, string> settings) =>
        (_prefix, Tensors, Settings) = (prefix, tensors, settings);

    public List<StoredTensor> Tensors { get; }

    public SortedDictionary<string, string> Settings { get; }

    /// <summary>The same file under another beginning of names.</summary>
    public RecommenderWriter Under(string prefix) => new(prefix, Tensors, Settings);

    /// <summary>The part under a name, for a recommender within this one.</summary>
    public RecommenderWriter Within(string name) => Under($"{_prefix}{name}.");

    public void Add(string name, int value) => Settings.Add(_prefix + name, value.ToString(CultureInfo.InvariantCulture));

    public void Add(string name, ulong value) => Settings.Add(_prefix + name, value.ToString(CultureInfo.InvariantCulture));

    public void Add(string name, double value) => Settings.Add(_prefix + name, value.ToString("R", CultureInfo.InvariantCulture));

    public void Add(string name, bool value) => Settings.Add(_prefix + name, value ? "true" : "false");

    public void Add(string name, string value) => Settings.Add(_prefix + name, value);

    public void Add<TEnum>(string name, TEnum value)
        where TEnum : struct, Enum => Settings.Add(_prefix + name, value.ToString());

    public void Add(string name, int[] values) => Tensors.Add(new StoredTensor(_prefix + name, new Shape(values.Length), values));

    public void Add(string name, double[] values) => Tensors.Add(new StoredTensor(_prefix + name, new Shape(values.Length), values));

    public void Add(string name, float[] values) => Tensors.Add(new StoredTensor(_prefix + name, new Shape(values.Length), values));

    public void Add(string name, byte[] values) => Tensors.Add(new StoredTensor(_prefix + name, new Shape(values.Length), values));

    public void Add(string name, Matrix values) =>
        Tensors.Add(new StoredTensor(_prefix + name, new Shape(values.Rows, values.Columns), values.Values));

    /// <summary>A matrix in which NaN stands where a number is missing. A file holds finite numbers only, so the places of gaps stand apart.</summary>
    public void AddWithGaps(string name, Matrix values)
    {
        Add($"{name}.gaps", [.. Enumerable.Range(0, values.Values.Length).Where(place => double.IsNaN(values.Values[place]))]);
        Add(name, new Matrix(values.Rows, values.Columns, Array.ConvertAll(values.Values, value => double.IsNaN(value) ? 0 : value)));
    }

    /// <summary>The parameters and buffers of a network, as "name.parameter".</summary>
    public void Add(string name, Module module)
    {
        StateDictionary state = new(module);
        Tensors.AddRange(state.Names.Select(parameter => new StoredTensor($"{_prefix}{name}.{parameter}", state[parameter])));
    }

    /// <summary>Texts: their UTF-8 bytes one after the other, and the length of each.</summary>
    public void Add(string name, IReadOnlyList<string> texts)
    {
        byte[][] bytes = [.. texts.Select(_encoding.GetBytes)];
        Tensors.Add(new StoredTensor($"{_prefix}{name}.lengths", new Shape(bytes.Length), [.. bytes.Select(text => text.Length)]));
        byte[] all = [.. bytes.SelectMany(text => text)];
        Tensors.Add(new StoredTensor($"{_prefix}{name}.text", new Shape(all.Length), all));
    }

    /// <summary>A recommender that is part of this one and was fitted on the same interactions.</summary>
    /// <exception cref="NotSupportedException">It is no recommender of this library.</exception>
    public void Add(string name, IRecommender part)
    {
        if (part is not IStoredRecommender stored)
        {
            throw new NotSupportedException($"'{part.Name}' cannot be saved: {part.GetType().Name} is no recommender of this library.");
        }

        _ = stored.FittedOn;
        Add($"{name}.architecture", stored.Architecture);
        stored.Write(Within(name));
    }
}
