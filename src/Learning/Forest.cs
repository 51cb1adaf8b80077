using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Many trees grown at random whose class shares are averaged: what <see cref="RandomForest"/> and
/// <see cref="ExtraTrees"/> have in common. Each tree has a random stream of its own, so that the number of threads
/// changes nothing, and the first trees of a large forest are those of a small one.
/// </summary>
public abstract class Forest : IClassifier
{
    private readonly RandomStream _random;
    private readonly int _treeCount;
    private readonly int? _featuresPerSplit;
    private readonly int _minimumLeafSize;
    private readonly int _maximumDepth;
    private readonly bool _bootstrap;
    private DecisionTree[]? _trees;
    private double[] _importances = [];

    private protected Forest(
        ulong seed, int treeCount, int? featuresPerSplit, int minimumLeafSize, int? maximumDepth, bool bootstrap)
    {
        Throw.IfBelow(treeCount, 1);
        Throw.IfBelow(featuresPerSplit ?? 1, 1, nameof(featuresPerSplit));
        Throw.IfBelow(minimumLeafSize, 1);
        Throw.IfBelow(maximumDepth ?? 1, 1, nameof(maximumDepth));
        _random = new RandomStream(seed);
        _treeCount = treeCount;
        _featuresPerSplit = featuresPerSplit;
        _minimumLeafSize = minimumLeafSize;
        _maximumDepth = maximumDepth ?? int.MaxValue;
        _bootstrap = bootstrap;
    }

    /// <inheritdoc/>
    public int ClassCount { get; private set; }

    /// <summary>
    /// How much of the decrease in impurity each feature brought, one number per feature, summing to 1 (all 0 when no
    /// tree had a cut). Leans towards features with many values and shares merit among correlated ones; see
    /// <see cref="PermutationImportance"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double[] FeatureImportances
    {
        get
        {
            Throw.IfNotFitted(_trees, GetType().Name);
            return [.. _importances];
        }
    }

    /// <summary>What was learnt; null before Fit.</summary>
    internal IReadOnlyList<DecisionTree>? Trees => _trees;

    /// <inheritdoc/>
    public void Fit(Matrix features, ReadOnlySpan<int> labels) => Grow(features, labels);

    /// <summary>Takes checked trees as if they had been grown here.</summary>
    internal void Restore(DecisionTree[] trees, double[] importances, int classCount) => (_trees, _importances, ClassCount) = (trees, importances, classCount);

    /// <summary>
    /// Fits, and predicts each training row by the trees that did not see it: an estimate of the error on new rows that
    /// costs no test set. [rows, classes]
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The forest draws no bootstrap samples, or some row was in every one of them (grow more trees).
    /// </exception>
    public Matrix FitAndPredictOutOfBag(Matrix features, ReadOnlySpan<int> labels)
    {
        if (!_bootstrap)
        {
            throw new InvalidOperationException($"This {GetType().Name} grows every tree on all rows (bootstrap: false); no row is out of bag.");
        }

        int[][] weights = Grow(features, labels);
        Matrix probabilities = new(features.Rows, ClassCount);
        ParallelLoop.For(features.Rows, row =>
        {
            Span<double> sums = probabilities.Row(row);
            int count = 0;
            for (int tree = 0; tree < weights.Length; tree++)
            {
                if (weights[tree][row] == 0)
                {
                    _trees![tree].AddShares(features.Row(row), sums);
                    count++;
                }
            }

            Divide(sums, count);
        });
        int never = Array.FindIndex(probabilities.Values, double.IsNaN);
        if (never >= 0)
        {
            throw new InvalidOperationException(
                $"Row {never / ClassCount} was drawn into the sample of every one of {_treeCount} trees; grow more trees for an out-of-bag estimate.");
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Throw.IfNotFitted(_trees, GetType().Name);
        LearningInput.CheckPrediction(features, _importances.Length);
        Matrix probabilities = new(features.Rows, ClassCount);
        const int blockSize = 32;
        ParallelLoop.For((features.Rows + blockSize - 1) / blockSize, block =>
        {
            int start = block * blockSize;
            int end = Math.Min(features.Rows, start + blockSize);
            foreach (DecisionTree tree in _trees)
            {
                for (int row = start; row < end; row++)
                {
                    tree.AddShares(features.Row(row), probabilities.Row(row));
                }
            }

            for (int row = start; row < end; row++)
            {
                Divide(probabilities.Row(row), _trees.Length);
            }
        });
        return probabilities;
    }

    /// <summary>Prepares the columns once; the function then makes the grower of one tree.</summary>
    private protected abstract Func<TreeSettings, int[], RandomStream, TreeGrower> Prepare(Matrix features, int[] labels);

    private int[][] Grow(Matrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        int columns = features.Columns;
        TreeSettings settings = new(
            classCount,
            Math.Min(columns, _featuresPerSplit ?? Math.Max(1, (int)Math.Sqrt(columns))),
            _minimumLeafSize,
            _maximumDepth);
        Func<TreeSettings, int[], RandomStream, TreeGrower> createGrower = Prepare(features, labels.ToArray());
        DecisionTree[] trees = new DecisionTree[_treeCount];
        double[][] importances = new double[_treeCount][];
        int[][] weights = new int[_treeCount][];
        ParallelLoop.For(_treeCount, tree =>
        {
            RandomStream random = _random.Split((ulong)tree);
            weights[tree] = DrawWeights(features.Rows, random);
            TreeGrower grower = createGrower(settings, weights[tree], random);
            trees[tree] = grower.Grow();
            importances[tree] = grower.Importances;
        });
        _importances = Average(importances, columns);
        _trees = trees;
        ClassCount = classCount;
        return weights;
    }

    private int[] DrawWeights(int rows, RandomStream random)
    {
        int[] weights = new int[rows];
        if (!_bootstrap)
        {
            Array.Fill(weights, 1);
            return weights;
        }

        for (int draw = 0; draw < rows; draw++)
        {
            weights[random.NextInt32(rows)]++;
        }

        return weights;
    }

    // Trees without a cut say nothing about features and are left out, as in scikit-learn.
    private static double[] Average(double[][] importances, int columns)
    {
        double[] sums = new double[columns];
        double total = 0;
        foreach (double[] tree in importances)
        {
            for (int column = 0; column < columns; column++)
            {
                sums[column] += tree[column];
                total += tree[column];
            }
        }

        for (int column = 0; column < columns && total > 0; column++)
        {
            sums[column] /= total;
        }

        return sums;
    }

    private static void Divide(Span<double> sums, int count)
    {
        for (int label = 0; label < sums.Length; label++)
        {
            sums[label] /= count;
        }
    }
}
