using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Finds where a column is best cut, from its histogram: the greatest fall of the loss's second-order approximation, as
/// scikit-learn's HistGradientBoosting has it (Chen and Guestrin 2016, equation 7). Missing values are tried on both sides;
/// categories are put in order of their mean gradient (Fisher 1958).
/// </summary>
internal sealed class BoostedSplitFinder(BoostingBins bins, GradientBoostingSettings settings)
{
    private const double SmallestHessian = 1e-3;

    // Categories with less support go to the right, and pull the others' order towards 0, as in scikit-learn and LightGBM.
    private const double SmallestSupport = 10;

    /// <summary>The best cut of a column, or one with a gain of −1.</summary>
    public BoostedSplit Find(ReadOnlySpan<double> histogram, int column, in BoostedTotals node)
    {
        Scan scan = new(node, settings, column);
        if (bins.IsCategorical[column])
        {
            ScanCategories(ref scan, histogram, column);
        }
        else
        {
            ScanUpwards(ref scan, histogram, bins.BinCounts[column] - (bins.HasMissing[column] ? 0 : 1));
            if (bins.HasMissing[column])
            {
                ScanDownwards(ref scan, histogram, bins.BinCounts[column] - 2);
            }
        }

        return scan.Best;
    }

    // Missing values go to the right; where there are any, a cut between them and all values is tried too.
    private static void ScanUpwards(ref Scan scan, ReadOnlySpan<double> histogram, int end)
    {
        Sums taken = default;
        for (int bin = 0; bin < end; bin++)
        {
            taken.Add(histogram, bin);
            if (scan.IsTooLittle(taken))
            {
                continue;
            }

            if (scan.LeavesTooLittle(taken))
            {
                break;
            }

            if (scan.Try(taken.Gradient, taken.Hessian))
            {
                (scan.Best.Bin, scan.Best.MissingLeft) = (bin, false);
            }
        }
    }

    // Missing values go to the left.
    private static void ScanDownwards(ref Scan scan, ReadOnlySpan<double> histogram, int start)
    {
        Sums taken = default;
        for (int bin = start; bin >= 0; bin--)
        {
            taken.Add(histogram, bin + 1);
            if (scan.IsTooLittle(taken))
            {
                continue;
            }

            if (scan.LeavesTooLittle(taken))
            {
                break;
            }

            if (scan.Try(scan.Node.Gradient - taken.Gradient, scan.Node.Hessian - taken.Hessian))
            {
                (scan.Best.Bin, scan.Best.MissingLeft) = (bin, true);
            }
        }
    }

    // From either end to the middle, so that rare categories join the larger half; a missing value is one category more.
    private void ScanCategories(ref Scan scan, ReadOnlySpan<double> histogram, int column)
    {
        Span<(double Value, int Bin)> categories = stackalloc (double, int)[BoostingBins.MissingBin + 1];
        double factor = scan.Node.Rows / scan.Node.Hessian;
        int count = 0;
        for (int bin = 0; bin <= BoostingBins.MissingBin; bin++)
        {
            double hessian = histogram[(bin * HistogramKernel.Lanes) + 1];
            if ((bin < bins.BinCounts[column] || bin == BoostingBins.MissingBin) && hessian * factor >= SmallestSupport)
            {
                categories[count++] = (histogram[bin * HistogramKernel.Lanes] / (hessian + SmallestSupport), bin);
            }
        }

        if (count < 2)
        {
            return;
        }

        categories = categories[..count];
        categories.Sort();
        scoped ReadOnlySpan<(double Value, int Bin)> best = [];
        if (ScanOrdered(ref scan, histogram, categories, (count + 1) / 2) is int first and > 0)
        {
            best = categories[..first].ToArray();
        }

        categories.Reverse();
        if (ScanOrdered(ref scan, histogram, categories, ((count + 1) / 2) - 1) is int last and > 0)
        {
            best = categories[..last];
        }

        scan.Best.IsCategorical = true;
        foreach ((_, int bin) in best)
        {
            scan.Best.Categories.Add(bin);
            scan.Best.MissingLeft |= bin == BoostingBins.MissingBin;
        }
    }

    // How many categories go to the left in the best cut, if one is better than those before; else 0.
    private static int ScanOrdered(ref Scan scan, ReadOnlySpan<double> histogram, ReadOnlySpan<(double Value, int Bin)> categories, int end)
    {
        Sums taken = default;
        int best = 0;
        for (int index = 0; index < end; index++)
        {
            taken.Add(histogram, categories[index].Bin);
            if (scan.IsTooLittle(taken))
            {
                continue;
            }

            if (scan.LeavesTooLittle(taken))
            {
                break;
            }

            best = scan.Try(taken.Gradient, taken.Hessian) ? index + 1 : best;
        }

        return best;
    }

    // What the bins on one side of a cut hold together.
    private struct Sums
    {
        public double Gradient;
        public double Hessian;
        public double Rows;

        public void Add(ReadOnlySpan<double> histogram, int bin)
        {
            ReadOnlySpan<double> sums = histogram.Slice(bin * HistogramKernel.Lanes, HistogramKernel.Lanes);
            Gradient += sums[0];
            Hessian += sums[1];
            Rows += sums[2];
        }
    }

    private struct Scan
    {
        private readonly double _smallestLeaf;
        private readonly double _penalty;
        private readonly double _loss;

        public Scan(in BoostedTotals node, GradientBoostingSettings settings, int column)
        {
            Node = node;
            _smallestLeaf = settings.MinimumLeafSize;
            _penalty = settings.L2Regularization;
            _loss = node.Gradient * node.Value;
            Best = BoostedSplit.None;
            Best.Feature = column;
        }

        public BoostedTotals Node { get; }

        public BoostedSplit Best;

        public readonly bool IsTooLittle(in Sums side) => side.Rows < _smallestLeaf || side.Hessian < SmallestHessian;

        public readonly bool LeavesTooLittle(in Sums side) =>
            Node.Rows - side.Rows < _smallestLeaf || Node.Hessian - side.Hessian < SmallestHessian;

        // Takes the cut with these sums on the left if it is the best so far and good for something.
        public bool Try(double gradient, double hessian)
        {
            double rightGradient = Node.Gradient - gradient, rightHessian = Node.Hessian - hessian;
            double leftValue = ValueOf(gradient, hessian, _penalty), rightValue = ValueOf(rightGradient, rightHessian, _penalty);
            double gain = _loss - (gradient * leftValue) - (rightGradient * rightValue);
            if (!(gain > Best.Gain && gain > 0))
            {
                return false;
            }

            Best.Gain = gain;
            (Best.LeftGradient, Best.LeftHessian, Best.LeftValue) = (gradient, hessian, leftValue);
            (Best.RightGradient, Best.RightHessian, Best.RightValue) = (rightGradient, rightHessian, rightValue);
            return true;
        }

        private static double ValueOf(double gradient, double hessian, double penalty) => -gradient / (hessian + penalty + 1e-15);
    }
}
