using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier fitted on rows that are chosen by their class, and what its probabilities then mean: resampling multiplies the odds of
/// classes by how much more often they were shown, which dividing by it takes back (Elkan 2001).
/// </summary>
internal sealed class ClassResampling
{
    private readonly ulong _seed;
    private readonly IClassifier _classifier;
    private double[]? _factors;

    /// <param name="seed">Decides the order in which rows of a class are chosen.</param>
    /// <param name="classifier">Learns from the chosen rows.</param>
    /// <param name="ratio">Rows of the smallest class divided by those of the largest that is asked for: above 0, at most 1.</param>
    public ClassResampling(ulong seed, IClassifier classifier, double ratio)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        Throw.IfNotPositive(ratio);
        Throw.IfOutside(ratio, 0, 1);
        (_seed, _classifier, Ratio) = (seed, classifier, ratio);
    }

    public double Ratio { get; }

    public int ClassCount => _classifier.ClassCount;

    /// <summary>Fits the classifier on chosen rows, of which some may stand several times.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="labels">One class per row.</param>
    /// <param name="choose">From the rows of each class, in an order of chance, to the rows to learn from; every class that has rows keeps one.</param>
    public void Fit(Matrix features, ReadOnlySpan<int> labels, Func<int[][], int[]> choose)
    {
        ArgumentNullException.ThrowIfNull(features);
        LearningInput.CheckLabels(features.Rows, labels);
        int[] all = labels.ToArray(), before = ClassWeights.Count(all), chosen = choose(ShuffledRows(all, before));
        int[] own = Array.ConvertAll(chosen, row => all[row]), after = ClassWeights.Count(own);
        LearningInput.NamingRows(features, () => _classifier.Fit(features.SelectRows(chosen), own));
        _factors = [.. before.Select((count, label) => count == 0 ? 1 : (double)count / after[label])];
    }

    /// <summary>The classifier's probabilities, or those of a world where classes are as common as they were before rows were chosen.</summary>
    public Matrix PredictProbabilities(Matrix features, bool restoreBaseRates, string model)
    {
        Throw.IfNotFitted(_factors, model);
        Matrix probabilities = _classifier.PredictProbabilities(features);
        if (!restoreBaseRates)
        {
            return probabilities;
        }

        Matrix restored = new(probabilities.Rows, probabilities.Columns);
        for (int row = 0; row < restored.Rows; row++)
        {
            ReadOnlySpan<double> given = probabilities.Row(row);
            Span<double> own = restored.Row(row);
            double sum = 0;
            for (int label = 0; label < own.Length; label++)
            {
                own[label] = given[label] * _factors[label];
                sum += own[label];
            }

            foreach (ref double share in own)
            {
                share /= sum;
            }
        }

        return restored;
    }

    private int[][] ShuffledRows(int[] labels, int[] counts)
    {
        int[][] rows = Array.ConvertAll(counts, count => new int[count]);
        int[] filled = new int[counts.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            rows[labels[row]][filled[labels[row]]++] = row;
        }

        RandomStream random = new(_seed);
        for (int label = 0; label < rows.Length; label++)
        {
            random.Split((ulong)label).Shuffle(rows[label].AsSpan());
        }

        return rows;
    }
}
