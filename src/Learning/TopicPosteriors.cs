using System.Diagnostics.CodeAnalysis;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// What the topic weights of documents give away about the topic model that made them. A weight is (α + count) / (N + T·α), count being
/// how many of the document's N known words went to the topic; with the usual prior α = 1/T that is (1/T + count) / (N + 1).
/// A topic that got no word shows the bare prior: 1/T / (N + 1). So T times the smallest weight of a document is one over a whole number.
/// </summary>
internal sealed class TopicPosteriors
{
    // The smallest weight is above the bare prior by what the topic got after all: below a millionth in a document where a topic is absent.
    private const double Tolerance = 1e-4;
    private const double LeastShare = 0.9;
    private const int MostTopicsPerColumn = 4;

    private TopicPosteriors(int topicCount, int[] rows, int[] wordCounts, Matrix counts, double[] hiddenCounts) =>
        (TopicCount, Rows, WordCounts, Counts, HiddenCounts) = (topicCount, rows, wordCounts, counts, hiddenCounts);

    /// <summary>Number of topics, at least as many as weights were given.</summary>
    public int TopicCount { get; }

    /// <summary>The prior weight of every topic.</summary>
    public double Prior => 1.0 / TopicCount;

    /// <summary>Rows whose weights could be read, ascending; in others no topic is absent.</summary>
    public int[] Rows { get; }

    /// <summary>How many words known to the model each of <see cref="Rows"/> has.</summary>
    public int[] WordCounts { get; }

    /// <summary>How many words went to each topic given, [rows, topics given].</summary>
    public Matrix Counts { get; }

    /// <summary>How many words of each row went to topics whose weights were not given.</summary>
    public double[] HiddenCounts { get; }

    /// <summary>Reads <paramref name="weights"/>; false, with the reason, where they are not such weights.</summary>
    /// <param name="weights">[documents, topics], above 0, rows summing to at most 1; columns may be missing.</param>
    /// <param name="posteriors">What was read.</param>
    /// <param name="reason">Why not, as the end of a sentence.</param>
    public static bool TryRead(Matrix weights, [NotNullWhen(true)] out TopicPosteriors? posteriors, [NotNullWhen(false)] out string? reason)
    {
        posteriors = null;
        int given = weights.Columns;
        double[] smallest = new double[weights.Rows];
        for (int row = 0; row < weights.Rows; row++)
        {
            (double minimum, double sum) = (double.PositiveInfinity, 0);
            foreach (double weight in weights.Row(row))
            {
                minimum = weight < minimum ? weight : minimum;
                sum += weight;
            }

            if (!(minimum > 0 && sum <= 1 + 1e-6))
            {
                reason = $"row {row} has the smallest weight {minimum} and the sum {sum}, where weights are above 0 and sum to at most 1";
                return false;
            }

            smallest[row] = minimum;
        }

        // Where T topics fit, so do its divisors, with longer documents; the largest number is the one that says most.
        (int topics, int fitting) = (0, 0);
        for (int candidate = Math.Max(2, given); candidate <= MostTopicsPerColumn * given; candidate++)
        {
            int fits = smallest.Count(weight => WordCount(weight, candidate) >= 0);
            (topics, fitting) = fits >= fitting ? (candidate, fits) : (topics, fitting);
        }

        if (fitting < LeastShare * weights.Rows || fitting == 0)
        {
            reason = $"at most {fitting} of {weights.Rows} rows show a bare prior of 1/topics, for any number of topics from {given} to {MostTopicsPerColumn * given}";
            return false;
        }

        posteriors = Read(weights, smallest, topics);
        reason = null;
        return true;
    }

    private static TopicPosteriors Read(Matrix weights, double[] smallest, int topics)
    {
        int[] rows = [.. Enumerable.Range(0, weights.Rows).Where(row => WordCount(smallest[row], topics) >= 0)];
        int[] wordCounts = [.. rows.Select(row => WordCount(smallest[row], topics))];
        Matrix counts = new(rows.Length, weights.Columns);
        double[] hidden = new double[rows.Length];
        double prior = 1.0 / topics;
        for (int index = 0; index < rows.Length; index++)
        {
            double rest = wordCounts[index];
            for (int topic = 0; topic < weights.Columns; topic++)
            {
                double count = (weights[rows[index], topic] * (wordCounts[index] + 1)) - prior;
                counts[index, topic] = count > 0 ? count : 0;
                rest -= count;
            }

            hidden[index] = rest > 0 ? rest : 0;
        }

        return new TopicPosteriors(topics, rows, wordCounts, counts, hidden);
    }

    // The number of known words in a document whose smallest weight is the bare prior, or −1 if it is not.
    private static int WordCount(double smallest, int topics)
    {
        double whole = 1 / (topics * smallest);
        double nearest = Math.Round(whole);
        return nearest is >= 1 and < int.MaxValue && Math.Abs(whole - nearest) < Tolerance ? (int)nearest - 1 : -1;
    }
}
