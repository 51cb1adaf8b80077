using System.Globalization;
using System.Text;
using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// What a recommender takes from its file, the counterpart of <see cref="RecommenderWriter"/>. Sizes are those of the file, which
/// are checked against its length before memory is taken; whatever is missing or does not fit is a <see cref="ModelFileException"/>.
/// </summary>
internal sealed class RecommenderReader
{
    private static readonly UTF8Encoding _encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, SafetensorsEntry> _tensors;
    private readonly string _path;
    private readonly string _prefix;
    private readonly Interactions? _interactions;

    public RecommenderReader(SafetensorsFile file, string path)
        : this(file, file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal), path, "", null)
    {
    }

    private RecommenderReader(
        SafetensorsFile file, Dictionary<string, SafetensorsEntry> tensors, string path, string prefix, Interactions? interactions) =>
        (_file, _tensors, _path, _prefix, _interactions) = (file, tensors, path, prefix, interactions);

    /// <summary>What the recommender was fitted on.</summary>
    public Interactions Interactions => _interactions!;

    /// <summary>The same file under another beginning of names.</summary>
    public RecommenderReader Part(string prefix, Interactions? interactions) => new(_file, _tensors, _path, prefix, interactions);

    /// <summary>The part under a name, for a recommender within this one that was fitted on other interactions.</summary>
    public RecommenderReader Within(string name, Interactions interactions) => Part($"{_prefix}{name}.", interactions);

    public string Text(string name) =>
        _file.Metadata.TryGetValue(_prefix + name, out string? text) ? text : throw Bad($"it does not say '{_prefix}{name}'.");

    public int Whole(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
        ? value
        : throw BadSetting(name, "a whole number");

    public ulong Seed(string name) => ulong.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
        ? value
        : throw BadSetting(name, "a whole number from 0 to 2⁶⁴ − 1");

    public double Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw BadSetting(name, "a finite number");

    public bool Flag(string name) => Text(name) switch
    {
        "true" => true,
        "false" => false,
        _ => throw BadSetting(name, "true or false"),
    };

    public TEnum Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        foreach (TEnum value in Enum.GetValues<TEnum>())
        {
            if (string.Equals(value.ToString(), Text(name), StringComparison.Ordinal))
            {
                return value;
            }
        }

        throw BadSetting(name, string.Join(", ", Enum.GetNames<TEnum>()));
    }

    /// <summary>Whole numbers; as many as given, or as the file holds.</summary>
    public int[] Wholes(string name, int? length = null) => Read<int>(Entry(name, NumberType.Whole, 1, length));

    /// <inheritdoc cref="Wholes"/>
    public double[] Doubles(string name, int? length = null) => Read<double>(Entry(name, NumberType.Double, 1, length));

    /// <inheritdoc cref="Wholes"/>
    public float[] Floats(string name, int? length = null) => Read<float>(Entry(name, NumberType.Float, 1, length));

    /// <inheritdoc cref="Wholes"/>
    public byte[] Bytes(string name, int? length = null) => Read<byte>(Entry(name, NumberType.Byte, 1, length));

    /// <summary>Whether the file has a setting of this name.</summary>
    public bool Has(string name) => _file.Metadata.ContainsKey(_prefix + name);

    /// <summary>A matrix; as many rows and columns as given, or as the file holds.</summary>
    public Matrix Matrix(string name, int? rows, int? columns = null)
    {
        SafetensorsEntry entry = Entry(name, NumberType.Double, 2, null);
        if ((rows is not null && entry.Shape[0] != rows) || (columns is not null && entry.Shape[1] != columns))
        {
            throw Bad($"'{entry.Name}' has shape {entry.Shape}; needed: [{rows?.ToString(CultureInfo.InvariantCulture) ?? "rows"}, {columns?.ToString(CultureInfo.InvariantCulture) ?? "columns"}].");
        }

        return new Matrix(entry.Shape[0], entry.Shape[1], Read<double>(entry));
    }

    /// <summary>The same with NaN where a number is missing.</summary>
    public Matrix MatrixWithGaps(string name, int? rows, int? columns = null)
    {
        Matrix values = Matrix(name, rows, columns);
        foreach (int place in Wholes($"{name}.gaps"))
        {
            Throw.IfOutside(place, 0, values.Values.Length - 1, $"{name}.gaps");
            values.Values[place] = double.NaN;
        }

        return values;
    }

    /// <summary>Refuses a file that does not hold numbers of this shape, before memory is taken for as many.</summary>
    public void Expect(string name, params ReadOnlySpan<int> sizes)
    {
        if (!_tensors.TryGetValue(_prefix + name, out SafetensorsEntry entry))
        {
            throw Bad($"it has no tensor '{_prefix}{name}'.");
        }

        bool fits = entry.Shape.Rank == sizes.Length;
        for (int axis = 0; fits && axis < sizes.Length; axis++)
        {
            fits = entry.Shape[axis] == sizes[axis];
        }

        if (!fits)
        {
            throw Bad($"'{entry.Name}' has shape {entry.Shape}; needed: [{string.Join(", ", sizes.ToArray())}].");
        }
    }

    /// <summary>The same for a weight matrix that may stand there in fewer bits.</summary>
    public void ExpectWeights(NetworkCompression? compression, string name, int rows, int columns)
    {
        if (compression is null)
        {
            Expect(name, rows, columns);
            return;
        }

        (string part, long bytes) = compression.FirstPart(name, (long)rows * columns);
        _ = Entry(part, NumberType.Byte, 1, bytes <= int.MaxValue ? (int)bytes : -1);
    }

    /// <summary>Fills a network, whose names and shapes must be those of the file.</summary>
    public void Fill(string name, Module module)
    {
        StateDictionary state = new(module);
        string start = $"{_prefix}{name}.";
        (string, Shape)[] found = [.. _tensors.Values.Where(entry => entry.Name.StartsWith(start, StringComparison.Ordinal)).Select(entry => (entry.Name[start.Length..], entry.Shape))];
        if (StateDictionary.FindMismatch(state.Shapes, found) is string mismatch)
        {
            throw Bad($"'{_prefix}{name}' does not fit {module.GetType().Name}: {mismatch}");
        }

        foreach (string parameter in state.Names)
        {
            _file.Read(Entry($"{name}.{parameter}", NumberType.Float, null, null), state[parameter].Values);
        }
    }

    /// <summary>Texts; as many as given, or as the file holds.</summary>
    public string[] Texts(string name, int? count = null)
    {
        int[] lengths = Wholes($"{name}.lengths", count);
        byte[] bytes = Read<byte>(Entry($"{name}.text", NumberType.Byte, 1, null));
        string[] texts = new string[lengths.Length];
        int start = 0;
        try
        {
            for (int place = 0; place < texts.Length; place++)
            {
                if (lengths[place] < 0 || lengths[place] > bytes.Length - start)
                {
                    throw Bad($"text {place} of '{_prefix}{name}' is said to be {lengths[place]} bytes long; {bytes.Length - start} are left.");
                }

                texts[place] = _encoding.GetString(bytes, start, lengths[place]);
                start += lengths[place];
            }
        }
        catch (DecoderFallbackException cause)
        {
            throw new ModelFileException(_path, $"a text of '{_prefix}{name}' is not UTF-8.", cause);
        }

        return start == bytes.Length ? texts : throw Bad($"'{_prefix}{name}' has {bytes.Length - start} bytes too many.");
    }

    /// <summary>A recommender that is part of this one.</summary>
    public IRecommender Recommender(string name) =>
        RecommenderFile.Read(Text($"{name}.architecture"), Part($"{_prefix}{name}.", Interactions));

    /// <summary>The exception for a file that breaks a rule.</summary>
    public ModelFileException Bad(string problem) => new(_path, problem);

    private ModelFileException BadSetting(string name, string allowed) => Bad($"its '{_prefix}{name}' is '{Text(name)}'; allowed: {allowed}.");

    private SafetensorsEntry Entry(string name, NumberType type, int? rank, int? length)
    {
        if (!_tensors.TryGetValue(_prefix + name, out SafetensorsEntry entry))
        {
            throw Bad($"it has no tensor '{_prefix}{name}'.");
        }

        if (entry.Type != type || (rank is not null && entry.Shape.Rank != rank) || (length is not null && entry.Shape.Count != length))
        {
            throw Bad($"'{entry.Name}' has shape {entry.Shape} of {entry.Type.Name}; needed: {(length is null ? "" : $"{length} numbers of ")}{type.Name}{(rank is null ? "" : $" in {rank} dimensions")}.");
        }

        return entry;
    }

    private T[] Read<T>(SafetensorsEntry entry)
        where T : unmanaged
    {
        T[] values = new T[entry.Shape.Count];
        _file.Read<T>(entry, values);
        return values;
    }
}
