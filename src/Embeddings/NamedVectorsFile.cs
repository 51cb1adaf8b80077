using MusicRec.Neural;

namespace MusicRec.Embeddings;

/// <summary><see cref="NamedVectors"/> as safetensors: one tensor of the vectors, the names as lines of the metadata.</summary>
internal static class NamedVectorsFile
{
    private const string Architecture = "NamedVectors";
    private const string NamesKey = "names";
    private const string TensorName = "vectors";

    public static void Save(string path, NamedVectors vectors)
    {
        foreach (string name in vectors.Names)
        {
            if (name.Contains('\n'))
            {
                throw new ArgumentException($"The name '{name}' holds a line break; such a name cannot be saved.", nameof(vectors));
            }
        }

        StateDictionary state = new();
        Tensor tensor = Tensor.From(vectors.Values.ToArray(), vectors.Count, vectors.Dimension);
        state.Add(TensorName, tensor);
        ModelFile.Save(path, state, new ModelMetadata
        {
            Architecture = Architecture,
            Other = new Dictionary<string, string> { [NamesKey] = string.Join('\n', vectors.Names) },
        });
    }

    public static NamedVectors Load(string path)
    {
        StateDictionary state = ModelFile.Read(path, out ModelMetadata metadata);
        if (metadata.Architecture != Architecture || !metadata.Other.TryGetValue(NamesKey, out string? names) || !state.TryGet(TensorName, out Tensor? tensor)
            || tensor.Shape.Rank != 2)
        {
            throw new ModelFileException(path, $"it holds '{metadata.Architecture ?? "a model of no name"}'; needed: {Architecture}, names and a matrix '{TensorName}'.");
        }

        string[] lines = names.Split('\n');
        if (lines.Length != tensor.Shape[0])
        {
            throw new ModelFileException(path, $"it holds {lines.Length} names for {tensor.Shape[0]} vectors.");
        }

        try
        {
            return new NamedVectors(lines, tensor.Values);
        }
        catch (ArgumentException cause)
        {
            throw new ModelFileException(path, cause.Message, cause);
        }
    }
}
