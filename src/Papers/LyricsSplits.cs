using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Text;

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

    /// <summary>
    /// For each test row the greatest likeness of its lyrics to any training row's, 0 to 1: the cosine of their word counts. Versions
    /// of one song, which are no repeats word for word, come near 1.
    /// </summary>
    /// <exception cref="ArgumentException">The split names a row that is not there, or has no training rows.</exception>
    public static double[] NearestTraining(LyricsCorpus corpus, Split split)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        corpus.Check(split);
        Throw.IfEmpty(split.Train.Length, $"{nameof(split)}.{nameof(Split.Train)}");
        CountVectorizer counts = new(new NgramSettings { MinimumWordLength = 1 });
        SparseMatrix train = counts.FitTransform(corpus.LyricsOf(split.Train)).NormalizeRows();
        SparseMatrix words = train.Transpose();

        // Words that no training row has still count for the length of a test row.
        CountVectorizer all = new(new NgramSettings { MinimumWordLength = 1 });
        all.Fit(corpus.Lyrics);
        SparseMatrix test = counts.Transform(corpus.LyricsOf(split.Test)), whole = all.Transform(corpus.LyricsOf(split.Test));
        double[] nearest = new double[split.Test.Length];
        ParallelLoop.For(nearest.Length, row =>
        {
            double[] likeness = new double[train.Rows];
            ReadOnlySpan<int> columns = test.RowColumns(row);
            for (int place = 0; place < columns.Length; place++)
            {
                ReadOnlySpan<int> rows = words.RowColumns(columns[place]);
                ReadOnlySpan<float> values = words.RowValues(columns[place]);
                for (int entry = 0; entry < rows.Length; entry++)
                {
                    likeness[rows[entry]] += (double)test.RowValues(row)[place] * values[entry];
                }
            }

            double squares = 0;
            foreach (float value in whole.RowValues(row))
            {
                squares += (double)value * value;
            }

            nearest[row] = squares > 0 ? Math.Min(1, likeness.Max() / Math.Sqrt(squares)) : 0;
        });
        return nearest;
    }
}
