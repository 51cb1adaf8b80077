using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Half the squared weights plus <c>inverseRegularization</c> times the summed log loss of rows that may count more or less. Parameters stand as one block
/// per output: the weights, then the intercept. One output means two classes (sigmoid), more mean softmax.
/// </summary>
internal sealed class LogisticObjective : IConvexObjective
{
    private readonly Matrix _features;
    private readonly int[] _labels;
    private readonly double[]? _weights;
    private readonly int _outputs;
    private readonly double _lossWeight;
    private readonly double[] _probabilities;
    private readonly double[] _scores;

    /// <param name="features">Finite numbers, [rows, features].</param>
    /// <param name="labels">0 and 1 with one output, else 0 to outputs − 1; every class present.</param>
    /// <param name="outputs">1 for two classes, else the number of classes.</param>
    /// <param name="inverseRegularization">Weight of the loss beside the penalty, above 0.</param>
    /// <param name="weights">How much each row counts, above 0; null: all the same.</param>
    public LogisticObjective(Matrix features, int[] labels, int outputs, double inverseRegularization, double[]? weights = null)
    {
        _weights = weights;
        _features = features;
        _labels = labels;
        _outputs = outputs;
        _lossWeight = inverseRegularization;
        _probabilities = new double[features.Rows * outputs];
        _scores = new double[outputs];
    }

    public int Length => _outputs * (_features.Columns + 1);

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        int columns = _features.Columns;
        double loss = 0;
        gradient.Clear();
        for (int row = 0; row < _features.Rows; row++)
        {
            ReadOnlySpan<double> values = _features.Row(row);
            Span<double> probabilities = _probabilities.AsSpan(row * _outputs, _outputs);
            Score(values, point, _scores);
            int label = _labels[row];
            double weight = WeightOf(row);
            if (_outputs == 1)
            {
                probabilities[0] = Elementary.Sigmoid(_scores[0]);
                loss += weight * Elementary.Softplus(label == 1 ? -_scores[0] : _scores[0]);
            }
            else
            {
                loss += weight * (Softmax(_scores, probabilities) - _scores[label]);
            }

            for (int output = 0; output < _outputs; output++)
            {
                double target = _outputs == 1 ? label : output == label ? 1 : 0;
                AddScaled(values, _lossWeight * weight * (probabilities[output] - target), gradient.Slice(output * (columns + 1), columns + 1));
            }
        }

        double penalty = 0;
        double interceptSum = InterceptSum(point);
        for (int index = 0; index < point.Length; index++)
        {
            if (index % (columns + 1) == columns)
            {
                gradient[index] += interceptSum;
                continue;
            }

            penalty += point[index] * point[index];
            gradient[index] += point[index];
        }

        return (_lossWeight * loss) + (0.5 * (penalty + (interceptSum * interceptSum)));
    }

    public void MultiplyHessian(ReadOnlySpan<double> direction, Span<double> result)
    {
        int columns = _features.Columns;
        result.Clear();
        for (int row = 0; row < _features.Rows; row++)
        {
            ReadOnlySpan<double> values = _features.Row(row);
            ReadOnlySpan<double> probabilities = _probabilities.AsSpan(row * _outputs, _outputs);
            Score(values, direction, _scores);
            double mean = 0;
            for (int output = 0; output < _outputs; output++)
            {
                mean += probabilities[output] * _scores[output];
            }

            for (int output = 0; output < _outputs; output++)
            {
                double change = probabilities[output] * (_scores[output] - mean);
                AddScaled(values, _lossWeight * WeightOf(row) * change, result.Slice(output * (columns + 1), columns + 1));
            }
        }

        double interceptSum = InterceptSum(direction);
        for (int index = 0; index < direction.Length; index++)
        {
            result[index] += index % (columns + 1) == columns ? interceptSum : direction[index];
        }
    }

    public void HessianDiagonal(Span<double> diagonal)
    {
        int columns = _features.Columns;
        diagonal.Clear();
        for (int row = 0; row < _features.Rows; row++)
        {
            ReadOnlySpan<double> values = _features.Row(row);
            for (int output = 0; output < _outputs; output++)
            {
                double probability = _probabilities[(row * _outputs) + output];
                double curvature = _lossWeight * WeightOf(row) * probability * (1 - probability);
                Span<double> block = diagonal.Slice(output * (columns + 1), columns + 1);
                for (int column = 0; column < columns; column++)
                {
                    block[column] += curvature * values[column] * values[column];
                }

                block[columns] += curvature;
            }
        }

        for (int index = 0; index < diagonal.Length; index++)
        {
            // A saturated model leaves an intercept without curvature; the preconditioner must stay above 0.
            diagonal[index] = index % (columns + 1) == columns ? Math.Max(diagonal[index] + (_outputs > 1 ? 1 : 0), 1e-12) : diagonal[index] + 1;
        }
    }

    /// <summary>The scores of one row under <paramref name="parameters"/>, one per output.</summary>
    public static void Score(ReadOnlySpan<double> values, ReadOnlySpan<double> parameters, Span<double> scores)
    {
        for (int output = 0; output < scores.Length; output++)
        {
            ReadOnlySpan<double> block = parameters.Slice(output * (values.Length + 1), values.Length + 1);
            double sum = block[values.Length];
            for (int column = 0; column < values.Length; column++)
            {
                sum += block[column] * values[column];
            }

            scores[output] = sum;
        }
    }

    /// <summary>Writes the softmax of <paramref name="scores"/> and returns the log of the sum of their exponentials.</summary>
    public static double Softmax(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        double largest = scores[0];
        foreach (double score in scores)
        {
            largest = Math.Max(largest, score);
        }

        double sum = 0;
        for (int index = 0; index < scores.Length; index++)
        {
            probabilities[index] = Elementary.Exp(scores[index] - largest);
            sum += probabilities[index];
        }

        for (int index = 0; index < scores.Length; index++)
        {
            probabilities[index] /= sum;
        }

        return largest + Elementary.Log(sum);
    }

    private static void AddScaled(ReadOnlySpan<double> values, double factor, Span<double> block)
    {
        for (int column = 0; column < values.Length; column++)
        {
            block[column] += factor * values[column];
        }

        block[values.Length] += factor;
    }

    private double WeightOf(int row) => _weights is null ? 1 : _weights[row];

    // Softmax does not change when all intercepts move together. Asking for their sum to be 0 picks scikit-learn's
    // solution and makes the minimum unique without moving it.
    private double InterceptSum(ReadOnlySpan<double> point)
    {
        if (_outputs == 1)
        {
            return 0;
        }

        double sum = 0;
        int block = _features.Columns + 1;
        for (int index = block - 1; index < point.Length; index += block)
        {
            sum += point[index];
        }

        return sum;
    }
}
