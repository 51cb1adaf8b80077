using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Grows one tree from the root down by the Gini criterion. At each node it tries a few features drawn at random;
/// how a feature is cut is left to the subclass.
/// </summary>
internal abstract class TreeGrower(TreeSettings settings, int columns, int[] labels, int[] weights, RandomStream random)
{
    private readonly int[] _featureOrder = NewOrder(columns);
    private readonly double[] _importances = new double[columns];
    private readonly List<int> _features = [];
    private readonly List<double> _thresholds = [];
    private readonly List<int> _targets = [];
    private readonly List<double> _shares = [];

    /// <summary>Summed decrease of impurity that each feature's cuts brought, as shares of the whole.</summary>
    public double[] Importances => _importances;

    protected TreeSettings Settings => settings;

    protected RandomStream Random => random;

    protected int[] Labels => labels;

    /// <summary>How often each row counts.</summary>
    protected int[] Weights => weights;

    /// <summary>Rows that the tree learns from; a node holds a stretch of them.</summary>
    protected int[] Rows { get; } = RowsInBag(weights);

    /// <summary>Summed weight of each class in the node being cut.</summary>
    protected int[] NodeCounts { get; } = new int[settings.ClassCount];

    /// <summary>Grows the tree; call once.</summary>
    public DecisionTree Grow()
    {
        Stack<(int Node, int Start, int End, int Depth)> open = new();
        AddNode();
        open.Push((0, 0, Rows.Length, 0));
        while (open.TryPop(out (int Node, int Start, int End, int Depth) task))
        {
            int leftSize = Cut(task.Node, task.Start, task.End, task.Depth);
            if (leftSize == 0)
            {
                continue;
            }

            int left = AddNode();
            AddNode();
            _targets[task.Node] = left;
            open.Push((left + 1, task.Start + leftSize, task.End, task.Depth + 1));
            open.Push((left, task.Start, task.Start + leftSize, task.Depth + 1));
        }

        double sum = 0;
        foreach (double importance in _importances)
        {
            sum += importance;
        }

        for (int column = 0; column < columns && sum > 0; column++)
        {
            _importances[column] /= sum;
        }

        return new DecisionTree([.. _features], [.. _thresholds], [.. _targets], [.. _shares]);
    }

    /// <summary>
    /// Finds a cut of <paramref name="feature"/> over the node's rows. <paramref name="constant"/> says that the feature
    /// has one value there; without a cut that leaves enough rows on both sides the score is −1.
    /// </summary>
    protected abstract FeatureCut FindCut(int feature, int start, int end, out bool constant);

    /// <summary>Brings the node's rows that go to the left under <paramref name="cut"/> to the front; returns how many.</summary>
    protected abstract int Partition(FeatureCut cut, int start, int end);

    /// <summary>The same by a column of values: those up to <paramref name="greatestLeft"/> go to the left.</summary>
    protected int Partition<T>(T[] column, T greatestLeft, int start, int end)
        where T : struct, IComparisonOperators<T, T, bool>
    {
        int left = start;
        int right = end - 1;
        while (left <= right)
        {
            if (column[Rows[left]] <= greatestLeft)
            {
                left++;
            }
            else
            {
                (Rows[left], Rows[right]) = (Rows[right], Rows[left]);
                right--;
            }
        }

        return left - start;
    }

    /// <summary>The threshold on the feature's own scale.</summary>
    protected abstract double Threshold(FeatureCut cut);

    // Makes the node a leaf and returns 0, or chooses its cut, sorts its rows and returns how many go left.
    private int Cut(int node, int start, int end, int depth)
    {
        Array.Clear(NodeCounts);
        int total = 0;
        for (int index = start; index < end; index++)
        {
            int weight = weights[Rows[index]];
            NodeCounts[labels[Rows[index]]] += weight;
            total += weight;
        }

        bool pure = false;
        double purity = 0;
        foreach (int count in NodeCounts)
        {
            pure |= count == total;
            purity += (double)count * count;
        }

        purity /= total;
        FeatureCut best = pure || depth >= settings.MaximumDepth || end - start < 2 * settings.MinimumLeafSize
            ? FeatureCut.None
            : FindBestCut(start, end);
        if (best.Score < 0)
        {
            MakeLeaf(node, total);
            return 0;
        }

        _features[node] = best.Feature;
        _thresholds[node] = Threshold(best);
        _importances[best.Feature] += Math.Max(0, best.Score - purity);
        return Partition(best, start, end);
    }

    // As in scikit-learn, a constant feature counts as tried, but the search goes on until one was not constant.
    private FeatureCut FindBestCut(int start, int end)
    {
        FeatureCut best = FeatureCut.None;
        bool anyVaries = false;
        for (int tried = 0; tried < columns && (tried < settings.FeaturesPerSplit || !anyVaries); tried++)
        {
            int chosen = tried + random.NextInt32(columns - tried);
            (_featureOrder[tried], _featureOrder[chosen]) = (_featureOrder[chosen], _featureOrder[tried]);
            FeatureCut cut = FindCut(_featureOrder[tried], start, end, out bool constant);
            anyVaries |= !constant;
            if (cut.Score > best.Score)
            {
                best = cut;
            }
        }

        return best;
    }

    private int AddNode()
    {
        _features.Add(-1);
        _thresholds.Add(0);
        _targets.Add(0);
        return _features.Count - 1;
    }

    private void MakeLeaf(int node, int total)
    {
        _targets[node] = _shares.Count;
        foreach (int count in NodeCounts)
        {
            _shares.Add((double)count / total);
        }
    }

    private static int[] NewOrder(int count)
    {
        int[] order = new int[count];
        for (int index = 0; index < count; index++)
        {
            order[index] = index;
        }

        return order;
    }

    private static int[] RowsInBag(int[] weights)
    {
        int[] rows = new int[weights.Length];
        int count = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            rows[count] = row;
            count += weights[row] > 0 ? 1 : 0;
        }

        Array.Resize(ref rows, count);
        return rows;
    }
}

/// <summary>A way to cut a node in two.</summary>
/// <param name="Feature">The feature asked.</param>
/// <param name="Value">The threshold, or the last bin on the left.</param>
/// <param name="NextValue">The first bin on the right; unused for thresholds.</param>
/// <param name="Score">
/// Squared class counts over their sum, left plus right: the larger, the purer (Gini); −1 where there is no cut.
/// </param>
internal readonly record struct FeatureCut(int Feature, double Value, double NextValue, double Score)
{
    public static readonly FeatureCut None = new(-1, 0, 0, -1);

    /// <summary>The score of a cut from the class counts on the left and in the whole node.</summary>
    public static double ScoreOf(ReadOnlySpan<int> left, ReadOnlySpan<int> node)
    {
        double leftSquares = 0, rightSquares = 0;
        long leftTotal = 0, rightTotal = 0;
        for (int label = 0; label < left.Length; label++)
        {
            int right = node[label] - left[label];
            leftSquares += (double)left[label] * left[label];
            rightSquares += (double)right * right;
            leftTotal += left[label];
            rightTotal += right;
        }

        return (leftSquares / leftTotal) + (rightSquares / rightTotal);
    }
}
