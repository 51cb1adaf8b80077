using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>What every metric asks of labels and probabilities before it computes.</summary>
internal static class LabelChecks
{
    /// <summary>The most classes that labels may name; a larger number is taken for an error rather than allocated.</summary>
    public const int MostClasses = 1_000_000;

    public static void Pair(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        Throw.IfLengthsDiffer(labels.Length, nameof(labels), predicted.Length, nameof(predicted));
        Throw.IfEmpty(labels.Length, nameof(labels));
    }

    public static int Largest(ReadOnlySpan<int> labels, string name)
    {
        int largest = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= MostClasses)
            {
                Throw.OutOfRange($"{name}[{row}]", labels[row], $"0 to {MostClasses - 1}");
            }

            largest = Math.Max(largest, labels[row]);
        }

        return largest;
    }

    /// <summary>Counts the rows of class 1 among labels that must be 0 or 1.</summary>
    public static int CountPositives(ReadOnlySpan<int> labels)
    {
        int positives = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] is not (0 or 1))
            {
                Throw.OutOfRange($"{nameof(labels)}[{row}]", labels[row], "0 or 1");
            }

            positives += labels[row];
        }

        return positives;
    }

    public static void Probabilities(ReadOnlySpan<int> labels, ReadOnlySpan<double> positive)
    {
        Throw.IfLengthsDiffer(labels.Length, nameof(labels), positive.Length, nameof(positive));
        Throw.IfEmpty(labels.Length, nameof(labels));
        for (int row = 0; row < positive.Length; row++)
        {
            Throw.IfOutside(positive[row], 0, 1, $"{nameof(positive)}[{row}]");
        }
    }

    public static void Probabilities(ReadOnlySpan<int> labels, Matrix probabilities)
    {
        Throw.IfLengthsDiffer(labels.Length, nameof(labels), probabilities.Rows, $"{nameof(probabilities)} (rows)");
        Throw.IfEmpty(labels.Length, nameof(labels));
        for (int row = 0; row < labels.Length; row++)
        {
            Throw.IfOutside(labels[row], 0, probabilities.Columns - 1, $"{nameof(labels)}[{row}]");
            double sum = 0;
            for (int column = 0; column < probabilities.Columns; column++)
            {
                double value = probabilities[row, column];
                Throw.IfOutside(value, 0, 1, $"{nameof(probabilities)}[{row}, {column}]");
                sum += value;
            }

            if (Math.Abs(sum - 1) > 1e-3)
            {
                Throw.OutOfRange($"sum of {nameof(probabilities)} in row {row}", sum, "1, give or take 0.001");
            }
        }
    }
}
