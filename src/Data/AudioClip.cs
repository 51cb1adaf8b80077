namespace MusicRec.Data;

/// <summary>An audio clip: a WAV file and its genre. Split by clip, never by window.</summary>
/// <param name="Path">The file.</param>
/// <param name="Genre">The genre, the name of its folder.</param>
/// <param name="Name">The file's name, for example "blues.00000".</param>
public sealed record AudioClip(string Path, string Genre, string Name);
