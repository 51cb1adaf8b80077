using MusicRec.Data;

namespace MusicRec.Papers;

/// <summary>The protocols under which models of popularity are judged.</summary>
public static class PopularityFolds
{
    /// <summary>The cut at which about half of paper 000's songs are popular; folds have the same share of them.</summary>
    public const int MedianCut = 15;

    /// <summary>
    /// Rounds of stratified folds, with seeds 0, 1, 2, …: songs that are popular at the cut of 15 are as frequent in every fold. An artist
    /// may have songs on both sides.
    /// </summary>
    /// <param name="songs">The songs.</param>
    /// <param name="folds">Folds of a round, 2 or more.</param>
    /// <param name="rounds">Number of rounds, 1 or more.</param>
    /// <returns>The folds of the first round, then those of the second, ….</returns>
    /// <exception cref="ArgumentException">There are too few songs.</exception>
    public static Split[] Stratified(PopularitySongs songs, int folds = 5, int rounds = 1)
    {
        ArgumentNullException.ThrowIfNull(songs);
        Throw.IfBelow(rounds, 1);
        int[] labels = songs.Popular(MedianCut);
        return [.. Enumerable.Range(0, rounds).SelectMany(round => Splits.StratifiedKFold(labels, folds, (ulong)round))];
    }

    /// <summary>Folds of whole artists: none has songs on both sides.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Decides among artists with equally many songs.</param>
    /// <exception cref="ArgumentException">There are too few artists.</exception>
    public static Split[] ByArtist(PopularitySongs songs, int folds = 5, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(songs);
        return Splits.GroupedKFold(songs.ArtistGroups, folds, seed);
    }
}
