namespace MusicRec.Data.Sample;

/// <summary>How a genre of the made-up world sounds.</summary>
/// <param name="Tempo">Beats per minute.</param>
/// <param name="Kick">The bass drum over sixteen quarter beats: x strikes.</param>
/// <param name="Snare">The snare drum.</param>
/// <param name="Hat">The cymbal.</param>
/// <param name="Drums">Loudness of the drums.</param>
/// <param name="Bass">Loudness of the bass.</param>
/// <param name="Chords">Loudness of each note of a chord.</param>
/// <param name="Melody">Loudness of the melody.</param>
/// <param name="Harmonics">Overtones of a tone: 1 is a pure sine.</param>
/// <param name="Decay">How fast a tone dies away: plucked against held.</param>
/// <param name="Vibrato">How far a tone swings, in hundredths of its pitch.</param>
/// <param name="Drive">Distortion.</param>
/// <param name="Brightness">The low pass, from 0 (dull) to 1 (open).</param>
/// <param name="Noise">Loudness of the room.</param>
/// <param name="ChordBeats">Beats per chord stroke.</param>
/// <param name="MelodyPace">How slow the melody goes.</param>
/// <param name="OffBeat">Whether chords come between the beats.</param>
/// <param name="IsMinor">Whether the harmony is minor.</param>
/// <param name="Progression">Semitones above the root, one entry per bar.</param>
internal sealed record SampleSound(
    double Tempo,
    string Kick,
    string Snare,
    string Hat,
    double Drums,
    double Bass,
    double Chords,
    double Melody,
    int Harmonics,
    double Decay,
    double Vibrato,
    double Drive,
    double Brightness,
    double Noise,
    double ChordBeats,
    double MelodyPace,
    bool OffBeat,
    bool IsMinor,
    int[] Progression)
{
    private const string None = "................";
    private const string Fours = "x...x...x...x...";
    private const string BackBeat = "....x.......x...";
    private const string Eighths = "x.x.x.x.x.x.x.x.";

    /// <summary>The sounds of the ten genres, in the order of <see cref="SampleStyle.Genres"/>.</summary>
    public static readonly SampleSound[] All =
    [
        new(92, "x.....x.x.....x.", BackBeat, "x..xx..xx..xx..x", 0.4, 0.30, 0.10, 0.28, 6, 2.0, 0.8, 1.4, 0.45, 0.010, 1, 1.0, false, false, [0, 5, 0, 7]),
        new(84, None, None, None, 0.0, 0.16, 0.16, 0.26, 5, 0.4, 0.5, 0.8, 0.55, 0.002, 4, 1.0, false, false, [0, 9, 5, 7]),
        new(112, "x.......x.......", BackBeat, None, 0.3, 0.26, 0.12, 0.24, 8, 5.0, 0.2, 1.0, 0.65, 0.006, 1, 0.5, false, false, [0, 5, 7, 0]),
        new(120, Fours, BackBeat, "..x...x...x...x.", 0.8, 0.34, 0.12, 0.14, 7, 2.5, 0.3, 1.3, 0.75, 0.004, 0.5, 0.5, true, false, [0, 9, 2, 7]),
        new(88, "x..x..x...x..x..", BackBeat, Eighths, 1.0, 0.45, 0.05, 0.10, 3, 3.0, 0.0, 1.6, 0.50, 0.012, 2, 2.0, false, true, [0, 0, 8, 7]),
        new(132, "x.........x.....", "......x.......x.", "x...x.x.x...x.x.", 0.25, 0.30, 0.10, 0.26, 4, 1.2, 0.9, 0.9, 0.40, 0.006, 2, 0.5, false, true, [2, 7, 0, 9]),
        new(150, "x.x.x.x.x.x.x.x.", BackBeat, Eighths, 0.9, 0.40, 0.30, 0.22, 14, 0.6, 0.1, 6.0, 0.85, 0.015, 0.5, 0.5, false, true, [0, 1, 0, 6]),
        new(116, "x.....x.x.......", BackBeat, Eighths, 0.6, 0.28, 0.14, 0.26, 5, 1.5, 0.4, 1.1, 0.70, 0.003, 1, 0.5, false, false, [0, 7, 9, 5]),
        new(76, "........x.......", "........x.......", "x...x.x.x...x.x.", 0.5, 0.50, 0.16, 0.10, 5, 4.0, 0.1, 1.0, 0.40, 0.004, 1, 1.0, true, true, [0, 10, 0, 10]),
        new(128, "x.....x.x.x.....", BackBeat, Eighths, 0.8, 0.32, 0.20, 0.22, 10, 0.9, 0.3, 3.0, 0.70, 0.008, 0.5, 1.0, false, false, [0, 5, 10, 5]),
    ];
}
