using MusicRec.Data;

namespace MusicRec.Papers;

/// <summary>
/// The two protocols under which paper 001's models are judged. A corpus has each lyrics once, so that none stands on both sides.
/// </summary>
public static class LyricsSplits
{
    /// <summary>The share of songs that the paper judges on.</summary>
    public const double TestShare = 0.2;

    /// <summary>The five seeds of <see cref="PaperSplits"/>, from the paper's 42 on.</summary>
    public static IReadOnlyList<ulong> Seeds { get; } = [42, 43, 44, 45, 46];

    /// <summary>The paper's protocol: a stratified 80/20 split (other rows than scikit-learn draws from the same seed).</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="seed">Decides which rows.</param>
    public static Split PaperSplit(LyricsCorpus corpus, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return Splits.Stratified(corpus.Topics, TestShare, seed);
    }

    /// <summary>The paper's protocol with each of the five <see cref="Seeds"/>.</summary>
    public static Split[] PaperSplits(LyricsCorpus corpus) => [.. Seeds.Select(seed => PaperSplit(corpus, seed))];

    /// <summary>
    /// The honest protocol: stratified folds of the songs that were drawn uniformly from the complete data; those that were not (the
    /// first rows of the file) are only ever learnt from.
    /// </summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Decides which rows stand together.</param>
    /// <exception cref="ArgumentException">There are too few uniform rows.</exception>
    public static Split[] HonestFolds(LyricsCorpus corpus, int folds = 5, ulong seed = 42)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        int[] uniform = [.. Enumerable.Range(0, corpus.Count).Where(row => corpus.IsUniform[row])];
        int[] others = [.. Enumerable.Range(0, corpus.Count).Where(row => !corpus.IsUniform[row])];
        return
        [
            .. Splits.StratifiedKFold(corpus.TopicsOf(uniform), folds, seed).Select(fold => new Split(
                [.. others.Concat(fold.Train.Select(place => uniform[place])).Order()], [.. fold.Test.Select(place => uniform[place])])),
        ];
    }

    /// <summary>Share of the test rows whose artist has songs on the training side, 0 to 1: how much a model could know of the artist.</summary>
    /// <exception cref="ArgumentException">The split names a row that is not there, or has no test rows.</exception>
    public static double KnownArtistShare(LyricsCorpus corpus, Split split)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        corpus.Check(split);
        Throw.IfEmpty(split.Test.Length, $"{nameof(split)}.{nameof(Split.Test)}");
        HashSet<string> known = [.. split.Train.Select(corpus.ArtistKey)];
        return split.Test.Count(row => known.Contains(corpus.ArtistKey(row))) / (double)split.Test.Length;
    }
}
