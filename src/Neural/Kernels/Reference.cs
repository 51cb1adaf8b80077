using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Every kernel as plain loops, for any floating-point number. In float they give the same bits as the fast kernels; in
/// double the gradients are held against finite differences. Read these to learn what the fast ones do.
/// </summary>
internal static partial class Reference
{
    /// <inheritdoc cref="ElementKernels.Activate"/>
    public static void Activate<T>(Activation activation, Span<T> values)
        where T : IFloatingPointIeee754<T>
    {
        foreach (ref T value in values)
        {
            value = activation switch
            {
                Activation.Relu => value < T.Zero ? T.Zero : value,
                Activation.Sigmoid => Apply(value, VectorMath.Sigmoid, Elementary.Sigmoid),
                Activation.Tanh => Apply(value, VectorMath.Tanh, Elementary.Tanh),
                Activation.Gelu => GeluAndSlope<T>(value, out _),
                _ => value,
            };
        }
    }

    /// <inheritdoc cref="ElementKernels.ActivateBackward"/>
    public static void ActivateBackward<T>(Activation activation, ReadOnlySpan<T> outputs, Span<T> gradients)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < outputs.Length; index++)
        {
            T y = outputs[index];
            gradients[index] = activation switch
            {
                Activation.Relu => y > T.Zero ? gradients[index] : T.Zero,
                Activation.Sigmoid => gradients[index] * (y * (T.One - y)),
                Activation.Tanh => gradients[index] * T.FusedMultiplyAdd(-y, y, T.One),
                _ => gradients[index],
            };
        }
    }

    /// <summary>Adam over one parameter: its weights and both running means.</summary>
    public static void Adam<T>(in AdamStep<T> step, ReadOnlySpan<T> gradients, Span<T> firstMoments, Span<T> secondMoments, Span<T> weights)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < weights.Length; index++)
        {
            T g = T.FusedMultiplyAdd(step.WeightDecay, weights[index], gradients[index]);
            T mean = T.FusedMultiplyAdd(step.FirstDecay, firstMoments[index], step.FirstShare * g);
            firstMoments[index] = T.Abs(mean) < T.CreateChecked(AdamKernel.SmallestMean) ? T.Zero : mean;
            secondMoments[index] = T.FusedMultiplyAdd(step.SecondDecay, secondMoments[index], step.SecondShare * (g * g));
            T root = T.FusedMultiplyAdd(T.Sqrt(secondMoments[index]), step.InverseRootCorrection, step.Epsilon);
            weights[index] = (weights[index] * step.WeightFactor) - (step.StepSize * firstMoments[index] / root);
        }
    }

    private static T SumLanes<T>(ReadOnlySpan<T> lanes)
        where T : IFloatingPointIeee754<T> =>
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));

    private static T Apply<T>(T x, Func<float, float> single, Func<double, double> other)
        where T : IFloatingPointIeee754<T> =>
        x is float value ? T.CreateChecked(single(value)) : T.CreateChecked(other(double.CreateChecked(x)));
}
