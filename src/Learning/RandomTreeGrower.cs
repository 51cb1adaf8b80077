using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Cuts a feature at a threshold drawn uniformly between its least and greatest value in the node.</summary>
internal sealed class RandomTreeGrower(TreeSettings settings, double[][] columns, int[] labels, int[] weights, RandomStream random)
    : TreeGrower(settings, columns.Length, labels, weights, random)
{
    private readonly int[] _left = new int[settings.ClassCount];

    protected override FeatureCut FindCut(int feature, int start, int end, out bool constant)
    {
        double[] column = columns[feature];
        ReadOnlySpan<int> rows = Rows.AsSpan(start, end - start);
        double least = column[rows[0]];
        double greatest = least;
        foreach (int row in rows)
        {
            double value = column[row];
            least = value < least ? value : least;
            greatest = value > greatest ? value : greatest;
        }

        constant = !(least < greatest);
        if (constant)
        {
            return FeatureCut.None;
        }

        double threshold = least + ((greatest - least) * Random.NextDouble());
        threshold = threshold < greatest ? threshold : least;
        Array.Clear(_left);
        int leftRows = 0;
        foreach (int row in rows)
        {
            int goesLeft = column[row] <= threshold ? 1 : 0;
            _left[Labels[row]] += Weights[row] * goesLeft;
            leftRows += goesLeft;
        }

        return leftRows < Settings.MinimumLeafSize || rows.Length - leftRows < Settings.MinimumLeafSize
            ? FeatureCut.None
            : new FeatureCut(feature, threshold, 0, FeatureCut.ScoreOf(_left, NodeCounts));
    }

    protected override int Partition(FeatureCut cut, int start, int end)
    {
        double[] column = columns[cut.Feature];
        int left = start;
        int right = end - 1;
        while (left <= right)
        {
            if (column[Rows[left]] <= cut.Value)
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

    protected override double Threshold(FeatureCut cut) => cut.Value;
}
