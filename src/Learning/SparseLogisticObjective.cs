using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// <see cref="LogisticObjective"/> over sparse rows, with shares of the classes as targets. Parameters stand column after
/// column, [features + 1, outputs], the intercepts last, so that a stored number meets all its weights in one place.
/// </summary>
internal sealed class SparseLogisticObjective : IConvexObjective
{
    private const int RowsPerBlock = 256;
    private readonly SparseMatrix _features;
    private readonly SparseMatrix _byColumn;
    private readonly double[] _targets;
    private readonly int _outputs;
    private readonly double _lossWeight;
    private readonly double[] _probabilities;
    private readonly double[] _scores;
    private readonly double[] _blockLosses;

    /// <param name="features">[rows, features].</param>
    /// <param name="targets">The share of each output in each row, [rows, outputs]; with more than one output rows sum to 1.</param>
    /// <param name="outputs">1 for two classes (sigmoid), else the number of classes (softmax).</param>
    /// <param name="inverseRegularization">Weight of the loss beside the penalty, above 0.</param>
    public SparseLogisticObjective(SparseMatrix features, double[] targets, int outputs, double inverseRegularization)
    {
        _features = features;
        _byColumn = features.Transpose();
        _targets = targets;
        _outputs = outputs;
        _lossWeight = inverseRegularization;
        _probabilities = new double[targets.Length];
        _scores = new double[targets.Length];
        _blockLosses = new double[(features.Rows + RowsPerBlock - 1) / RowsPerBlock];
    }

    public int Length => (_features.Columns + 1) * _outputs;

    private int InterceptStart => _features.Columns * _outputs;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        Score(_features, point, _scores, _outputs);
        ParallelLoop.For(_blockLosses.Length, EvaluateBlock);
        double loss = 0;
        foreach (double blockLoss in _blockLosses)
        {
            loss += blockLoss;
        }

        AddUpColumns(_scores, gradient);
        double penalty = 0;
        for (int index = 0; index < InterceptStart; index++)
        {
            penalty += point[index] * point[index];
            gradient[index] += point[index];
        }

        double interceptSum = InterceptSum(point);
        for (int index = InterceptStart; index < gradient.Length; index++)
        {
            gradient[index] += interceptSum;
        }

        return (_lossWeight * loss) + (0.5 * (penalty + (interceptSum * interceptSum)));
    }

    public void MultiplyHessian(ReadOnlySpan<double> direction, Span<double> result)
    {
        Score(_features, direction, _scores, _outputs);
        for (int start = 0; start < _scores.Length; start += _outputs)
        {
            ReadOnlySpan<double> probabilities = _probabilities.AsSpan(start, _outputs);
            Span<double> scores = _scores.AsSpan(start, _outputs);
            double mean = 0;
            for (int output = 0; output < probabilities.Length; output++)
            {
                mean += probabilities[output] * scores[output];
            }

            for (int output = 0; output < probabilities.Length; output++)
            {
                scores[output] = _lossWeight * (probabilities[output] * (scores[output] - mean));
            }
        }

        AddUpColumns(_scores, result);
        for (int index = 0; index < InterceptStart; index++)
        {
            result[index] += direction[index];
        }

        double interceptSum = InterceptSum(direction);
        for (int index = InterceptStart; index < result.Length; index++)
        {
            result[index] += interceptSum;
        }
    }

    public void HessianDiagonal(Span<double> diagonal)
    {
        for (int index = 0; index < _scores.Length; index++)
        {
            _scores[index] = _lossWeight * (_probabilities[index] * (1 - _probabilities[index]));
        }

        diagonal.Clear();
        for (int column = 0; column < _byColumn.Rows; column++)
        {
            ReadOnlySpan<int> rows = _byColumn.RowColumns(column);
            ReadOnlySpan<float> values = _byColumn.RowValues(column);
            Span<double> sums = diagonal.Slice(column * _outputs, _outputs);
            for (int entry = 0; entry < rows.Length; entry++)
            {
                ReadOnlySpan<double> curvatures = _scores.AsSpan(rows[entry] * _outputs, _outputs);
                double square = (double)values[entry] * values[entry];
                for (int output = 0; output < sums.Length; output++)
                {
                    sums[output] += curvatures[output] * square;
                }
            }

            for (int output = 0; output < sums.Length; output++)
            {
                sums[output] += 1;
            }
        }

        Span<double> intercepts = diagonal[InterceptStart..];
        AddUpRows(_scores, intercepts);
        for (int output = 0; output < intercepts.Length; output++)
        {
            // A saturated model leaves an intercept without curvature; the preconditioner must stay above 0.
            intercepts[output] = Math.Max(intercepts[output] + (_outputs > 1 ? 1 : 0), 1e-12);
        }
    }

    /// <summary>The scores of all rows, [rows, outputs], under parameters in this class's order.</summary>
    public static void Score(SparseMatrix features, ReadOnlySpan<double> parameters, Span<double> scores, int outputs) =>
        SparseDoubleProduct.Multiply(features, parameters, parameters[(features.Columns * outputs)..], scores, outputs);

    // Turns the scores of the block's rows into what the gradient takes from each.
    private void EvaluateBlock(int block)
    {
        double loss = 0;
        int end = Math.Min(_features.Rows, (block + 1) * RowsPerBlock) * _outputs;
        for (int start = block * RowsPerBlock * _outputs; start < end; start += _outputs)
        {
            Span<double> scores = _scores.AsSpan(start, _outputs);
            Span<double> probabilities = _probabilities.AsSpan(start, _outputs);
            ReadOnlySpan<double> targets = _targets.AsSpan(start, _outputs);
            if (_outputs == 1)
            {
                probabilities[0] = Elementary.Sigmoid(scores[0]);
                loss += (targets[0] * Elementary.Softplus(-scores[0])) + ((1 - targets[0]) * Elementary.Softplus(scores[0]));
            }
            else
            {
                loss += LogisticObjective.Softmax(scores, probabilities);
                for (int output = 0; output < scores.Length; output++)
                {
                    loss -= targets[output] * scores[output];
                }
            }

            for (int output = 0; output < scores.Length; output++)
            {
                scores[output] = _lossWeight * (probabilities[output] - targets[output]);
            }
        }

        _blockLosses[block] = loss;
    }

    // Features and intercepts: for each column the sum over rows of its number times what the row gives.
    private void AddUpColumns(ReadOnlySpan<double> rows, Span<double> result)
    {
        SparseDoubleProduct.Multiply(_byColumn, rows, [], result, _outputs);
        AddUpRows(rows, result[InterceptStart..]);
    }

    private static void AddUpRows(ReadOnlySpan<double> rows, Span<double> sums)
    {
        sums.Clear();
        for (int start = 0; start < rows.Length; start += sums.Length)
        {
            for (int output = 0; output < sums.Length; output++)
            {
                sums[output] += rows[start + output];
            }
        }
    }

    // See LogisticObjective: this makes the minimum unique without moving it.
    private double InterceptSum(ReadOnlySpan<double> point)
    {
        double sum = 0;
        for (int index = InterceptStart; index < point.Length && _outputs > 1; index++)
        {
            sum += point[index];
        }

        return sum;
    }
}
