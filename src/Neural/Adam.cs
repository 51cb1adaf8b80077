using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Adam (Kingma and Ba 2015) as PyTorch defines it: weight ← weight − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε), where t
/// counts the steps in which the parameter had a gradient.
/// </summary>
public class Adam : Optimizer
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _weightDecay;
    private readonly AlignedBuffer[] _firstMoments;
    private readonly AlignedBuffer[] _secondMoments;
    private readonly bool _isDecoupled;

    // β₁ᵗ and β₂ᵗ of each parameter: one that was frozen for a while has made fewer steps.
    private readonly double[] _powers;

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
        : this(parameters, learningRate, beta1, beta2, epsilon, weightDecay, isDecoupled: false)
    {
    }

    private protected Adam(
        IReadOnlyList<Tensor> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool isDecoupled)
        : base(parameters, learningRate)
    {
        Throw.IfOutside(beta1, 0, Math.BitDecrement(1.0));
        Throw.IfOutside(beta2, 0, Math.BitDecrement(1.0));
        Throw.IfNotPositiveFloat(epsilon);
        Throw.IfOutside(weightDecay, 0, float.MaxValue);
        (_beta1, _beta2, _epsilon, _weightDecay, _isDecoupled) = (beta1, beta2, epsilon, weightDecay, isDecoupled);
        _firstMoments = [.. Parameters.Select(parameter => new AlignedBuffer(parameter.Shape.Count))];
        _secondMoments = [.. Parameters.Select(parameter => new AlignedBuffer(parameter.Shape.Count))];
        _powers = [.. Enumerable.Repeat(1.0, 2 * Parameters.Length)];
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
        get => [LearningRate, .. _powers];
        set
        {
            LearningRate = value[0];
            value.AsSpan(1, _powers.Length).CopyTo(_powers);
        }
    }

    internal override IEnumerable<(string Name, object Value)> Settings =>
        [.. base.Settings, ("beta1", _beta1), ("beta2", _beta2), ("epsilon", _epsilon), ("weight_decay", _weightDecay)];

    internal override bool Accepts(double[] numbers) => base.Accepts(numbers) && numbers.Skip(1).All(power => power is >= 0 and <= 1);

    /// <inheritdoc/>
    public sealed override void Step()
    {
        for (int index = 0; index < Parameters.Length; index++)
        {
            Tensor parameter = Parameters[index];
            if (parameter.HasGradient)
            {
                AdamKernel.Step(NextStep(index), parameter, _firstMoments[index].Span, _secondMoments[index].Span);
            }
        }
    }

    private AdamStep<float> NextStep(int index)
    {
        double beta1Power = _powers[2 * index] *= _beta1, beta2Power = _powers[(2 * index) + 1] *= _beta2;
        return new AdamStep<float>(
            (float)_beta1, (float)_beta2, (float)(1 - _beta1), (float)(1 - _beta2), (float)(LearningRate / (1 - beta1Power)),
            (float)(1 / Math.Sqrt(1 - beta2Power)), (float)_epsilon, _isDecoupled ? 0f : (float)_weightDecay,
            _isDecoupled ? (float)(1 - (LearningRate * _weightDecay)) : 1f);
    }
}
