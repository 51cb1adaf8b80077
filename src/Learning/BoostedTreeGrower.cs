using System.Runtime.InteropServices;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Grows boosted trees, one after another on the same rows: the leaf whose cut brings most is cut first; the histogram of the
/// larger child is what the smaller one leaves of its parent's.
/// </summary>
internal sealed class BoostedTreeGrower(BoostingBins bins, GradientBoostingSettings settings)
{
    private const double SmallestHessian = 1e-3;
    private const int RowsInBlock = 16_384;
    private const int ColumnsInPiece = 2;
    private readonly BoostedSplitFinder _finder = new(bins, settings);
    private readonly int[] _rows = new int[bins.Rows];
    private readonly int[] _scratch = new int[bins.Rows];
    private readonly AlignedBuffer _ordered = new(bins.Rows * HistogramKernel.Lanes);
    private readonly Stack<AlignedBuffer> _spare = new();
    private readonly BoostedSplit[] _leftSplits = new BoostedSplit[bins.Columns];
    private readonly BoostedSplit[] _rightSplits = new BoostedSplit[bins.Columns];
    private readonly PriorityQueue<Node, (double, int)> _open = new();
    private readonly List<BoostedNode> _nodes = [];
    private readonly List<CategorySet> _categories = [];
    private readonly List<Node> _leaves = [];

    /// <summary>First derivative, second derivative, 1 and 0 for every row: what a tree is grown from. [rows, 4]</summary>
    public float[] Statistics { get; } = new float[checked(bins.Rows * HistogramKernel.Lanes)];

    /// <summary>Grows a tree and adds its values to the rows' <paramref name="scores"/>.</summary>
    public BoostedTree Grow(double[] scores)
    {
        _nodes.Clear();
        _categories.Clear();
        _leaves.Clear();
        PlantRoot();
        while (_open.TryDequeue(out Node? node, out _))
        {
            Cut(node);
            if (_leaves.Count + _open.Count == settings.MaximumLeaves)
            {
                break;
            }
        }

        while (_open.TryDequeue(out Node? node, out _))
        {
            MakeLeaf(node);
        }

        ParallelLoop.For(_leaves.Count, index =>
        {
            Node leaf = _leaves[index];
            double value = _nodes[leaf.Index].Value;
            foreach (int row in _rows.AsSpan(leaf.Start, leaf.Totals.Rows))
            {
                scores[row] += value;
            }
        });
        return new BoostedTree([.. _nodes], [.. _categories]);
    }

    private void PlantRoot()
    {
        double gradient = 0, hessian = 0;
        for (int row = 0; row < bins.Rows; row++)
        {
            _rows[row] = row;
            gradient += Statistics[row * HistogramKernel.Lanes];
            hessian += Statistics[(row * HistogramKernel.Lanes) + 1];
        }

        _nodes.Add(default);
        Node root = new(0, 0, 0, new BoostedTotals(bins.Rows, gradient, hessian, 0));
        if (bins.Rows < 2 * settings.MinimumLeafSize || hessian < SmallestHessian)
        {
            MakeLeaf(root);
            return;
        }

        root.Histograms = Rent();
        ForColumns((column, count) =>
        {
            Fill(root, Statistics, column, count);
            Find(root, column, count, _leftSplits);
        });
        Open(root, _leftSplits);
    }

    private void Cut(Node node)
    {
        int leftRows = Partition(node);
        BoostedSplit split = node.Split;
        int left = _nodes.Count, rightRows = node.Totals.Rows - leftRows, depth = node.Depth + 1;

        // Where training rows lack nothing, later rows that do go where most rows went.
        bool missingLeft = bins.HasMissing[split.Feature] ? split.MissingLeft : leftRows > rightRows;
        double threshold = split.IsCategorical ? 0
            : split.Bin == bins.BinCounts[split.Feature] - 1 ? double.PositiveInfinity : bins.Thresholds[split.Feature][split.Bin];
        _nodes[node.Index] = new BoostedNode(threshold, split.Feature, left, split.IsCategorical ? _categories.Count : -1, missingLeft);
        if (split.IsCategorical)
        {
            _categories.Add(split.Categories);
        }

        _nodes.Add(default);
        _nodes.Add(default);
        Node leftChild = new(left, node.Start, depth, new BoostedTotals(leftRows, split.LeftGradient, split.LeftHessian, split.LeftValue));
        Node rightChild = new(
            left + 1, node.Start + leftRows, depth, new BoostedTotals(rightRows, split.RightGradient, split.RightHessian, split.RightValue));
        bool isLast = _leaves.Count + _open.Count + 2 == settings.MaximumLeaves || depth == settings.MaximumDepth;
        bool isLeftOpen = !isLast && leftRows >= 2 * settings.MinimumLeafSize, isRightOpen = !isLast && rightRows >= 2 * settings.MinimumLeafSize;
        if (isLeftOpen || isRightOpen)
        {
            FindCuts(node, leftChild, isLeftOpen, rightChild, isRightOpen);
        }
        else
        {
            Return(node);
        }

        Settle(leftChild, isLeftOpen, _leftSplits);
        Settle(rightChild, isRightOpen, _rightSplits);
    }

