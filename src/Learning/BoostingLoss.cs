using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// What boosting makes small over rows whose targets are known: half the squared error, or the log loss. Derivatives are taken in
/// double and kept as float, as in scikit-learn. Weights may be null.
/// </summary>
internal abstract class BoostingLoss(double[] targets, double[]? weights)
{
    /// <summary>Rows of a block; sums are taken block by block, and then over the blocks in order.</summary>
    protected const int RowsInBlock = 4096;

    /// <summary>Number of scores per row, and so of trees per iteration.</summary>
    public virtual int Outputs => 1;

    /// <summary>The target of every row: a number, or a class.</summary>
    protected double[] Targets => targets;

    /// <summary>The score of every row before the first tree, one per output.</summary>
    public abstract double[] Baseline();

    /// <summary>Looks at the scores, [output][row], before the trees of an iteration.</summary>
    public virtual void Prepare(double[][] scores)
    {
    }

    /// <summary>Writes first and second derivatives by one output's scores and 1 into <paramref name="statistics"/>, [rows, 4].</summary>
    public void Differentiate(double[][] scores, int output, float[] statistics) => ForBlocks((start, end) =>
    {
        for (int row = start; row < end; row++)
        {
            (double gradient, double hessian) = Derivatives(scores, output, row);
            double weight = WeightOf(row);
            Span<float> to = statistics.AsSpan(row * HistogramKernel.Lanes, HistogramKernel.Lanes);
            (to[0], to[1], to[2]) = ((float)(weight * gradient), (float)(weight * hessian), 1);
        }
    });

    /// <summary>The mean loss over the rows.</summary>
    public double Mean(double[][] scores)
    {
        double[] sums = new double[Blocks], totals = new double[Blocks];
        ForBlocks((start, end) =>
        {
            int block = start / RowsInBlock;
            for (int row = start; row < end; row++)
            {
                sums[block] += WeightOf(row) * LossOf(scores, row);
                totals[block] += WeightOf(row);
            }
        });
        double sum = 0, total = 0;
        for (int block = 0; block < sums.Length; block++)
        {
            sum += sums[block];
            total += totals[block];
        }

        return sum / total;
    }

    protected abstract (double Gradient, double Hessian) Derivatives(double[][] scores, int output, int row);

    protected abstract double LossOf(double[][] scores, int row);

    protected double WeightOf(int row) => weights is null ? 1 : weights[row];

    /// <summary>The weighted share of rows of which something holds, kept away from 0 and 1; or the mean of numbers.</summary>
    protected double MeanOf(Func<int, double> number)
    {
        double sum = 0, total = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            sum += WeightOf(row) * number(row);
            total += WeightOf(row);
        }

        return sum / total;
    }

    protected void ForBlocks(Action<int, int> body) => ParallelLoop.For(
        Blocks, block => body(block * RowsInBlock, Math.Min(targets.Length, (block + 1) * RowsInBlock)));

    private int Blocks => (targets.Length + RowsInBlock - 1) / RowsInBlock;
}

/// <summary>Half the squared difference between score and target.</summary>
internal sealed class SquaredErrorLoss(double[] targets, double[]? weights) : BoostingLoss(targets, weights)
{
    public override double[] Baseline() => [MeanOf(row => Targets[row])];

    protected override (double Gradient, double Hessian) Derivatives(double[][] scores, int output, int row) => (scores[0][row] - Targets[row], 1);

    protected override double LossOf(double[][] scores, int row)
    {
        double difference = scores[0][row] - Targets[row];
        return 0.5 * difference * difference;
    }
}

/// <summary>The log loss of two classes, 0 and 1; the score is the log odds of 1.</summary>
internal sealed class BinaryLogLoss(double[] targets, double[]? weights) : BoostingLoss(targets, weights)
{
    private const double Margin = 10 * 2.220446049250313e-16;

    public override double[] Baseline()
    {
        double share = Math.Clamp(MeanOf(row => Targets[row]), Margin, 1 - Margin);
        return [Elementary.Log(share / (1 - share))];
    }

    protected override (double Gradient, double Hessian) Derivatives(double[][] scores, int output, int row)
    {
        double score = scores[0][row], power = Elementary.Exp(-Math.Abs(score));
        double positive = (score >= 0 ? 1 : power) / (1 + power);
        return (positive - Targets[row], power / ((1 + power) * (1 + power)));
    }

    protected override double LossOf(double[][] scores, int row) => Elementary.Softplus(scores[0][row]) - (Targets[row] * scores[0][row]);
}

/// <summary>The log loss of three classes or more; probabilities are the softmax of the scores.</summary>
internal sealed class MultinomialLogLoss(double[] targets, double[]? weights, int classes) : BoostingLoss(targets, weights)
{
    private const double Margin = 2.220446049250313e-16;
    private readonly double[] _probabilities = new double[checked(targets.Length * classes)];

    public override int Outputs => classes;

    public override double[] Baseline()
    {
        double[] scores = new double[classes];
        double mean = 0;
        for (int label = 0; label < classes; label++)
        {
            scores[label] = Elementary.Log(Math.Clamp(MeanOf(row => Targets[row] == label ? 1 : 0), Margin, 1 - Margin));
            mean += scores[label] / classes;
        }

        return [.. scores.Select(score => score - mean)];
    }

    // The trees of one iteration all start from the same probabilities.
    public override void Prepare(double[][] scores) => ForBlocks((start, end) =>
    {
        Span<double> own = stackalloc double[Math.Min(classes, 64)];
        own = own.Length < classes ? new double[classes] : own;
        for (int row = start; row < end; row++)
        {
            for (int label = 0; label < classes; label++)
            {
                own[label] = scores[label][row];
            }

            LogisticObjective.Softmax(own, _probabilities.AsSpan(row * classes, classes));
        }
    });

    protected override (double Gradient, double Hessian) Derivatives(double[][] scores, int output, int row)
    {
        double probability = _probabilities[(row * classes) + output];
        return (probability - (Targets[row] == output ? 1 : 0), probability * (1 - probability));
    }

    protected override double LossOf(double[][] scores, int row)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int label = 0; label < classes; label++)
        {
            largest = Math.Max(largest, scores[label][row]);
        }

        for (int label = 0; label < classes; label++)
        {
            sum += Elementary.Exp(scores[label][row] - largest);
        }

        return Elementary.Log(sum) + largest - scores[(int)Targets[row]][row];
    }
}
