using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>A made-up artist: a main style, a second one, a sound of its own, a career.</summary>
/// <param name="Number">Its place among all artists, from 0.</param>
/// <param name="Name">Its made-up name.</param>
/// <param name="Style">Its main style, an index into <see cref="SampleStyle.All"/>.</param>
/// <param name="SecondStyle">Its second style, a neighbour of the first.</param>
/// <param name="Intensity">How much louder than its style.</param>
/// <param name="Mood">How much more cheerful than its style.</param>
/// <param name="Fame">Standard normal: how well known.</param>
/// <param name="Debut">The year of its first tracks.</param>
/// <param name="Country">Where it is said to be from; null when not known.</param>
internal sealed record SampleArtist(
    int Number,
    string Name,
    int Style,
    int SecondStyle,
    double Intensity,
    double Mood,
    double Fame,
    int Debut,
    string? Country)
{
    private static readonly string[] Countries = ["USA", "UK", "Germany", "France", "Canada", "Sweden"];

    /// <summary>Its id in the form of a MusicBrainz id.</summary>
    public string MusicBrainzId => SampleNames.MusicBrainzId(Number + 1);

    /// <summary>Followers, from its fame.</summary>
    public int Followers => (int)Math.Floor(3_000 * Elementary.Exp(1.6 * Fame)) + 2;

    /// <summary>Popularity of the artist, 0 to 100.</summary>
    public int Popularity => (int)Math.Clamp(Math.Floor(34 + (14 * Fame) + (6 * SampleStyle.All[Style].Popularity)), 0, 100);

    /// <summary>Makes <paramref name="count"/> artists, the styles in turn.</summary>
    public static SampleArtist[] Make(int count, RandomStream random, SampleNames names)
    {
        SampleArtist[] artists = new SampleArtist[count];
        for (int number = 0; number < count; number++)
        {
            RandomStream own = random.Split((ulong)number);
            int style = number % SampleStyle.All.Length;
            int second = Math.Clamp(style + (own.Chance(0.5) ? 1 : -1), 0, SampleStyle.All.Length - 1);
            int earliest = Math.Max(1948, SampleStyle.All[style].FirstYear);
            double age = own.NextDouble();
            int debut = earliest + (int)Math.Floor((2016 - earliest) * Math.Sqrt(age));
            artists[number] = new SampleArtist(
                number,
                number % 64 == 63 ? names.NextQuoted() : names.Next(),
                style,
                second,
                0.45 * own.NextGaussian(),
                0.45 * own.NextGaussian(),
                own.NextGaussian(),
                debut,
                own.Chance(0.03) ? null : Countries[own.Weighted([0.35, 0.2, 0.15, 0.1, 0.1, 0.1])]);
        }

        return artists;
    }

    /// <summary>How far apart two artists sound: 0 for the same sound, about 1 for neighbouring styles.</summary>
    public static double Distance(SampleArtist first, SampleArtist second)
    {
        SampleStyle a = SampleStyle.All[first.Style];
        SampleStyle b = SampleStyle.All[second.Style];
        double intensity = a.Intensity + first.Intensity - b.Intensity - second.Intensity;
        double mood = a.Mood + first.Mood - b.Mood - second.Mood;
        double sound = (intensity * intensity) + (mood * mood) + Square(a.Acoustic - b.Acoustic) + Square(a.Dance - b.Dance) + Square(a.Speech - b.Speech);
        double position = Square((first.Style + (0.3 * (first.SecondStyle - first.Style)) - second.Style - (0.3 * (second.SecondStyle - second.Style))) / 2.0);
        return Math.Sqrt(sound + position);
    }

    private static double Square(double x) => x * x;
}
