using MusicRec.Data;

namespace MusicRec.Papers;

/// <summary>
/// Where the labels of paper 001's data come from: each song's topic is the largest of eight of its sixteen topic weights. This looks at
/// the weights to explain results; nothing here may serve a model as input.
/// </summary>
public static class LyricsLabels
{
    /// <summary>Share of the songs whose topic is the one of the eight with the largest weight, 0 to 1.</summary>
    public static double ShareOfLargestWeight(LyricsCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return Enumerable.Range(0, corpus.Count).Count(row => Array.IndexOf(Weights(corpus, row), Weights(corpus, row).Max()) == corpus.Topics[row]) / (double)corpus.Count;
    }

    /// <summary>Share of the songs whose largest weight of all sixteen belongs to a topic that cannot be a label, 0 to 1.</summary>
    public static double ShareWithLargerHiddenTopic(LyricsCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        return Enumerable.Range(0, corpus.Count).Count(row => Largest(corpus.TopicWeights.Row(row)) > Weights(corpus, row).Max()) / (double)corpus.Count;
    }

    /// <summary>By how much the weight of each song's topic exceeds the next of the eight, 0 to 1: near 0 the label is as good as a coin's.</summary>
    public static double[] Margins(LyricsCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        double[] margins = new double[corpus.Count];
        for (int row = 0; row < margins.Length; row++)
        {
            double[] weights = Weights(corpus, row);
            Array.Sort(weights);
            margins[row] = weights[^1] - weights[^2];
        }

        return margins;
    }

    private static double[] Weights(LyricsCorpus corpus, int row) => [.. LyricsSongs.LabelColumns.Select(column => corpus.TopicWeights[row, column])];

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = values[0];
        foreach (double value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }
}
