using System.Globalization;

namespace MusicRec.Papers;

/// <summary>Which songs count as popular. A predicted number is held against <see cref="Value"/> in the same way.</summary>
/// <param name="Value">A popularity, 0 to 100.</param>
/// <param name="IsAbove">Whether a song must lie above it; if not, the value itself is enough.</param>
public readonly record struct PopularityCut(int Value, bool IsAbove = false)
{
    /// <summary>The smallest whole popularity that counts.</summary>
    public int Smallest => IsAbove ? Value + 1 : Value;

    /// <summary>Above the median: the usual way to make two halves of whole numbers, which leaves a little less than half of the songs popular.</summary>
    /// <exception cref="ArgumentException">There are no songs.</exception>
    public static PopularityCut AboveMedian(PopularitySongs songs)
    {
        ArgumentNullException.ThrowIfNull(songs);
        Throw.IfEmpty(songs.Count, nameof(songs));
        double[] sorted = [.. songs.Popularity];
        Array.Sort(sorted);
        return new PopularityCut((int)Math.Floor((sorted[(songs.Count - 1) / 2] + sorted[songs.Count / 2]) / 2), IsAbove: true);
    }

    /// <summary>Whether a popularity, known or predicted, counts as popular.</summary>
    public bool Holds(double popularity) => IsAbove ? popularity > Value : popularity >= Value;

    /// <summary>As in "≥ 50" and "> 15".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsAbove ? ">" : "≥")} {Value}");

    internal void Check()
    {
        Throw.IfOutside(Value, 0, 100, "the cut");
        Throw.IfOutside(Smallest, 0, 100, "the smallest popularity that counts");
    }
}
