using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Cuts a feature at a threshold drawn uniformly between its least and greatest value in the node.</summary>
internal sealed class RandomTreeGrower(TreeSettings settings, double[][] columns, int[] labels, int[] weights, RandomStream random)
    : TreeGrower(settings, columns.Length, labels, weights, random)
{
    private readonly int[] _left = new int[settings.ClassCount];

    // With two classes: the row's weight for class 1 in the upper half, for any class in the lower.
    private readonly ulong[]? _packed = settings.ClassCount == 2 ? Pack(labels, weights) : null;

    protected override FeatureCut FindCut(int feature, int start, int end, out bool constant)
    {
        double[] column = columns[feature];
        ReadOnlySpan<int> rows = Rows.AsSpan(start, end - start);
        (double least, double greatest) = FindRange(column, rows);

        constant = !(least < greatest);
        if (constant)
        {
            return FeatureCut.None;
        }

        double threshold = least + ((greatest - least) * Random.NextDouble());
        threshold = threshold < greatest ? threshold : least;
        int leftRows = _packed is null ? CountClasses(column, rows, threshold) : CountTwoClasses(column, rows, threshold);
        return leftRows < Settings.MinimumLeafSize || rows.Length - leftRows < Settings.MinimumLeafSize
            ? FeatureCut.None
            : new FeatureCut(feature, threshold, 0, FeatureCut.ScoreOf(_left, NodeCounts));
    }

    protected override int Partition(FeatureCut cut, int start, int end) => Partition(columns[cut.Feature], cut.Value, start, end);

    protected override double Threshold(FeatureCut cut) => cut.Value;

    // Two chains of minima and maxima instead of one keep the processor busy.
    private static (double Least, double Greatest) FindRange(double[] column, ReadOnlySpan<int> rows)
    {
        double least = column[rows[0]], greatest = least, otherLeast = least, otherGreatest = least;
        int index = 1;
        for (; index + 1 < rows.Length; index += 2)
        {
            double value = column[rows[index]], other = column[rows[index + 1]];
            least = double.MinNative(least, value);
            greatest = double.MaxNative(greatest, value);
            otherLeast = double.MinNative(otherLeast, other);
            otherGreatest = double.MaxNative(otherGreatest, other);
        }

        if (index < rows.Length)
        {
            least = double.MinNative(least, column[rows[index]]);
            greatest = double.MaxNative(greatest, column[rows[index]]);
        }

        return (double.MinNative(least, otherLeast), double.MaxNative(greatest, otherGreatest));
    }

    private static ulong[] Pack(int[] labels, int[] weights)
    {
        ulong[] packed = new ulong[labels.Length];
        for (int row = 0; row < packed.Length; row++)
        {
            packed[row] = ((ulong)(labels[row] * weights[row]) << 32) | (uint)weights[row];
        }

        return packed;
    }

    // Returns how many rows go left and leaves their class counts in _left.
    private int CountTwoClasses(double[] column, ReadOnlySpan<int> rows, double threshold)
    {
        ulong sum = 0;
        int leftRows = 0;
        foreach (int row in rows)
        {
            int goesLeft = column[row] <= threshold ? 1 : 0;
            leftRows += goesLeft;
            sum += _packed![row] & (ulong)-(long)goesLeft;
        }

        _left[1] = (int)(sum >> 32);
        _left[0] = (int)(uint)sum - _left[1];
        return leftRows;
    }

    private int CountClasses(double[] column, ReadOnlySpan<int> rows, double threshold)
    {
        Array.Clear(_left);
        int leftRows = 0;
        foreach (int row in rows)
        {
            int goesLeft = column[row] <= threshold ? 1 : 0;
            _left[Labels[row]] += Weights[row] * goesLeft;
            leftRows += goesLeft;
        }

        return leftRows;
    }
}
