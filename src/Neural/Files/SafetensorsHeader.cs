using System.Text.Json;
using System.Text.Unicode;

namespace MusicRec.Neural.Files;

/// <summary>A tensor as a header names it; its data stand at [Begin, End) behind the header.</summary>
internal readonly record struct SafetensorsEntry(string Name, NumberType Type, Shape Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file, checked in full: {"__metadata__": {name: text}, name: {"dtype", "shape",
/// "data_offsets"}}, padded with spaces; data without holes or overlaps; no name twice.
/// </summary>
internal ref struct SafetensorsHeader
{
    /// <summary>The limit of the reference implementation.</summary>
    public const int MaximumBytes = 100_000_000;

    /// <summary>A limit of this library, so that many empty tensors cannot take much more memory than the file is long.</summary>
    public const int MaximumTensors = 8_192;

    /// <summary>A limit of this library, in UTF-16 characters, on all names and metadata together, for the same reason.</summary>
    public const int MaximumText = 1 << 21;

    public const string MetadataKey = "__metadata__";

    private readonly string _path;
    private readonly bool _anyType;
    private Utf8JsonReader _json;
    private int _textLeft = MaximumText;

    private SafetensorsHeader(string path, ReadOnlySpan<byte> json, bool anyType)
    {
        (_path, _anyType) = (path, anyType);
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
    }

    /// <summary>What <paramref name="json"/> says about <paramref name="dataLength"/> bytes of data; tensors in the order of their data.</summary>
    /// <exception cref="ModelFileException">It breaks a rule.</exception>
    public static (SafetensorsEntry[] Tensors, Dictionary<string, string> Metadata) Parse(
        string path, ReadOnlySpan<byte> json, long dataLength, bool anyType)
    {
        if (json.IsEmpty || json[0] != (byte)'{' || !Utf8.IsValid(json))
        {
            throw new ModelFileException(path, "its header is not an object of JSON in UTF-8 that begins with '{'.");
        }

        SafetensorsHeader header = new(path, json, anyType);
        try
        {
            return header.Parse(json, dataLength);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader's own messages name line and byte.
            throw new ModelFileException(path, $"its header is not the JSON of a safetensors file: {exception.Message}", exception);
        }
    }

    private (SafetensorsEntry[] Tensors, Dictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        List<SafetensorsEntry> tensors = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject);
        while (ReadName() is string name)
        {
            if (!names.Add(name))
            {
                throw Bad($"'{name}' stands twice in its header.");
            }

            if (name == MetadataKey)
            {
                ReadMetadata(metadata);
                continue;
            }

            if (tensors.Count == MaximumTensors)
            {
                throw Bad($"it has more than {MaximumTensors} tensors; allowed here: up to so many.");
            }

            tensors.Add(ReadTensor(name));
        }

        if (json[(int)_json.BytesConsumed..].ContainsAnyExcept((byte)' '))
        {
            throw Bad("behind the JSON of its header stands something else than spaces.");
        }

        // Where a tensor is empty its neighbour begins at the same place; the order in the header is kept then.
        SafetensorsEntry[] ordered = [.. tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        CheckPlaces(ordered, dataLength);
        return (ordered, metadata);
    }

    private readonly void CheckPlaces(SafetensorsEntry[] tensors, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                throw Bad($"the data of '{tensor.Name}' begin at {tensor.Begin} and those before end at {end}; neither holes nor overlaps are allowed.");
            }

            end = tensor.End;
        }

        if (end != dataLength)
        {
            throw Bad($"its header describes {end} bytes of data and {dataLength} follow.");
        }
    }

    private void ReadMetadata(Dictionary<string, string> metadata)
    {
        Expect(JsonTokenType.StartObject);
        while (ReadName() is string name)
        {
            Expect(JsonTokenType.String);
            if (!metadata.TryAdd(name, ReadText()))
            {
                throw Bad($"'{name}' stands twice in its metadata.");
            }
        }
    }

    private SafetensorsEntry ReadTensor(string name)
    {
        Shape? shape = null;
        (long Begin, long End)? place = null;
        NumberType? type = null;
        Expect(JsonTokenType.StartObject);
        while (ReadName() is string field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    Expect(JsonTokenType.String);
                    type = ReadType(name);
                    break;
                case "shape" when shape is null:
                    shape = ReadShape(name);
                    break;
                case "data_offsets" when place is null:
                    place = ReadPlace(name);
                    break;
                default:
                    throw Bad($"'{name}' has '{field}' once too often or beside dtype, shape and data_offsets.");
            }
        }

        if (type is not NumberType numbers || shape is not Shape sizes || place is not (long Begin, long End) offsets)
        {
            throw Bad($"'{name}' lacks one of dtype, shape and data_offsets.");
        }

        long bytes = sizes.Count * (long)numbers.Bytes;
        return offsets.End - offsets.Begin == bytes
            ? new SafetensorsEntry(name, numbers, sizes, offsets.Begin, offsets.End)
            : throw Bad($"'{name}' has shape {sizes} and data from {offsets.Begin} to {offsets.End}; needed: {bytes} bytes.");
    }

    private NumberType ReadType(string name)
    {
        IReadOnlyList<NumberType> allowed = _anyType ? NumberType.All : [NumberType.Float];
        foreach (NumberType type in allowed)
        {
            if (_json.ValueTextEquals(type.Name))
            {
                return type;
            }
        }

        throw Bad($"'{name}' has numbers of type {ReadText()}; only {string.Join(", ", allowed.Select(type => type.Name))} can be read.");
    }

    private Shape ReadShape(string name)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        int rank = 0;
        long count = 1;
        Expect(JsonTokenType.StartArray);
        for (long size; (size = ReadNumber(name, JsonTokenType.EndArray)) >= 0; sizes[rank++] = (int)size)
        {
            count = rank == Shape.MaximumRank || size > int.MaxValue ? long.MaxValue : count * size;
            if (count > int.MaxValue)
            {
                throw Bad($"the shape of '{name}' is too large; allowed: 1 to {Shape.MaximumRank} sizes and up to 2³¹ − 1 numbers.");
            }
        }

        return rank > 0 ? new Shape(sizes[..rank]) : throw Bad($"the shape of '{name}' is empty; allowed: 1 to {Shape.MaximumRank} sizes.");
    }

    private (long Begin, long End) ReadPlace(string name)
    {
        Expect(JsonTokenType.StartArray);
        long begin = ReadNumber(name, JsonTokenType.None), end = ReadNumber(name, JsonTokenType.None);
        Expect(JsonTokenType.EndArray);
        return (begin, end);
    }

    /// <summary>A whole number of 0 or more, or −1 where <paramref name="ending"/> stands instead.</summary>
    private long ReadNumber(string name, JsonTokenType ending)
    {
        if (_json.Read() && _json.TokenType == ending)
        {
            return -1;
        }

        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long number) && number >= 0
            ? number
            : throw Bad($"the header of '{name}' holds a number that is no whole number of 0 or more.");
    }

    /// <summary>The name of the next member of an object, or null at its end.</summary>
    private string? ReadName()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : ReadText();
    }

    private string ReadText()
    {
        // A character takes at least one byte, so the budget is checked before the text is made.
        if (_json.ValueSpan.Length > _textLeft)
        {
            throw Bad($"its names and metadata are longer than {MaximumText} characters.");
        }

        _textLeft -= _json.ValueSpan.Length;
        return _json.GetString()!;
    }

    private void Expect(JsonTokenType type)
    {
        if (!_json.Read() || _json.TokenType != type)
        {
            throw Bad($"at byte {_json.TokenStartIndex} of its header stands {_json.TokenType} instead of {type}.");
        }
    }

    private readonly ModelFileException Bad(string problem) => new(_path, problem);
}
