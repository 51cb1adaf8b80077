using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Divides rows into groups around centres so that the squared distances to the own centre sum up to as little as several starts
/// reach: Lloyd's algorithm from k-means++ centres. Definitions and defaults as in scikit-learn 1.2's KMeans.
/// Columns should be on one scale (<see cref="StandardScaler"/>).
/// </summary>
public sealed class KMeans
{
    private readonly ulong _seed;
    private readonly int _clusterCount;
    private readonly int _starts;
    private readonly int _maximumIterations;
    private readonly double _tolerance;
    private Clustering? _best;
    private double[] _mean = [];

    /// <summary>A clustering into <paramref name="clusterCount"/> groups.</summary>
    /// <param name="seed">Same seed and rows, same clusters.</param>
    /// <param name="clusterCount">Number of clusters, 1 or more.</param>
    /// <param name="starts">How often to start from other centres; the start with the smallest <see cref="Inertia"/> counts. 1 or more.</param>
    /// <param name="maximumIterations">Iterations of one start at most, 1 or more.</param>
    /// <param name="tolerance">A start ends when its centres' squared moves sum up to no more than this times the mean variance of the columns; 0 or more, finite.</param>
    public KMeans(ulong seed, int clusterCount, int starts = 10, int maximumIterations = 300, double tolerance = 1e-4)
    {
        Throw.IfBelow(clusterCount, 1);
        Throw.IfBelow(starts, 1);
        Throw.IfBelow(maximumIterations, 1);
        Throw.IfOutside(tolerance, 0, double.MaxValue);
        (_seed, _clusterCount, _starts, _maximumIterations, _tolerance) = (seed, clusterCount, starts, maximumIterations, tolerance);
    }

    /// <summary>The centres, [clusters, features].</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public Matrix Centers
    {
        get
        {
            Matrix centers = new(_clusterCount, Fitted.Centers.Length / _clusterCount, [.. Fitted.Centers]);
            for (int index = 0; index < centers.Values.Length; index++)
            {
                centers.Values[index] += _mean[index % _mean.Length];
            }

            return centers;
        }
    }

    /// <summary>The cluster of each training row, 0 to clusters − 1; the numbers have no meaning of their own.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int[] Labels => [.. Fitted.Labels];

    /// <summary>The squared distances of the training rows to their centres, summed: 0 or more.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double Inertia => Fitted.Inertia;

    /// <summary>Iterations of the start that counts.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public int Iterations => Fitted.Iterations;

    private Clustering Fitted
    {
        get
        {
            Throw.IfNotFitted(_best, nameof(KMeans));
            return _best;
        }
    }

    /// <summary>Clusters the rows of <paramref name="features"/>, [rows, features].</summary>
    /// <remarks>Where fewer rows differ than there are clusters, some clusters stay empty.</remarks>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, no features, or a number that is not finite or whose square is not.</exception>
    public void Fit(Matrix features)
    {
        (RowTiles rows, double[] mean, double tolerance) = Prepare(features);
        LloydIterations iterations = new(rows, _clusterCount, _maximumIterations, tolerance);
        KMeansPlusPlus starts = new(rows, _clusterCount);
        RandomStream random = new(_seed);
        Clustering? best = null;
        for (int start = 0; start < _starts; start++)
        {
            best = iterations.Run(starts.Centers(random.Split((ulong)start)), best);
        }

        (_best, _mean) = (best, mean);
    }

    /// <summary>Clusters the rows from these centres alone: one start, no random numbers.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="startingCenters">[clusters, features].</param>
    /// <exception cref="ArgumentException">As for <see cref="Fit(Matrix)"/>, or the centres' number or columns do not fit.</exception>
    public void Fit(Matrix features, Matrix startingCenters)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(startingCenters);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(startingCenters);
        Throw.IfLengthsDiffer(startingCenters.Rows, "startingCenters (rows)", _clusterCount, "the number of clusters");
        Throw.IfLengthsDiffer(startingCenters.Columns, "startingCenters (columns)", features.Columns, "features (columns)");
        Throw.IfNotFinite(startingCenters.Values, nameof(startingCenters));
        (RowTiles rows, double[] mean, double tolerance) = Prepare(features);
        double[] centers = [.. startingCenters.Values];
        for (int index = 0; index < centers.Length; index++)
        {
            centers[index] -= mean[index % mean.Length];
        }

        LearningInput.CheckDistances(centers, nameof(startingCenters));
        (_best, _mean) = (new LloydIterations(rows, _clusterCount, _maximumIterations, tolerance).Run(centers, best: null), mean);
    }

    /// <summary>The cluster whose centre is nearest to each row of <paramref name="features"/>, [rows, features].</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    /// <exception cref="ArgumentException">The number of columns is not that of training, or a number is not finite or its square is not.</exception>
    public int[] Predict(Matrix features)
    {
        Clustering fitted = Fitted;
        LearningInput.CheckPrediction(features, _mean.Length);
        RowTiles rows = new(features, _mean);
        LearningInput.CheckDistances(rows.Values, nameof(features));
        return LloydIterations.Assign(rows, fitted.Centers);
    }

    // As in scikit-learn, distances are taken between rows less their mean: large numbers that all rows share cost no digits.
    private (RowTiles Rows, double[] Mean, double Tolerance) Prepare(Matrix features)
    {
        LearningInput.CheckFinite(features);
        Throw.IfEmpty(features.Columns, "features (columns)");
        if (features.Rows < _clusterCount)
        {
            throw new ArgumentException($"features has {features.Rows} rows, too few for {_clusterCount} clusters; at least one row per cluster is needed.", nameof(features));
        }

        double[] mean = ColumnMeans.Of(features);
        Throw.IfNotFinite(mean, "the mean of a column of features");
        RowTiles rows = new(features, mean);
        double squares = LearningInput.CheckDistances(rows.Values, nameof(features));
        return (rows, mean, _tolerance * (squares / features.Rows / features.Columns));
    }
}
