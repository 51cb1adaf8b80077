using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Documents with their words and what is known of their topics; topics that were not given (hidden ones) stand last.</summary>
internal sealed class TopicDocuments
{
    private readonly TopicPosteriors _posteriors;
    private readonly double[] _hidden;

    /// <summary>Documents whose hidden topics are still to be told apart: each starts with a random share of what they have together.</summary>
    /// <param name="wordCounts">How often each known word stands in each document, [documents, known words].</param>
    /// <param name="posteriors">What the weights gave away, of the same documents.</param>
    /// <param name="random">Draws the shares.</param>
    public TopicDocuments(SparseMatrix wordCounts, TopicPosteriors posteriors, RandomStream random)
    {
        (WordCounts, _posteriors) = (wordCounts, posteriors);
        int hidden = Topics - Given;
        _hidden = new double[wordCounts.Rows * hidden];
        double[] draws = new double[hidden];
        for (int row = 0; row < wordCounts.Rows; row++)
        {
            LongestRow = Math.Max(LongestRow, wordCounts.RowColumns(row).Length);
            double sum = 0;
            foreach (ref double draw in draws.AsSpan())
            {
                draw = -Elementary.Log(1 - random.NextDouble());
                sum += draw;
            }

            for (int topic = 0; topic < hidden; topic++)
            {
                _hidden[(row * hidden) + topic] = sum > 0 ? HiddenCounts[row] * draws[topic] / sum : HiddenCounts[row] / hidden;
            }
        }
    }

    /// <summary>How often each known word stands in each document.</summary>
    public SparseMatrix WordCounts { get; }

    /// <summary>How many words went to each topic given, [documents, topics given].</summary>
    public Matrix Counts => _posteriors.Counts;

    /// <summary>How many words of each document went to hidden topics.</summary>
    public double[] HiddenCounts => _posteriors.HiddenCounts;

    /// <summary>Number of topics, the hidden ones too.</summary>
    public int Topics => _posteriors.TopicCount;

    /// <summary>Number of topics given.</summary>
    public int Given => _posteriors.Counts.Columns;

    /// <summary>Number of known words.</summary>
    public int Words => WordCounts.Columns;

    /// <summary>The largest number of different known words in a document.</summary>
    public int LongestRow { get; }

    /// <summary>Writes exp(digamma(posterior)) of every topic of one document.</summary>
    public void WriteFactors(int row, Span<double> factors)
    {
        ReadOnlySpan<double> given = Counts.Row(row), hidden = Hidden(row);
        for (int topic = 0; topic < factors.Length; topic++)
        {
            double count = topic < given.Length ? given[topic] : hidden[topic - given.Length];
            factors[topic] = Elementary.Exp(Elementary.Digamma(_posteriors.Prior + count));
        }
    }

    /// <summary>Shares every word's count out among the topics of one document; writes also what each topic gets.</summary>
    /// <param name="words">The document's words.</param>
    /// <param name="counts">How often each stands there.</param>
    /// <param name="factors">The document's factors.</param>
    /// <param name="strengths">What every topic makes of every word, [words × topics].</param>
    /// <param name="shares">Receives the shares, word after word.</param>
    /// <param name="sums">Receives their sums.</param>
    public void WriteShares(
        ReadOnlySpan<int> words, ReadOnlySpan<float> counts, ReadOnlySpan<double> factors, ReadOnlySpan<double> strengths, Span<double> shares, Span<double> sums)
    {
        int topics = Topics;
        sums.Clear();
        for (int place = 0; place < words.Length; place++)
        {
            SharingKernel.Share(
                factors, strengths.Slice(words[place] * topics, topics), counts[place], shares.Slice(place * topics, topics), sums);
        }
    }

    /// <summary>Tells the hidden topics of every document apart as <paramref name="strengths"/> have it, what they have together being known.</summary>
    public void SeparateHidden(double[] strengths, int iterations)
    {
        int topics = Topics, given = Given;
        ParallelLoop.For(WordCounts.Rows, row =>
        {
            double together = HiddenCounts[row];
            double[] factors = new double[topics], sums = new double[topics], shares = new double[WordCounts.RowColumns(row).Length * topics];
            for (int iteration = 0; iteration < iterations && together > 0; iteration++)
            {
                WriteFactors(row, factors);
                WriteShares(WordCounts.RowColumns(row), WordCounts.RowValues(row), factors, strengths, shares, sums);
                double sum = 0;
                foreach (double hidden in sums.AsSpan(given))
                {
                    sum += hidden;
                }

                Span<double> target = Hidden(row);
                for (int topic = 0; topic < target.Length && sum > 0; topic++)
                {
                    target[topic] = together * sums[given + topic] / sum;
                }
            }
        });
    }

    private Span<double> Hidden(int row)
    {
        int hidden = Topics - Given;
        return _hidden.AsSpan(row * hidden, hidden);
    }
}
