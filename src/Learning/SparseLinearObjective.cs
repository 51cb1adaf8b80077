using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Half the squared weights plus a weighted loss of linear scores of sparse rows. Parameters stand column after column,
/// [features + 1, outputs], the intercepts last, so that a stored number meets all its weights in one place.
/// </summary>
internal abstract class SparseLinearObjective : IConvexObjective
{
    private const int RowsPerBlock = 256;
    private readonly SparseMatrix _features;
    private readonly SparseMatrix _byColumn;
    private readonly double[] _rows;
    private readonly double[] _blockLosses;

    /// <param name="features">[rows, features].</param>
    /// <param name="outputs">Scores per row.</param>
    /// <param name="inverseRegularization">Weight of the loss beside the penalty, above 0.</param>
    protected SparseLinearObjective(SparseMatrix features, int outputs, double inverseRegularization)
    {
        (_features, Outputs, LossWeight) = (features, outputs, inverseRegularization);
        _byColumn = features.Transpose();
        _rows = new double[checked(features.Rows * outputs)];
        _blockLosses = new double[(features.Rows + RowsPerBlock - 1) / RowsPerBlock];
    }

    public int Length => (_features.Columns + 1) * Outputs;

    /// <summary>Scores per row.</summary>
    protected int Outputs { get; }

    /// <summary>Weight of the loss beside the penalty.</summary>
    protected double LossWeight { get; }

    /// <summary>The second derivative of the penalty by one intercept.</summary>
    protected abstract double InterceptCurvature { get; }

    private int InterceptStart => _features.Columns * Outputs;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        Score(_features, point, _rows, Outputs);
        ParallelLoop.For(_blockLosses.Length, block => _blockLosses[block] = ScoresToSlopes(Start(block), Block(block)));
        double loss = 0;
        foreach (double blockLoss in _blockLosses)
        {
            loss += blockLoss;
        }

        AddUpColumns(gradient);
        ReadOnlySpan<double> weights = point[..InterceptStart];
        double penalty = DoubleVectors.Dot(weights, weights);
        DoubleVectors.AddScaled(gradient[..InterceptStart], 1, weights);
        penalty += AddInterceptPenalty(point[InterceptStart..], gradient[InterceptStart..]);
        return (LossWeight * loss) + (0.5 * penalty);
    }

    public void MultiplyHessian(ReadOnlySpan<double> direction, Span<double> result)
    {
        Score(_features, direction, _rows, Outputs);
        ParallelLoop.For(_blockLosses.Length, block => MultiplyCurvature(Start(block), Block(block)));
        AddUpColumns(result);
        DoubleVectors.AddScaled(result[..InterceptStart], 1, direction);
        AddInterceptPenalty(direction[InterceptStart..], result[InterceptStart..]);
    }

    public void HessianDiagonal(Span<double> diagonal)
    {
        WriteCurvature(_rows);
        diagonal.Clear();
        for (int column = 0; column < _byColumn.Rows; column++)
        {
            ReadOnlySpan<int> rows = _byColumn.RowColumns(column);
            ReadOnlySpan<float> values = _byColumn.RowValues(column);
            Span<double> sums = diagonal.Slice(column * Outputs, Outputs);
            for (int entry = 0; entry < rows.Length; entry++)
            {
                ReadOnlySpan<double> curvatures = _rows.AsSpan(rows[entry] * Outputs, Outputs);
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
        AddUpRows(intercepts);
        for (int output = 0; output < Outputs; output++)
        {
            // A saturated model leaves an intercept without curvature; the preconditioner must stay above 0.
            intercepts[output] = Math.Max(intercepts[output] + InterceptCurvature, 1e-12);
        }
    }

    /// <summary>
    /// Turns scores of some rows, the first of which has its numbers at <paramref name="start"/>, into the weighted slopes of their
    /// losses; returns the summed losses, not weighted, and remembers what the curvature needs. Rows may be handed over from several threads.
    /// </summary>
    protected abstract double ScoresToSlopes(int start, Span<double> scores);

    /// <summary>Turns changes of the scores of such rows into the weighted changes of the slopes at the last point.</summary>
    protected abstract void MultiplyCurvature(int start, Span<double> changes);

    /// <summary>Writes the weighted second derivative of each row's loss by each of its scores at the last point.</summary>
    protected abstract void WriteCurvature(Span<double> curvature);

    /// <summary>Adds the slopes of the penalty on the intercepts and returns twice that penalty.</summary>
    protected abstract double AddInterceptPenalty(ReadOnlySpan<double> intercepts, Span<double> slopes);

    /// <summary>Writes the scores of all rows, [rows, outputs], under parameters in this class's order.</summary>
    public static void Score(SparseMatrix features, ReadOnlySpan<double> parameters, Span<double> scores, int outputs) =>
        SparseDoubleProduct.Multiply(features, parameters, parameters[(features.Columns * outputs)..], scores, outputs);

    private int Start(int block) => block * RowsPerBlock * Outputs;

    private Span<double> Block(int block) => _rows.AsSpan(Start(block), Math.Min(_rows.Length - Start(block), RowsPerBlock * Outputs));

    // Features and intercepts: for each column the sum over rows of its number times what the row gives.
    private void AddUpColumns(Span<double> result)
    {
        SparseDoubleProduct.Multiply(_byColumn, _rows, [], result, Outputs);
        AddUpRows(result[InterceptStart..]);
    }

    private void AddUpRows(Span<double> sums)
    {
        sums.Clear();
        for (int start = 0; start < _rows.Length; start += sums.Length)
        {
            for (int output = 0; output < sums.Length; output++)
            {
                sums[output] += _rows[start + output];
            }
        }
    }
}