    private void FindCuts(Node parent, Node left, bool isLeftOpen, Node right, bool isRightOpen)
    {
        (Node small, Node large) = left.Totals.Rows < right.Totals.Rows ? (left, right) : (right, left);
        (small.Histograms, large.Histograms) = (Rent(), parent.Histograms);
        int blocks = ((small.Totals.Rows - 1) / RowsInBlock) + 1;
        ParallelLoop.For(blocks, block =>
        {
            int start = block * RowsInBlock, count = Math.Min(RowsInBlock, small.Totals.Rows - start);
            HistogramKernel.Gather(_rows.AsSpan(small.Start + start, count), Statistics, _ordered.Span[(start * HistogramKernel.Lanes)..]);
        });
        ForColumns((column, count) =>
        {
            Fill(small, _ordered.Span, column, count);
            HistogramKernel.Subtract(Histograms(large, column, count), Histograms(small, column, count));
            if (isLeftOpen)
            {
                Find(left, column, count, _leftSplits);
            }

            if (isRightOpen)
            {
                Find(right, column, count, _rightSplits);
            }
        });
    }

    private void Settle(Node node, bool isOpen, BoostedSplit[] splits)
    {
        if (isOpen)
        {
            Open(node, splits);
        }
        else
        {
            MakeLeaf(node);
        }
    }

    // Of equally good columns the first.
    private void Open(Node node, BoostedSplit[] splits)
    {
        node.Split = BoostedSplit.None;
        foreach (ref readonly BoostedSplit split in splits.AsSpan())
        {
            if (split.Gain > node.Split.Gain)
            {
                node.Split = split;
            }
        }

        if (node.Split.Gain <= 0)
        {
            MakeLeaf(node);
        }
        else
        {
            _open.Enqueue(node, (-node.Split.Gain, node.Index));
        }
    }

    private void MakeLeaf(Node node)
    {
        Return(node);
        _nodes[node.Index] = new BoostedNode(node.Totals.Value * settings.LearningRate, -1, 0, -1, false);
        _leaves.Add(node);
    }

    // Each block of rows is divided by itself; then the parts are brought together in their order.
    private int Partition(Node node)
    {
        byte[] column = bins.Bins[node.Split.Feature];
        byte[] isLeft = new byte[BoostingBins.MissingBin + 1];
        for (int bin = 0; bin < isLeft.Length; bin++)
        {
            isLeft[bin] = node.Split.GoesLeft(bin) ? (byte)1 : (byte)0;
        }

        int rows = node.Totals.Rows, blocks = ((rows - 1) / RowsInBlock) + 1;
        int[] leftCounts = new int[blocks];
        ParallelLoop.For(blocks, block =>
        {
            int start = block * RowsInBlock, count = Math.Min(RowsInBlock, rows - start), left = 0;
            Span<int> own = _rows.AsSpan(node.Start + start, count), right = _scratch.AsSpan(node.Start + start, count);
            for (int index = 0; index < own.Length; index++)
            {
                int row = own[index], side = isLeft[column[row]];
                own[left] = row;
                right[index - left] = row;
                left += side;
            }

            leftCounts[block] = left;
        });
        int place = node.Start;
        for (int block = 0; block < blocks; block++)
        {
            _rows.AsSpan(node.Start + (block * RowsInBlock), leftCounts[block]).CopyTo(_rows.AsSpan(place));
            place += leftCounts[block];
        }

        int leftRows = place - node.Start;
        for (int block = 0; block < blocks; block++)
        {
            int start = block * RowsInBlock, count = Math.Min(RowsInBlock, rows - start) - leftCounts[block];
            _scratch.AsSpan(node.Start + start, count).CopyTo(_rows.AsSpan(place));
            place += count;
        }

        return leftRows;
    }

    private void ForColumns(Action<int, int> body) => ParallelLoop.For((bins.Columns + ColumnsInPiece - 1) / ColumnsInPiece, piece =>
        body(piece * ColumnsInPiece, Math.Min(ColumnsInPiece, bins.Columns - (piece * ColumnsInPiece))));

    private void Fill(Node node, ReadOnlySpan<float> ordered, int column, int count)
    {
        Span<double> sums = Histograms(node, column, count);
        sums.Clear();
        HistogramKernel.Add(_rows.AsSpan(node.Start, node.Totals.Rows), ordered, bins.Bins[column], bins.Bins[column + count - 1], sums);
    }

    private void Find(Node node, int column, int count, BoostedSplit[] splits)
    {
        for (int index = 0; index < count; index++)
        {
            splits[column + index] = _finder.Find(Histograms(node, column + index, 1), column + index, node.Totals);
        }
    }

    private static Span<double> Histograms(Node node, int column, int count) =>
        MemoryMarshal.Cast<float, double>(node.Histograms!.Span).Slice(column * HistogramKernel.Size, count * HistogramKernel.Size);

    private AlignedBuffer Rent() =>
        _spare.TryPop(out AlignedBuffer? buffer) ? buffer : new AlignedBuffer(checked(2 * bins.Columns * HistogramKernel.Size));

    private void Return(Node node)
    {
        if (node.Histograms is not null)
        {
            _spare.Push(node.Histograms);
            node.Histograms = null;
        }
    }

    private sealed class Node(int index, int start, int depth, BoostedTotals totals)
    {
        public int Index => index;

        public int Start => start;

        public int Depth => depth;

        public BoostedTotals Totals => totals;

        public AlignedBuffer? Histograms { get; set; }

        public BoostedSplit Split;
    }
}
