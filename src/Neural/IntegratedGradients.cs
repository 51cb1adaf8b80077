using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// How much each input of a network has to do with its answer (Sundararajan, Taly and Yan 2017): the gradient of the output by the input,
/// integrated along the straight way from a baseline to the row, times the way's length. For every row the numbers add up to what the
/// output differs from that at the baseline (completeness), but for what the integral is off: see <see cref="Gaps"/>. The integral is Gauss
/// and Legendre's sum, as in Captum.
/// </summary>
public sealed class IntegratedGradients
{
    private const int MostPoints = 512;

    // More would only cost memory: smooth functions need tens, kinks some hundreds.
    private const int MostSteps = 10_000;

    private IntegratedGradients(Matrix attributions, double[] outputs, double[] baselineOutputs)
    {
        (Attributions, Outputs, BaselineOutputs) = (attributions, outputs, baselineOutputs);
        Gaps = new double[outputs.Length];
        for (int row = 0; row < outputs.Length; row++)
        {
            double sum = 0;
            foreach (double attribution in attributions.Row(row))
            {
                sum += attribution;
            }

            Gaps[row] = sum - (outputs[row] - baselineOutputs[row]);
        }
    }

    /// <summary>What each input adds to the output, [rows, inputs].</summary>
    public Matrix Attributions { get; }

    /// <summary>The output for each row.</summary>
    public double[] Outputs { get; }

    /// <summary>The output at the baseline of each row.</summary>
    public double[] BaselineOutputs { get; }

    /// <summary>For each row, the sum of the attributions less the difference of the two outputs; more steps make it smaller.</summary>
    public double[] Gaps { get; }

    /// <summary>Attributions of one output of a network for several rows.</summary>
    /// <param name="module">A network whose input is [rows, inputs] and whose outputs are [rows, outputs]; dropout is off meanwhile. Not to be used by others meanwhile.</param>
    /// <param name="inputs">Rows, [rows, inputs], as the network takes them.</param>
    /// <param name="baseline">A row that stands for "nothing there", such as the means of the training rows.</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="steps">Places on the way at which gradients are worked out, 1 to 10,000.</param>
    /// <exception cref="ArgumentException">The baseline has another length than a row, or a number is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output, or there are no steps or too many.</exception>
    public static IntegratedGradients Of(Module<Tensor> module, Matrix inputs, ReadOnlySpan<double> baseline, int output = 0, int steps = 50)
    {
        ArgumentNullException.ThrowIfNull(module);
        return Of(module, inputs, baseline, output, steps, (points, _) => module.Forward(points));
    }

    /// <summary>The same of a part of a module.</summary>
    /// <param name="module">Whose parameters take part.</param>
    /// <param name="inputs">Rows, [rows, inputs].</param>
    /// <param name="baseline">[inputs].</param>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="steps">Places on the way, 1 to 10,000.</param>
    /// <param name="forward">From points [points, inputs] and the row that each belongs to, to outputs [points, outputs].</param>
    internal static IntegratedGradients Of(
        Module module, Matrix inputs, ReadOnlySpan<double> baseline, int output, int steps, Func<Tensor, int[], Tensor> forward)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Throw.IfLengthsDiffer(inputs.Columns, "inputs (columns)", baseline.Length, nameof(baseline));
        Throw.IfNotFinite(inputs.Values, nameof(inputs));
        Throw.IfNotFinite(baseline);
        Throw.IfOutside(steps, 1, MostSteps);
        Throw.IfBelow(output, 0);
        Path path = new(inputs, baseline.ToArray(), steps);
        IReadOnlyList<Tensor> parameters = module.Parameters;
        bool[] learns = [.. parameters.Select(parameter => parameter.RequiresGradient)];
        bool training = module.Training;
        module.SetTraining(false);
        foreach (Tensor parameter in parameters)
        {
            parameter.RequiresGradient = false;
        }

        try
        {
            int rowsAtOnce = Math.Max(1, MostPoints / path.PointsPerRow);
            for (int row = 0; row < inputs.Rows; row += rowsAtOnce)
            {
                path.Walk(row, Math.Min(rowsAtOnce, inputs.Rows - row), output, forward);
            }
        }
        finally
        {
            for (int index = 0; index < learns.Length; index++)
            {
                parameters[index].RequiresGradient = learns[index];
            }

            module.SetTraining(training);
        }

        return new IntegratedGradients(path.Attributions, path.Outputs, path.BaselineOutputs);
    }

    /// <summary>The straight ways from the baseline to the rows.</summary>
    private sealed class Path(Matrix inputs, double[] baseline, int steps)
    {
        private readonly (double[] Places, double[] Weights) _rule = GaussLegendre.Of(steps);
        private readonly Tape _tape = new();
        private Tensor? _points;

        /// <summary>Both ends stand behind the places of the rule.</summary>
        public int PointsPerRow => steps + 2;

        public Matrix Attributions { get; } = new(inputs.Rows, inputs.Columns);

        public double[] Outputs { get; } = new double[inputs.Rows];

        public double[] BaselineOutputs { get; } = new double[inputs.Rows];

        public void Walk(int first, int count, int output, Func<Tensor, int[], Tensor> forward)
        {
            int width = inputs.Columns, points = count * PointsPerRow;
            if (_points is null || _points.Shape[0] != points)
            {
                _points = Tensor.Parameter(new Shape(points, width));
            }

            int[] rows = [.. Enumerable.Range(0, points).Select(point => first + (point / PointsPerRow))];
            for (int point = 0; point < points; point++)
            {
                double place = PlaceOf(point % PointsPerRow);
                ReadOnlySpan<double> row = inputs.Row(rows[point]);
                Span<float> target = _points.Values.Slice(point * width, width);
                for (int input = 0; input < width; input++)
                {
                    target[input] = (float)(baseline[input] + (place * (row[input] - baseline[input])));
                }
            }

            using (_tape.Record())
            {
                _points.ClearGradient();
                Tensor outputs = forward(_points, rows);
                if (outputs.Shape.Rank != 2 || outputs.Shape[0] != points)
                {
                    Throw.WrongShape(nameof(IntegratedGradients), "outputs", outputs.Shape.ToString(), $"[{points}, outputs]");
                }

                Throw.IfOutside(output, 0, outputs.Shape[1] - 1);

                for (int row = 0; row < count; row++)
                {
                    int end = (((row + 1) * PointsPerRow) - 1) * outputs.Shape[1];
                    Outputs[first + row] = outputs.Values[end + output];
                    BaselineOutputs[first + row] = outputs.Values[end - outputs.Shape[1] + output];
                }

                (outputs.Shape[1] == 1 ? outputs : outputs.Slice(output, 1)).Sum().Backward();
                AddUp(first, count, _points.Gradient);
            }
        }

        private double PlaceOf(int point) => point < steps ? _rule.Places[point] : point - steps;

        private void AddUp(int first, int count, ReadOnlySpan<float> gradients)
        {
            int width = inputs.Columns;
            for (int row = 0; row < count; row++)
            {
                Span<double> sums = Attributions.Row(first + row);
                for (int step = 0; step < steps; step++)
                {
                    ReadOnlySpan<float> gradient = gradients.Slice(((row * PointsPerRow) + step) * width, width);
                    for (int input = 0; input < width; input++)
                    {
                        sums[input] += _rule.Weights[step] * gradient[input];
                    }
                }

                ReadOnlySpan<double> values = inputs.Row(first + row);
                for (int input = 0; input < width; input++)
                {
                    sums[input] *= values[input] - baseline[input];
                }
            }
        }
    }
}
