namespace MusicRec.Evaluation;

/// <summary>Per class: rows that are of it and were called so, rows called so, and rows that are of it.</summary>
internal sealed class ClassCounts
{
    private ClassCounts(int classCount) =>
        (TruePositives, Predicted, Support) = (new int[classCount], new int[classCount], new int[classCount]);

    public int[] TruePositives { get; }

    public int[] Predicted { get; }

    public int[] Support { get; }

    public int ClassCount => Support.Length;

    public static ClassCounts Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        LabelChecks.Pair(labels, predicted);
        ClassCounts counts = new(1 + Math.Max(LabelChecks.Largest(labels, nameof(labels)), LabelChecks.Largest(predicted, nameof(predicted))));
        for (int row = 0; row < labels.Length; row++)
        {
            counts.Support[labels[row]]++;
            counts.Predicted[predicted[row]]++;
            if (labels[row] == predicted[row])
            {
                counts.TruePositives[labels[row]]++;
            }
        }

        return counts;
    }

    /// <summary>Whether any label or prediction names the class.</summary>
    public bool Occurs(int classIndex) => Support[classIndex] + Predicted[classIndex] > 0;

    public double Precision(int classIndex) => Ratio(TruePositives[classIndex], Predicted[classIndex]);

    public double Recall(int classIndex) => Ratio(TruePositives[classIndex], Support[classIndex]);

    public double F1(int classIndex) => Ratio(2.0 * TruePositives[classIndex], Predicted[classIndex] + Support[classIndex]);

    public double Average(Func<int, double> figure, Averaging averaging)
    {
        if (averaging == Averaging.Micro)
        {
            return Ratio(TruePositives.Sum(), Support.Sum());
        }

        double sum = 0, weights = 0;
        for (int classIndex = 0; classIndex < ClassCount; classIndex++)
        {
            if (Occurs(classIndex))
            {
                double weight = averaging == Averaging.Weighted ? Support[classIndex] : 1;
                sum += weight * figure(classIndex);
                weights += weight;
            }
        }

        return sum / weights;
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
