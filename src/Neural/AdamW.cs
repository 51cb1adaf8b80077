namespace MusicRec.Neural;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) as PyTorch defines it: before each step of
/// <see cref="Adam"/>, weight ← weight · (1 − rate · decay); the decay does not enter the gradient.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>An optimiser over <paramref name="parameters"/>.</summary>
    /// <param name="parameters">Such as a module's Parameters.</param>
    /// <param name="learningRate">Step size, above 0.</param>
    /// <param name="beta1">Decay of the gradient's running mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's running mean, 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, above 0.</param>
    /// <param name="weightDecay">How fast weights fall by themselves, 0 or more (for all parameters, biases too).</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public AdamW(
        IReadOnlyList<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0.01)
        : base(parameters, learningRate, beta1, beta2, epsilon, weightDecay, isDecoupled: true)
    {
    }
}
