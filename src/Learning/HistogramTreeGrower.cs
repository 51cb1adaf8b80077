using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Cuts a feature where the Gini criterion is best, among the borders of its bins.</summary>
internal sealed class HistogramTreeGrower(TreeSettings settings, FeatureBins bins, int[] labels, int[] weights, RandomStream random)
    : TreeGrower(settings, bins.Bins.Length, labels, weights, random)
{
    private readonly int[] _counts = new int[FeatureBins.MaximumBins * settings.ClassCount];
    private readonly int[] _rowCounts = new int[FeatureBins.MaximumBins];
    private readonly ulong[] _occupied = new ulong[FeatureBins.MaximumBins / 64];
    private readonly int[] _left = new int[settings.ClassCount];

    protected override FeatureCut FindCut(int feature, int start, int end, out bool constant)
    {
        byte[] column = bins.Bins[feature];
        int classCount = Settings.ClassCount;
        foreach (int row in Rows.AsSpan(start, end - start))
        {
            int bin = column[row];
            _counts[(bin * classCount) + Labels[row]] += Weights[row];
            _rowCounts[bin]++;
            _occupied[bin >> 6] |= 1UL << (bin & 63);
        }

        // Only bins with rows are walked and wiped, so that a small node costs little.
        Array.Clear(_left);
        FeatureCut best = FeatureCut.None;
        int previous = -1;
        int leftRows = 0;
        int distinct = 0;
        for (int word = 0; word < _occupied.Length; word++)
        {
            for (ulong rest = _occupied[word]; rest != 0; rest &= rest - 1)
            {
                int bin = (word << 6) + BitOperations.TrailingZeroCount(rest);
                if (leftRows >= Settings.MinimumLeafSize && end - start - leftRows >= Settings.MinimumLeafSize)
                {
                    double score = FeatureCut.ScoreOf(_left, NodeCounts);
                    if (score > best.Score)
                    {
                        best = new FeatureCut(feature, previous, bin, score);
                    }
                }

                Span<int> counts = _counts.AsSpan(bin * classCount, classCount);
                for (int label = 0; label < counts.Length; label++)
                {
                    _left[label] += counts[label];
                }

                counts.Clear();
                leftRows += _rowCounts[bin];
                _rowCounts[bin] = 0;
                previous = bin;
                distinct++;
            }

            _occupied[word] = 0;
        }

        constant = distinct < 2;
        return best;
    }

    protected override int Partition(FeatureCut cut, int start, int end) => Partition(bins.Bins[cut.Feature], (byte)cut.Value, start, end);

    protected override double Threshold(FeatureCut cut) =>
        bins.ThresholdBetween(cut.Feature, (int)cut.Value, (int)cut.NextValue);
}
