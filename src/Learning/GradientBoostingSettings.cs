namespace MusicRec.Learning;

/// <summary>How gradient-boosted trees grow; defaults are those of scikit-learn's HistGradientBoosting, without early stopping.</summary>
public sealed record GradientBoostingSettings
{
    /// <summary>Iterations at most, 1 or more; each grows one tree (with three classes or more: one per class).</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>What a leaf's value is multiplied by, above 0.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Leaves of a tree at most, 2 or more; null is without limit. The leaf whose cut brings most is cut first.</summary>
    public int? MaximumLeaves { get; init; } = 31;

    /// <summary>Longest way from the root to a leaf, 1 or more; null is without limit.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>Fewest rows in a leaf, 1 or more.</summary>
    public int MinimumLeafSize { get; init; } = 20;

    /// <summary>Penalty on the square of leaf values, 0 or more.</summary>
    public double L2Regularization { get; init; }

    /// <summary>Bins of a column at most, not counting that of missing values, 2 to 255.</summary>
    public int MaximumBins { get; init; } = 255;

    /// <summary>
    /// Columns that hold categories, as whole numbers from 0 to <see cref="MaximumBins"/> − 1; such a column is cut into two sets of
    /// categories. A category that training rows did not have is taken for a missing value.
    /// </summary>
    public IReadOnlyList<int> CategoricalFeatures { get; init; } = [];

    /// <summary>When to stop early; null, the default, does all iterations.</summary>
    public EarlyStoppingSettings? EarlyStopping { get; init; }

    /// <summary>Throws for the first setting that is not allowed.</summary>
    internal void Check()
    {
        Throw.IfBelow(Iterations, 1);
        Throw.IfNotPositive(LearningRate);
        Throw.IfBelow(MaximumLeaves ?? 2, 2, nameof(MaximumLeaves));
        Throw.IfBelow(MaximumDepth ?? 1, 1, nameof(MaximumDepth));
        Throw.IfBelow(MinimumLeafSize, 1);
        Throw.IfOutside(L2Regularization, 0, double.MaxValue);
        Throw.IfOutside(MaximumBins, 2, BoostingBins.MissingBin);
        ArgumentNullException.ThrowIfNull(CategoricalFeatures);
        EarlyStopping?.Check();
    }

    /// <summary>Which of <paramref name="columns"/> columns hold categories.</summary>
    internal bool[] IsCategorical(int columns)
    {
        bool[] categorical = new bool[columns];
        foreach (int column in CategoricalFeatures)
        {
            Throw.IfOutside(column, 0, columns - 1, nameof(CategoricalFeatures));
            categorical[column] = true;
        }

        return categorical;
    }
}
