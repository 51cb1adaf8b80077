using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Extremely randomised trees (Geurts, Ernst and Wehenkel 2006): each tree sees all rows and, for a few features drawn
/// at random, one random threshold each, of which it takes the best. Defaults follow scikit-learn's
/// ExtraTreesClassifier.
/// </summary>
public sealed class ExtraTrees : Forest
{
    /// <summary>A forest of <paramref name="treeCount"/> trees.</summary>
    /// <param name="seed">Same seed and rows, same forest.</param>
    /// <param name="treeCount">Number of trees, 1 or more.</param>
    /// <param name="featuresPerSplit">Features tried at each node, 1 or more (more than there are: all); by default the square root of their number, rounded down.</param>
    /// <param name="minimumLeafSize">Fewest different rows in a leaf, 1 or more.</param>
    /// <param name="maximumDepth">Longest way from the root to a leaf, 1 or more; by default without limit.</param>
    /// <param name="bootstrap">Whether a tree sees a sample drawn with replacement instead of all rows.</param>
    public ExtraTrees(
        ulong seed,
        int treeCount = 300,
        int? featuresPerSplit = null,
        int minimumLeafSize = 1,
        int? maximumDepth = null,
        bool bootstrap = false)
        : base(seed, treeCount, featuresPerSplit, minimumLeafSize, maximumDepth, bootstrap)
    {
    }

    private protected override Func<TreeSettings, int[], RandomStream, TreeGrower> Prepare(Matrix features, int[] labels)
    {
        double[][] columns = new double[features.Columns][];
        for (int column = 0; column < columns.Length; column++)
        {
            columns[column] = features.Column(column);
        }

        return (settings, weights, random) => new RandomTreeGrower(settings, columns, labels, weights, random);
    }
}
