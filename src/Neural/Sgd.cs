using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Stochastic gradient descent as PyTorch defines it: velocity ← momentum · velocity + gradient,
/// weight ← weight − rate · velocity; with Nesterov's momentum weight ← weight − rate · (gradient + momentum · velocity).
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly double _momentum;
    private readonly bool _nesterov;
    private readonly double _weightDecay;
    private readonly AlignedBuffer[] _velocities;

    /// <summary>An optimiser over <paramref name="parameters"/>.</summary>
    /// <param name="parameters">Such as a module's Parameters.</param>
    /// <param name="learningRate">Step size, above 0.</param>
    /// <param name="momentum">How much of the velocity is kept, 0 to below 1.</param>
    /// <param name="nesterov">Whether to look ahead along the velocity; needs momentum.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more: this times the weight is added to its gradient (for all parameters, biases too).</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum is asked for without momentum.</exception>
    public Sgd(IReadOnlyList<Tensor> parameters, double learningRate, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        Throw.IfOutside(momentum, 0, Math.BitDecrement(1.0));
        Throw.IfOutside(weightDecay, 0, float.MaxValue);
        if (nesterov && momentum == 0)
        {
            throw new ArgumentException("nesterov is true and momentum is 0; Nesterov's momentum needs one above 0.", nameof(nesterov));
        }

        (_momentum, _nesterov, _weightDecay) = (momentum, nesterov, weightDecay);
        _velocities = momentum == 0 ? [] : [.. Parameters.Select(parameter => new AlignedBuffer(parameter.Shape.Count))];
    }

    internal override IEnumerable<(string Name, Shape Shape, AlignedBuffer Values)> StateBuffers =>
        _velocities.Select((velocity, index) => ($"{index}.velocity", Parameters[index].Shape, velocity));

    internal override IEnumerable<(string Name, object Value)> Settings =>
        [.. base.Settings, ("momentum", _momentum), ("nesterov", _nesterov), ("weight_decay", _weightDecay)];

    /// <inheritdoc/>
    public override void Step()
    {
        SgdStep<float> step = new((float)LearningRate, (float)_momentum, _nesterov, (float)_weightDecay);
        for (int index = 0; index < Parameters.Length; index++)
        {
            Tensor parameter = Parameters[index];
            if (!parameter.HasGradient)
            {
                continue;
            }

            ReadOnlySpan<bool> touched = parameter.TouchedRows;
            if (touched.IsEmpty || _momentum != 0 || _weightDecay != 0)
            {
                Span<float> velocity = _velocities.Length == 0 ? default : _velocities[index].Span;
                SgdKernel.Step(step, parameter.PaddedGradient, velocity, parameter.PaddedValues, parameter.Shape.Count);
            }
            else
            {
                // A row without gradient would not change.
                SgdKernel.StepRows(step, parameter.StoredGradient, touched, parameter.PaddedValues, parameter.Shape.Count / touched.Length);
            }
        }
    }
}
