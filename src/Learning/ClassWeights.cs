namespace MusicRec.Learning;

/// <summary>How much rows count, by their class.</summary>
public static class ClassWeights
{
    /// <summary>
    /// The weight of each class that makes all classes count the same, scikit-learn's <c>class_weight="balanced"</c>: rows ÷ (classes that
    /// occur × rows of the class). A class without rows has weight 0.
    /// </summary>
    /// <param name="labels">One class per row, 0 or more.</param>
    /// <returns>One weight per class; over all rows they sum to the number of rows.</returns>
    /// <exception cref="ArgumentException">There are no rows, or a label is out of range.</exception>
    public static double[] Balanced(ReadOnlySpan<int> labels)
    {
        int[] counts = Count(labels);
        int occurring = counts.Count(count => count > 0);
        double rows = labels.Length;
        return Array.ConvertAll(counts, count => count == 0 ? 0 : rows / (occurring * (double)count));
    }

    /// <summary>The weight of each row's class.</summary>
    /// <param name="labels">One class per row.</param>
    /// <param name="weights">One weight per class.</param>
    /// <exception cref="ArgumentException">A label has no weight.</exception>
    public static double[] PerRow(ReadOnlySpan<int> labels, ReadOnlySpan<double> weights)
    {
        double[] rows = new double[labels.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            Throw.IfOutside(labels[row], 0, weights.Length - 1, $"{nameof(labels)}[{row}]");
            rows[row] = weights[labels[row]];
        }

        return rows;
    }

    /// <summary>Rows of each class.</summary>
    internal static int[] Count(ReadOnlySpan<int> labels)
    {
        int[] counts = new int[LearningInput.CheckLabels(labels.Length, labels)];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        return counts;
    }
}
