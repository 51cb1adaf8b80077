using MusicRec.Neural.Files;

namespace MusicRec.Neural;

/// <summary>
/// Models on disk, as safetensors files (github.com/huggingface/safetensors): a header in JSON, then plain numbers.
/// Reading one runs no code and takes no memory before every size is checked. Files of this library carry a checksum of
/// names, shapes, numbers and metadata; files from elsewhere are read without one. Numbers are 32-bit floats (F32).
/// </summary>
public static class ModelFile
{
    /// <summary>
    /// Saves the parameters and buffers of <paramref name="module"/>. The file takes the place of an older one only when
    /// it is complete.
    /// </summary>
    /// <param name="path">Where to; customarily it ends in ".safetensors".</param>
    /// <param name="module">What is saved.</param>
    /// <param name="metadata">What the file says besides the numbers.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the metadata use a name that is taken.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Module module, ModelMetadata? metadata = null) =>
        Save(path, new StateDictionary(module), metadata);

    /// <inheritdoc cref="Save(string, Module, ModelMetadata?)"/>
    /// <param name="path">Where to; customarily it ends in ".safetensors".</param>
    /// <param name="state">What is saved.</param>
    /// <param name="metadata">What the file says besides the numbers.</param>
    public static void Save(string path, StateDictionary state, ModelMetadata? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(state);
        SafetensorsWriter.Write(
            path, [.. state.Names.Select(name => new StoredTensor(name, state[name]))], (metadata ?? new ModelMetadata()).ToEntries());
    }

    /// <summary>Loads a file into <paramref name="module"/>, whose names and shapes must be those of the file.</summary>
    /// <returns>What the file says besides the numbers.</returns>
    /// <exception cref="ModelFileException">The file is damaged, or its names or shapes are others; the module is as it was.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelMetadata Load(string path, Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        StateDictionary state = new(module);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (StateDictionary.FindMismatch(state.Shapes, file.Shapes) is string mismatch)
        {
            throw new ModelFileException(path, $"it does not fit {module.GetType().Name}: {mismatch}");
        }

        ModelMetadata metadata = ModelMetadata.FromEntries(path, file.Metadata);
        file.Verify();
        foreach (SafetensorsEntry entry in file.Tensors)
        {
            file.Read(entry, state[entry.Name].Values);
        }

        return metadata;
    }

    /// <summary>Reads every tensor of a file, whatever its names and shapes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">What the file says besides the numbers.</param>
    /// <exception cref="ModelFileException">The file is damaged or holds what this library has no tensors for.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StateDictionary Read(string path, out ModelMetadata metadata)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        metadata = ModelMetadata.FromEntries(path, file.Metadata);
        file.Verify();
        StateDictionary state = new();
        foreach (SafetensorsEntry entry in file.Tensors)
        {
            Tensor tensor = Tensor.Parameter(entry.Shape);
            tensor.RequiresGradient = false;
            file.Read(entry, tensor.Values);
            state.Add(entry.Name, tensor);
        }

        return state;
    }

    /// <summary>Reads only what a file says besides its numbers, for instance to make the module that fits.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static ModelMetadata ReadMetadata(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return ModelMetadata.FromEntries(path, file.Metadata);
    }
}
