namespace MusicRec.Data;

/// <summary>The audio features of a track as Spotify computes them, by the names that the data sets give them.</summary>
public static class AudioFeatures
{
    /// <summary>
    /// The thirteen features of papers 000 and 002: danceability, energy, speechiness, acousticness, instrumentalness,
    /// liveness and valence from 0 to 1, key from 0 (C) to 11, loudness in dB, mode 0 (minor) or 1 (major), tempo in
    /// beats per minute, duration in milliseconds, time signature in beats per bar.
    /// </summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo",
        "duration_ms", "time_signature",
    ];

    /// <summary>The eight features of paper 004.</summary>
    public static IReadOnlyList<string> Eight { get; } =
        ["acousticness", "liveness", "danceability", "energy", "loudness", "speechiness", "tempo", "valence"];
}
