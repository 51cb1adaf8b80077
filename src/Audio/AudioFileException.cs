namespace MusicRec.Audio;

/// <summary>An audio file that is damaged, or of a kind that is not read: says which file, what was found and what is allowed.</summary>
public sealed class AudioFileException : IOException
{
    /// <summary>A problem with the file called <paramref name="path"/>.</summary>
    /// <param name="path">The file, or what a stream was called.</param>
    /// <param name="problem">What is wrong, where, and what is allowed.</param>
    /// <param name="cause">What was thrown first, if anything.</param>
    public AudioFileException(string path, string problem, Exception? cause = null)
        : base($"'{path}': {problem}", cause) => Path = path;

    /// <summary>The file, or what a stream was called.</summary>
    public string Path { get; }
}
