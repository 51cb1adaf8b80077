using System.Globalization;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// A mood as a range of valence (from sad to cheerful) and of energy, both 0 to 1 as Spotify computes them: the two axes of Russell's
/// circumplex of affect (1980). The four quadrants have names; other ranges can be made.
/// </summary>
public sealed record SongMood
{
    /// <summary>A mood of one's own.</summary>
    /// <param name="name">What it is called in answers; not blank.</param>
    /// <param name="minimumValence">Least valence, 0 to 1.</param>
    /// <param name="maximumValence">From this valence on songs are left out, unless it is 1; above the least.</param>
    /// <param name="minimumEnergy">Least energy, 0 to 1.</param>
    /// <param name="maximumEnergy">From this energy on songs are left out, unless it is 1; above the least.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public SongMood(string name, double minimumValence, double maximumValence, double minimumEnergy, double maximumEnergy)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        CheckRange(minimumValence, maximumValence, nameof(minimumValence), nameof(maximumValence));
        CheckRange(minimumEnergy, maximumEnergy, nameof(minimumEnergy), nameof(maximumEnergy));
        (Name, MinimumValence, MaximumValence, MinimumEnergy, MaximumEnergy) = (name.Trim(), minimumValence, maximumValence, minimumEnergy, maximumEnergy);
    }

    /// <summary>Cheerful and energetic.</summary>
    public static SongMood Happy { get; } = new("happy", 0.5, 1, 0.5, 1);

    /// <summary>Dark and energetic.</summary>
    public static SongMood Tense { get; } = new("tense", 0, 0.5, 0.5, 1);

    /// <summary>Dark and quiet.</summary>
    public static SongMood Sad { get; } = new("sad", 0, 0.5, 0, 0.5);

    /// <summary>Cheerful and quiet.</summary>
    public static SongMood Calm { get; } = new("calm", 0.5, 1, 0, 0.5);

    /// <summary>The four quadrants; every song is in one of them.</summary>
    public static IReadOnlyList<SongMood> Quadrants { get; } = [Happy, Tense, Sad, Calm];

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Least valence.</summary>
    public double MinimumValence { get; }

    /// <summary>Valence from which on songs are left out; 1 leaves none out.</summary>
    public double MaximumValence { get; }

    /// <summary>Least energy.</summary>
    public double MinimumEnergy { get; }

    /// <summary>Energy from which on songs are left out; 1 leaves none out.</summary>
    public double MaximumEnergy { get; }

    /// <summary>The quadrant of that name, in capitals or not.</summary>
    /// <exception cref="ArgumentException">There is no such quadrant; the message lists them.</exception>
    public static SongMood Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        SongMood? mood = Quadrants.FirstOrDefault(quadrant => quadrant.Name == NearNames.Key(name));
        if (mood is null)
        {
            Throw.Unknown("mood", name, Quadrants.Select(quadrant => quadrant.Name));
        }

        return mood;
    }

    /// <summary>Whether a song of this valence and energy has the mood.</summary>
    public bool Contains(double valence, double energy) => Distance(valence, energy) == 0 && !IsAtEnd(valence, MaximumValence) && !IsAtEnd(energy, MaximumEnergy);

    /// <summary>As in "happy (valence 0.5 to 1, energy 0.5 to 1)".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name} (valence {MinimumValence:0.##} to {MaximumValence:0.##}, energy {MinimumEnergy:0.##} to {MaximumEnergy:0.##})");

    /// <summary>How far a song lies outside the ranges, as a straight line; 0 inside and on their edges.</summary>
    internal double Distance(double valence, double energy)
    {
        double across = Outside(valence, MinimumValence, MaximumValence), along = Outside(energy, MinimumEnergy, MaximumEnergy);
        return Math.Sqrt((across * across) + (along * along));
    }

    private static bool IsAtEnd(double value, double maximum) => value == maximum && maximum < 1;

    private static double Outside(double value, double minimum, double maximum) => Math.Max(0, Math.Max(minimum - value, value - maximum));

    private static void CheckRange(double minimum, double maximum, string minimumName, string maximumName)
    {
        Throw.IfOutside(minimum, 0, 1, minimumName);
        Throw.IfOutside(maximum, 0, 1, maximumName);
        if (maximum <= minimum)
        {
            Throw.OutOfRange(maximumName, maximum, string.Create(CultureInfo.InvariantCulture, $"above {minimumName} ({minimum}), up to 1"));
        }
    }
}
