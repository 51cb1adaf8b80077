using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>Names put together from syllables, no two alike, and ids that can be seen to be made up.</summary>
internal sealed class SampleNames(RandomStream random)
{
    private static readonly string[] Starts = ["ba", "bo", "da", "de", "fo", "gu", "ha", "ju", "ka", "ki", "lo", "lu", "mi", "mo", "na", "nu", "pa", "pe", "ri", "ro", "sa", "su", "ta", "tu", "va", "vi", "wo", "xa", "ya", "zo"];
    private static readonly string[] Middles = ["bri", "dra", "fle", "gni", "kro", "lva", "mbo", "nti", "pru", "rzu", "shi", "tro", "vla", "zke"];
    private static readonly string[] Ends = ["bu", "din", "fas", "gor", "kem", "lix", "mu", "nel", "pon", "quo", "ris", "tok", "vex", "wun", "zal"];
    private readonly HashSet<string> _given = [];

    /// <summary>A name of one or two words that was not given before.</summary>
    public string Next()
    {
        while (true)
        {
            string name = random.NextInt32(3) == 0 ? Word() : Word() + " " + Word();
            if (_given.Add(name))
            {
                return name;
            }
        }
    }

    /// <summary>A name with quotation marks in it, as some real ones have: readers must cope.</summary>
    public string NextQuoted() => $"{Next()} \"{Word()}\"";

    /// <summary>The id of a track, album, playlist or artist: 22 characters, as on Spotify.</summary>
    public static string SpotifyId(string kind, int number) => "sample" + kind + number.ToString($"D{22 - 6 - kind.Length}", null);

    /// <summary>An id in the form of a MusicBrainz id.</summary>
    public static string MusicBrainzId(int number) => $"00000000-0000-4000-8000-{number:x12}";

    private string Word()
    {
        string word = Starts[random.NextInt32(Starts.Length)] + Middles[random.NextInt32(Middles.Length)] + Ends[random.NextInt32(Ends.Length)];
        return char.ToUpperInvariant(word[0]) + word[1..];
    }
}
