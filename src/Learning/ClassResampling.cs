using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A classifier fitted on rows that were chosen by their class, and what its probabilities then mean: resampling multiplies the odds of
/// classes by how much more often they were shown, which dividing by it takes back.
/// </summary>
internal sealed class ClassResampling(IClassifier classifier, bool restoreBaseRates)
{
    private double[] _factors = [];

    /// <summary>Fits the classifier on <paramref name="chosen"/> rows, of which some may stand several times.</summary>
    public void Fit(Matrix features, ReadOnlySpan<int> labels, int[] before, int[] chosen)
    {
        int[] own = new int[chosen.Length], after = new int[before.Length];
        for (int place = 0; place < own.Length; place++)
        {
            own[place] = labels[chosen[place]];
            after[own[place]]++;
        }

        classifier.Fit(features.SelectRows(chosen), own);
        _factors = [.. before.Select((count, label) => restoreBaseRates && count > 0 ? (double)count / after[label] : 1)];
    }

    /// <summary>The classifier's probabilities, with base rates restored where that was asked for.</summary>
    public Matrix PredictProbabilities(Matrix features)
    {
        Matrix probabilities = classifier.PredictProbabilities(features);
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

    /// <summary>The rows of each class, in a random order of each class's own.</summary>
    public static int[][] ShuffledRows(ReadOnlySpan<int> labels, int[] counts, ulong seed)
    {
        int[][] rows = Array.ConvertAll(counts, count => new int[count]);
        int[] filled = new int[counts.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            rows[labels[row]][filled[labels[row]]++] = row;
        }

        RandomStream random = new(seed);
        for (int label = 0; label < rows.Length; label++)
        {
            random.Split((ulong)label).Shuffle(rows[label].AsSpan());
        }

        return rows;
    }
}
