using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Random forest (Breiman 2001): each tree is grown on a bootstrap sample and cuts each node at the best threshold of a
/// few features drawn at random. Thresholds lie between up to 256 bins per feature, which hold every value where there
/// are no more than that. Defaults follow scikit-learn's RandomForestClassifier.
/// </summary>
public sealed class RandomForest : Forest
{
    /// <summary>A forest of <paramref name="treeCount"/> trees.</summary>
    /// <param name="seed">Same seed and rows, same forest.</param>
    /// <param name="treeCount">Number of trees, 1 or more.</param>
    /// <param name="featuresPerSplit">Features tried at each node, 1 or more (more than there are: all); by default the square root of their number, rounded down.</param>
    /// <param name="minimumLeafSize">Fewest different rows in a leaf, 1 or more.</param>
    /// <param name="maximumDepth">Longest way from the root to a leaf, 1 or more; by default without limit.</param>
    /// <param name="bootstrap">Whether a tree sees a sample drawn with replacement instead of all rows.</param>
    public RandomForest(
        ulong seed,
        int treeCount = 300,
        int? featuresPerSplit = null,
        int minimumLeafSize = 1,
        int? maximumDepth = null,
        bool bootstrap = true)
        : base(seed, treeCount, featuresPerSplit, minimumLeafSize, maximumDepth, bootstrap)
    {
    }

    private protected override Func<TreeSettings, int[], RandomStream, TreeGrower> Prepare(Matrix features, int[] labels)
    {
        FeatureBins bins = new(features);
        return (settings, weights, random) => new HistogramTreeGrower(settings, bins, labels, weights, random);
    }
}
