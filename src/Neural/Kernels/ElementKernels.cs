using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// What is done number by number. All spans carry slack: the last vector is worked on whole.
/// Plain versions: <see cref="Reference.Activate"/>, <see cref="Reference.ActivateBackward"/>, and Reference.Tensors.cs.
/// </summary>
internal static unsafe class ElementKernels
{
    // What a number costs, in multiply-adds: it comes from the second cache; or a sigmoid or tanh is worked out.
    private const int Cost = 8;
    private const int ActivationCost = 50;

    /// <summary>What working out one number of <paramref name="activation"/> costs, in multiply-adds.</summary>
    public static int CostOf(Activation activation) => activation switch
    {
        Activation.None => 0,
        Activation.Relu => Cost,
        _ => ActivationCost,
    };

    /// <summary>Replaces each of the first <paramref name="count"/> numbers by its activation.</summary>
    public static void Activate(Activation activation, Span<float> values, int count)
    {
        KernelGuard.HoldsVectors(values, count);
        if (activation == Activation.None)
        {
            return;
        }

        ElementPieces pieces = new() { Work = ElementWork.Activate, Activation = activation, Target = values };
        pieces.Run(count, CostOf(activation));
    }

    /// <summary>Multiplies each gradient by the activation's slope, worked out from the activation's <paramref name="outputs"/>.</summary>
    public static void ActivateBackward(Activation activation, ReadOnlySpan<float> outputs, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(outputs, count);
        KernelGuard.HoldsVectors(gradients, count);
        if (activation == Activation.None)
        {
            return;
        }

        ElementPieces pieces = new() { Work = ElementWork.ActivateBackward, Activation = activation, First = outputs, Target = gradients };
        pieces.Run(count, Cost);
    }

    /// <summary>target = factor · values, or target + factor · values when <paramref name="accumulate"/>.</summary>
    public static void Scale(float factor, ReadOnlySpan<float> values, Span<float> target, int count, bool accumulate)
    {
        KernelGuard.HoldsVectors(values, count);
        KernelGuard.HoldsVectors(target, count);
        ElementPieces pieces = new() { Work = ElementWork.Scale, Factor = factor, First = values, Target = target, Accumulate = accumulate };
        pieces.Run(count, Cost);
    }

    /// <summary>target = first · second, number by number, or target + that when <paramref name="accumulate"/>.</summary>
    public static void Multiply(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target, int count, bool accumulate)
    {
        KernelGuard.HoldsVectors(first, count);
        KernelGuard.HoldsVectors(second, count);
        KernelGuard.HoldsVectors(target, count);
        ElementPieces pieces = new() { Work = ElementWork.Multiply, First = first, Second = second, Target = target, Accumulate = accumulate };
        pieces.Run(count, Cost);
    }

    /// <summary>
    /// As <see cref="Activate"/>, on this thread, for the first <paramref name="width"/> numbers of each of the <paramref name="rows"/>
    /// that stand <paramref name="stride"/> apart; with several rows the width must be whole vectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ActivatePart(Activation activation, Span<float> values, int rows, int stride, int width)
    {
        int last = checked((rows - 1) * stride);
        KernelGuard.HoldsVectors(values, last + width);
        fixed (float* pointer = values)
        {
            for (int row = 0; row <= last; row += Math.Max(1, stride))
            {
                int end = row + width;
                switch (activation)
                {
                    case Activation.Relu:
                        for (int index = row; index < end; index += 8)
                        {
                            Vector256<float> x = Vector256.Load(pointer + index);
                            Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256<float>.Zero, x).Store(pointer + index);
                        }

                        break;
                    case Activation.Sigmoid:
                        for (int index = row; index < end; index += 8)
                        {
                            VectorMath.Sigmoid(Vector256.Load(pointer + index)).Store(pointer + index);
                        }

                        break;
                    case Activation.Tanh:
                        for (int index = row; index < end; index += 8)
                        {
                            VectorMath.Tanh(Vector256.Load(pointer + index)).Store(pointer + index);
                        }

                        break;
                    case Activation.Gelu:
                        GeluKernel.Activate(values[row..], default, width);
                        break;
                    default:
                        break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ActivateBackwardPart(Activation activation, ReadOnlySpan<float> outputs, Span<float> gradients, int count)
    {
        KernelGuard.HoldsVectors(outputs, count);
        KernelGuard.HoldsVectors(gradients, count);
        fixed (float* output = outputs, gradient = gradients)
        {
            switch (activation)
            {
                case Activation.Relu:
                    for (int index = 0; index < count; index += 8)
                    {
                        Vector256<float> passes = Vector256.GreaterThan(Vector256.Load(output + index), Vector256<float>.Zero);
                        (passes & Vector256.Load(gradient + index)).Store(gradient + index);
                    }

                    break;
                case Activation.Sigmoid:
                    for (int index = 0; index < count; index += 8)
                    {
                        Vector256<float> y = Vector256.Load(output + index);
                        (Vector256.Load(gradient + index) * (y * (Vector256<float>.One - y))).Store(gradient + index);
                    }

                    break;
                case Activation.Tanh:
                    for (int index = 0; index < count; index += 8)
                    {
                        Vector256<float> y = Vector256.Load(output + index);
                        Vector256<float> slope = Vector256.FusedMultiplyAdd(-y, y, Vector256<float>.One);
                        (Vector256.Load(gradient + index) * slope).Store(gradient + index);
                    }

                    break;
                case Activation.Gelu:
                    throw new NotSupportedException("The slope of Gelu does not follow from its output; FusedActivation keeps it.");
                default:
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScalePart(float factor, ReadOnlySpan<float> values, Span<float> target, int count, bool accumulate)
    {
        KernelGuard.HoldsVectors(values, count);
        KernelGuard.HoldsVectors(target, count);
        Vector256<float> by = Vector256.Create(factor);
        fixed (float* from = values, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> start = accumulate ? Vector256.Load(to + index) : Vector256<float>.Zero;
                Vector256.FusedMultiplyAdd(by, Vector256.Load(from + index), start).Store(to + index);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyPart(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target, int count, bool accumulate)
    {
        KernelGuard.HoldsVectors(first, count);
        KernelGuard.HoldsVectors(second, count);
        KernelGuard.HoldsVectors(target, count);
        fixed (float* left = first, right = second, to = target)
        {
            for (int index = 0; index < count; index += 8)
            {
                Vector256<float> start = accumulate ? Vector256.Load(to + index) : Vector256<float>.Zero;
                Vector256.FusedMultiplyAdd(Vector256.Load(left + index), Vector256.Load(right + index), start).Store(to + index);
            }
        }
    }
}
