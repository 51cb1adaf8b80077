using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A map of rows on which near ones stay near (t-SNE, van der Maaten and Hinton 2008): how likely two rows are neighbours in the features
/// and on the map shall agree. Distances between far groups and the groups' sizes mean little. Definitions as in scikit-learn 1.2's
/// TSNE(method="exact", init="pca"); it starts from the first two principal components, so there is no seed. Rows² numbers are kept.
/// </summary>
public sealed class StochasticNeighborEmbedding
{
    private const int MostRows = 10_000;
    private const double StartingSpread = 1e-4;
    private readonly StochasticNeighborEmbeddingSettings _settings;
    private double? _divergence;

    /// <summary>A map that is not drawn yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public StochasticNeighborEmbedding(StochasticNeighborEmbeddingSettings? settings = null)
    {
        _settings = settings ?? new StochasticNeighborEmbeddingSettings();
        _settings.Check();
    }

    /// <summary>How far the map is from the features, 0 or more: the Kullback-Leibler divergence of their neighbours' probabilities (kl_divergence_).</summary>
    /// <exception cref="InvalidOperationException">No map has been drawn.</exception>
    public double Divergence
    {
        get
        {
            Throw.IfNotFitted(_divergence, nameof(StochasticNeighborEmbedding));
            return _divergence.Value;
        }
    }

    /// <summary>Where each row stands on the map, [rows, 2].</summary>
    /// <param name="features">[rows, features]: 10,000 rows at most and more of them than the perplexity, two features or more.</param>
    /// <exception cref="ArgumentException">There are too few or too many rows or features, a number is not finite, or all rows are equal.</exception>
    public Matrix FitTransform(Matrix features)
    {
        LearningInput.CheckFinite(features);
        if (features.Rows > MostRows || features.Rows < 3 || features.Rows <= _settings.Perplexity || features.Columns < 2)
        {
            throw new ArgumentException(
                $"features is [{features.Rows}, {features.Columns}]; needed: 3 to {MostRows} rows, more than the perplexity of {_settings.Perplexity}, and two columns or more.",
                nameof(features));
        }

        Matrix start = Start(features);
        double[] probabilities = NeighborProbabilities.Of(SquaredDistances(features), features.Rows, _settings.Perplexity);
        double rate = _settings.LearningRate ?? Math.Max(features.Rows / _settings.EarlyExaggeration / 4, 50);
        NeighborDescent descent = new(probabilities, start, rate);
        descent.Run(_settings.Iterations, _settings.EarlyExaggeration);
        _divergence = descent.Divergence;
        return descent.Positions;
    }

    /// <summary>The squared distances of all rows, [rows, rows], row after row.</summary>
    internal static double[] SquaredDistances(Matrix features)
    {
        int rows = features.Rows;
        double[] distances = new double[rows * rows];
        ParallelLoop.For(rows, row =>
        {
            ReadOnlySpan<double> own = features.Row(row);
            for (int other = 0; other < rows; other++)
            {
                ReadOnlySpan<double> values = features.Row(other);
                double sum = 0;
                for (int column = 0; column < values.Length; column++)
                {
                    double difference = own[column] - values[column];
                    sum += difference * difference;
                }

                distances[(row * rows) + other] = sum;
            }
        });
        return distances;
    }

    // Principal components, shrunk until the first has a standard deviation of 0.0001.
    private static Matrix Start(Matrix features)
    {
        PrincipalComponents components = new(2);
        components.Fit(features);
        Matrix start = components.Transform(features);
        double variance = components.ExplainedVariances[0] * (features.Rows - 1) / features.Rows;
        if (variance == 0)
        {
            throw new ArgumentException($"All {features.Rows} rows of features are equal; there is nothing to draw.", nameof(features));
        }

        double factor = StartingSpread / Math.Sqrt(variance);
        foreach (ref double value in start.Values.AsSpan())
        {
            value *= factor;
        }

        return start;
    }
}
