namespace MusicRec.Neural;

/// <summary>A model file is damaged, breaks the rules of its format, or does not fit what it is loaded into.</summary>
public sealed class ModelFileException : IOException
{
    /// <summary>A problem with the file at <paramref name="path"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong, where, and what is allowed.</param>
    /// <param name="cause">What was thrown first, if anything.</param>
    public ModelFileException(string path, string problem, Exception? cause = null)
        : base($"'{path}': {problem}", cause) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
