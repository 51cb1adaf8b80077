namespace MusicRec.Data.Sample;

/// <summary>
/// A style of the made-up world. Numbers are offsets in standard deviations unless a unit is named; neighbours in
/// <see cref="All"/> sound alike, which is the order along which playlists drift.
/// </summary>
/// <param name="Name">The style, as the fine genre of a track.</param>
/// <param name="Genre">One of the ten genres of the audio clips.</param>
/// <param name="Intensity">Loud and energetic against quiet.</param>
/// <param name="Mood">Cheerful and danceable against gloomy.</param>
/// <param name="Acoustic">More acoustic than the intensity explains.</param>
/// <param name="Dance">More danceable than the mood explains.</param>
/// <param name="Speech">More spoken words.</param>
/// <param name="Instrumental">Log-odds of a track without singing.</param>
/// <param name="Tempo">Mean beats per minute.</param>
/// <param name="Popularity">More popular.</param>
/// <param name="FirstYear">No earlier than this.</param>
internal sealed record SampleStyle(
    string Name,
    string Genre,
    double Intensity,
    double Mood,
    double Acoustic,
    double Dance,
    double Speech,
    double Instrumental,
    double Tempo,
    double Popularity,
    int FirstYear)
{
    /// <summary>The ten genres, in alphabetical order.</summary>
    public static readonly string[] Genres = ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"];

    /// <summary>The styles, neighbours beside each other.</summary>
    public static readonly SampleStyle[] All =
    [
        new("piano-classical", "classical", -2.0, -0.8, 1.2, -0.6, -0.3, 1.8, 98, -0.9, 1950),
        new("orchestral", "classical", -1.4, -1.0, 0.8, -0.9, -0.3, 1.6, 100, -0.8, 1950),
        new("cool-jazz", "jazz", -1.0, 0.1, 0.8, 0.0, -0.2, 0.4, 108, -0.4, 1950),
        new("swing-jazz", "jazz", -0.5, 0.7, 0.6, 0.3, 0.0, 0.0, 128, -0.3, 1950),
        new("slow-blues", "blues", -0.6, -0.1, 0.5, 0.0, 0.0, -1.6, 92, -0.3, 1950),
        new("electric-blues", "blues", 0.1, 0.4, 0.0, 0.1, 0.0, -1.6, 118, -0.2, 1955),
        new("folk-country", "country", -0.5, 0.2, 0.6, 0.1, -0.3, -3.5, 112, 0.1, 1950),
        new("road-country", "country", 0.4, 0.5, -0.2, 0.2, -0.3, -4.0, 124, 0.4, 1960),
        new("soft-pop", "pop", 0.0, 0.3, 0.1, 0.4, -0.1, -4.0, 112, 0.9, 1955),
        new("dance-pop", "pop", 0.7, 0.8, -0.5, 0.9, 0.1, -4.0, 122, 1.1, 1980),
        new("nu-disco", "disco", 0.8, 0.9, -0.8, 1.0, 0.0, -0.6, 122, 0.3, 1990),
        new("classic-disco", "disco", 0.6, 1.1, -0.4, 0.9, -0.1, -1.6, 118, 0.0, 1970),
        new("roots-reggae", "reggae", -0.1, 1.0, 0.0, 0.8, 0.4, -2.2, 90, -0.1, 1965),
        new("dancehall", "reggae", 0.5, 1.0, -0.4, 1.2, 0.9, -3.5, 104, 0.3, 1980),
        new("lofi-hiphop", "hiphop", -0.4, 0.1, 0.3, 0.8, 0.7, 0.4, 86, 0.3, 1998),
        new("hard-hiphop", "hiphop", 0.5, 0.1, -0.5, 0.8, 1.5, -4.0, 102, 0.9, 1985),
        new("indie-rock", "rock", 0.5, 0.1, -0.3, -0.1, -0.2, -1.6, 124, 0.5, 1980),
        new("classic-rock", "rock", 0.8, 0.3, -0.4, -0.2, -0.2, -2.2, 126, 0.2, 1960),
        new("heavy-metal", "metal", 1.5, -0.5, -1.2, -0.7, 0.2, -1.2, 132, 0.1, 1970),
        new("doom-metal", "metal", 1.1, -1.1, -0.8, -1.0, 0.1, 0.2, 104, -0.3, 1985),
    ];

    /// <summary>The genre under which the lyrics data file songs of this style.</summary>
    public string LyricsGenre => Genre switch
    {
        "classical" => "jazz",
        "disco" => "pop",
        "hiphop" => "hip hop",
        "metal" => "rock",
        _ => Genre,
    };

    /// <summary>The genre under which playlists file songs of this style.</summary>
    public string PlaylistGenre => Genre switch
    {
        "hiphop" => "rap",
        "metal" or "rock" => "rock",
        "disco" => "edm",
        "reggae" => "latin",
        "pop" or "country" => "pop",
        _ => "r&b",
    };

    /// <summary>The genre as SpotifyFeatures would write it.</summary>
    public string FeaturesGenre => Genre == "hiphop" ? "Hip-Hop" : char.ToUpperInvariant(Genre[0]) + Genre[1..];
}
