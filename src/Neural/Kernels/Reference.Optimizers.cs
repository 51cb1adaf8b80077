using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="SgdKernel.Step"/>
    public static void Sgd<T>(in SgdStep<T> step, ReadOnlySpan<T> gradients, Span<T> velocities, Span<T> weights)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < weights.Length; index++)
        {
            T g = T.FusedMultiplyAdd(step.WeightDecay, weights[index], gradients[index]);
            if (!velocities.IsEmpty)
            {
                velocities[index] = T.FusedMultiplyAdd(step.Momentum, velocities[index], g);
                g = step.Nesterov ? T.FusedMultiplyAdd(step.Momentum, velocities[index], g) : velocities[index];
            }

            weights[index] = T.FusedMultiplyAdd(-step.LearningRate, g, weights[index]);
        }
    }

    /// <inheritdoc cref="ClipKernel.Scale"/>
    public static void Scale<T>(T factor, Span<T> values)
        where T : IFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
        {
            value *= factor;
        }
    }

    /// <inheritdoc cref="ClipKernel.Clamp"/>
    public static void Clamp<T>(T limit, Span<T> values)
        where T : IFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
        {
            value = value > limit ? limit : value < -limit ? -limit : value;
        }
    }
}
