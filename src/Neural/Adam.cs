using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Adam (Kingma and Ba 2015) as PyTorch defines it: weight ← weight − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly AlignedBuffer[] _firstMoments;
    private readonly AlignedBuffer[] _secondMoments;
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    /// <summary>An optimiser over <paramref name="parameters"/>.</summary>
    /// <param name="parameters">Such as a module's Parameters.</param>
    /// <param name="learningRate">Step size, above 0.</param>
    /// <param name="beta1">Decay of the gradient's running mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's running mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0: 1e-8 in PyTorch, 1e-7 in Keras.</param>
    /// <param name="weightDecay">L2 penalty, 0 or more: this times the weight is added to its gradient (for all parameters, biases too).</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public Adam(
        IReadOnlyList<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0)
        : base(parameters, learningRate)
    {
        Throw.IfOutside(beta1, 0, Math.BitDecrement(1.0));
        Throw.IfOutside(beta2, 0, Math.BitDecrement(1.0));
        Throw.IfNotPositive(epsilon);
        Throw.IfOutside(weightDecay, 0, double.MaxValue);
        (_beta1, _beta2, _epsilon, _weightDecay) = (beta1, beta2, epsilon, weightDecay);
        _firstMoments = [.. Parameters.Select(parameter => new AlignedBuffer(parameter.Shape.Count))];
        _secondMoments = [.. Parameters.Select(parameter => new AlignedBuffer(parameter.Shape.Count))];
    }

    internal override IEnumerable<(string Name, Shape Shape, AlignedBuffer Values)> StateBuffers
    {
        get
        {
            for (int index = 0; index < Parameters.Length; index++)
            {
                yield return ($"{index}.firstMoment", Parameters[index].Shape, _firstMoments[index]);
                yield return ($"{index}.secondMoment", Parameters[index].Shape, _secondMoments[index]);
            }
        }
    }

    internal override double[] StateNumbers
    {
        get => [LearningRate, _beta1Power, _beta2Power];
        set => (LearningRate, _beta1Power, _beta2Power) = (value[0], value[1], value[2]);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        _beta1Power *= _beta1;
        _beta2Power *= _beta2;
        AdamStep<float> step = new(
            (float)_beta1, (float)_beta2, (float)(1 - _beta1), (float)(1 - _beta2),
            (float)(LearningRate / (1 - _beta1Power)), (float)(1 / Math.Sqrt(1 - _beta2Power)), (float)_epsilon, (float)_weightDecay);
        for (int index = 0; index < Parameters.Length; index++)
        {
            Tensor parameter = Parameters[index];
            if (parameter.HasGradient)
            {
                AdamKernel.Step(
                    step, parameter.PaddedGradient, _firstMoments[index].Span, _secondMoments[index].Span, parameter.PaddedValues, parameter.Shape.Count);
            }
        }
    }
}
