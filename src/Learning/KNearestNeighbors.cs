using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>How much each neighbour counts.</summary>
public enum NeighborWeights
{
    /// <summary>Every neighbour counts the same.</summary>
    Uniform,

    /// <summary>A neighbour counts one over its distance; neighbours at distance 0, if any, count alone.</summary>
    Distance,
}

/// <summary>
/// Votes among the k training rows nearest by Euclidean distance; of equally near rows the one with the smaller row
/// number goes first. Columns should be on one scale (<see cref="StandardScaler"/>). Definitions as in scikit-learn's
/// KNeighborsClassifier; exact search over all rows.
/// </summary>
public sealed class KNearestNeighbors : IClassifier
{
    private readonly int _neighborCount;
    private readonly NeighborWeights _weights;
    private Matrix? _features;
    private int[] _labels = [];

    /// <summary>A classifier over <paramref name="neighborCount"/> neighbours.</summary>
    /// <param name="neighborCount">Neighbours asked, 1 or more; where training has fewer rows, all of them.</param>
    /// <param name="weights">How much each neighbour counts.</param>
    public KNearestNeighbors(int neighborCount = 5, NeighborWeights weights = NeighborWeights.Uniform)
    {
        Throw.IfBelow(neighborCount, 1);
        _neighborCount = neighborCount;
        _weights = weights;
    }

    /// <inheritdoc/>
    public int ClassCount { get; private set; }

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        ClassCount = LearningInput.CheckTraining(features, labels);
        _features = new Matrix(features.Rows, features.Columns, [.. features.Values]);
        _labels = labels.ToArray();
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_features, nameof(KNearestNeighbors));
        LearningInput.CheckPrediction(features, _features.Columns);
        Matrix probabilities = new(features.Rows, ClassCount);
        const int blockSize = 64;
        ParallelLoop.For((features.Rows + blockSize - 1) / blockSize, block =>
        {
            int neighborCount = Math.Min(_neighborCount, _features.Rows);
            double[] distances = new double[neighborCount];
            int[] rows = new int[neighborCount];
            int end = Math.Min(features.Rows, (block + 1) * blockSize);
            for (int row = block * blockSize; row < end; row++)
            {
                FindNearest(features.Row(row), distances, rows);
                Vote(distances, rows, probabilities.Row(row));
            }
        });
        return probabilities;
    }

    private void FindNearest(ReadOnlySpan<double> query, double[] distances, int[] rows)
    {
        int columns = query.Length;
        ReadOnlySpan<double> values = _features!.Values;
        int found = 0;
        for (int row = 0; row < _features.Rows; row++)
        {
            ReadOnlySpan<double> candidate = values.Slice(row * columns, columns);
            double squared = 0;
            for (int column = 0; column < query.Length; column++)
            {
                double difference = candidate[column] - query[column];
                squared += difference * difference;
            }

            if (found == rows.Length && squared >= distances[found - 1])
            {
                continue;
            }

            // Rows come in order, so that keeping equals before the newcomer breaks ties by row number.
            int place = found < rows.Length ? found++ : found - 1;
            while (place > 0 && distances[place - 1] > squared)
            {
                distances[place] = distances[place - 1];
                rows[place] = rows[place - 1];
                place--;
            }

            distances[place] = squared;
            rows[place] = row;
        }
    }

    private void Vote(double[] squaredDistances, int[] rows, Span<double> votes)
    {
        double nearest = squaredDistances[0];
        double sum = 0;
        for (int index = 0; index < rows.Length; index++)
        {
            // Weights relative to the nearest row: 1 over the distance up to a factor that the sum takes out.
            double weight = _weights == NeighborWeights.Uniform || squaredDistances[index] == nearest
                ? 1.0
                : Math.Sqrt(nearest / squaredDistances[index]);
            votes[_labels[rows[index]]] += weight;
            sum += weight;
        }

        for (int label = 0; label < votes.Length; label++)
        {
            votes[label] /= sum;
        }
    }
}
