using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>How far down a classifier's list of classes the true one stands: what counts where there are more classes than a model can tell apart.</summary>
public static class RankedClasses
{
    /// <summary>Each row's true class's place among the classes, likeliest first, counted from 0; of equally likely classes the smaller stands first.</summary>
    /// <param name="probabilities">Finite numbers, higher for likelier classes, [rows, classes].</param>
    /// <param name="labels">One class per row; one that has no column stands behind all others.</param>
    /// <exception cref="ArgumentException">Rows and labels differ in number, or a number is not finite.</exception>
    public static int[] Ranks(Matrix probabilities, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Throw.IfLengthsDiffer(probabilities.Rows, "probabilities (rows)", labels.Length, nameof(labels));
        Throw.IfNotFinite(probabilities.Values, nameof(probabilities));
        int[] ranks = new int[labels.Length];
        for (int row = 0; row < ranks.Length; row++)
        {
            Throw.IfBelow(labels[row], 0, $"{nameof(labels)}[{row}]");
            ranks[row] = labels[row] < probabilities.Columns ? RankOf(probabilities.Row(row), labels[row]) : probabilities.Columns;
        }

        return ranks;
    }

    /// <summary>Share of rows whose true class is among the likeliest <paramref name="count"/>, 0 to 1 (scikit-learn's top_k_accuracy_score but for ties).</summary>
    /// <param name="probabilities">Finite numbers, higher for likelier classes, [rows, classes].</param>
    /// <param name="labels">One class per row.</param>
    /// <param name="count">How many classes may be named, 1 or more.</param>
    /// <exception cref="ArgumentException">There are no rows, or rows and labels differ in number.</exception>
    public static double TopAccuracy(Matrix probabilities, ReadOnlySpan<int> labels, int count)
    {
        Throw.IfBelow(count, 1);
        Throw.IfEmpty(labels.Length, nameof(labels));
        return Ranks(probabilities, labels).Count(rank => rank < count && rank < probabilities.Columns) / (double)labels.Length;
    }

    private static int RankOf(ReadOnlySpan<double> shares, int label)
    {
        int rank = 0;
        for (int other = 0; other < shares.Length; other++)
        {
            rank += shares[other] > shares[label] || (shares[other] == shares[label] && other < label) ? 1 : 0;
        }

        return rank;
    }
}
