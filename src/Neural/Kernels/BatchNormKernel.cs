using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Batch normalisation of [batch, channels, places]: mean and variance of each channel over batch and places. Sums over one
/// image's places run in sixteen lanes in float; over the batch they go on in double, image after image.
/// All spans carry slack. Plain versions: <see cref="Reference.BatchNormMeasure"/>, <see cref="Reference.BatchNormApply"/>, <see cref="Reference.BatchNormBackward"/>.
/// </summary>
internal static unsafe partial class BatchNormKernel
{
    /// <summary>Mean and 1 / √(variance + epsilon) of each channel, from the batch; moves the running statistics towards them.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="values">[batch, channels, places].</param>
    /// <param name="images">Scratch for the sums of single images, [channels, batch, 2].</param>
    /// <param name="runningMean">[channels].</param>
    /// <param name="runningVariance">[channels]; the variance with the divisor count − 1 goes in, as in PyTorch.</param>
    /// <param name="momentum">The share of the new statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="statistics">Gets them, [channels, 2].</param>
    public static void Measure(
        in BatchNormShape shape, ReadOnlySpan<float> values, Span<float> images, Span<float> runningMean, Span<float> runningVariance,
        double momentum, double epsilon, Span<float> statistics)
    {
        shape.Guard(values);
        KernelGuard.Holds(images, 2L * shape.Channels * shape.Batch);
        KernelGuard.Holds(runningMean, shape.Channels);
        KernelGuard.Holds(runningVariance, shape.Channels);
        KernelGuard.Holds(statistics, 2L * shape.Channels);
        fixed (float* from = values, image = images, mean = runningMean, variance = runningVariance, to = statistics)
        {
            MeasurePieces pieces = new()
            {
                Shape = shape,
                Values = from,
                Images = image,
                RunningMean = mean,
                RunningVariance = variance,
                Momentum = momentum,
                Epsilon = epsilon,
                Statistics = to,
            };
            WorkerPool.For(shape.Pieces, ref pieces);
        }
    }

    /// <summary>result = (values − mean) · scale · weight + bias, and max(0, that) when <paramref name="rectify"/>.</summary>
    public static void Apply(
        in BatchNormShape shape, ReadOnlySpan<float> values, ReadOnlySpan<float> statistics, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        bool rectify, Span<float> result)
    {
        shape.Guard(values);
        shape.Guard(result);
        KernelGuard.Holds(statistics, 2L * shape.Channels);
        KernelGuard.Holds(weight, shape.Channels);
        KernelGuard.Holds(bias, shape.Channels);
        fixed (float* from = values, kept = statistics, scale = weight, shift = bias, to = result)
        {
            ApplyPieces pieces = new() { Shape = shape, Values = from, Statistics = kept, Weight = scale, Bias = shift, Rectify = rectify, Result = to };
            WorkerPool.For(shape.Pieces, ref pieces);
        }
    }

    /// <summary>Gradients from the result's.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="values">What came in.</param>
    /// <param name="statistics">What it was normalised with.</param>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="rectified">Whether the result was rectified.</param>
    /// <param name="measured">Whether the statistics depend on the values.</param>
    /// <param name="gradients">The result's.</param>
    /// <param name="inputGradients">Gets the gradient of the values; empty when nobody needs it.</param>
    /// <param name="accumulate">Whether it is added to what stands there.</param>
    /// <param name="sums">Gets the gradients of weight and bias side by side, [channels, 2].</param>
    public static void Backward(
        in BatchNormShape shape, ReadOnlySpan<float> values, ReadOnlySpan<float> statistics, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias,
        bool rectified, bool measured, ReadOnlySpan<float> gradients, Span<float> inputGradients, bool accumulate, Span<float> sums)
    {
        shape.Guard(values);
        shape.Guard(gradients);
        if (!inputGradients.IsEmpty)
        {
            shape.Guard(inputGradients);
        }

        KernelGuard.Holds(statistics, 2L * shape.Channels);
        KernelGuard.Holds(weight, shape.Channels);
        KernelGuard.Holds(bias, shape.Channels);
        KernelGuard.Holds(sums, 2L * shape.Channels);
        fixed (float* from = values, kept = statistics, scale = weight, shift = bias, gradient = gradients, to = inputGradients, sum = sums)
        {
            BackwardPieces pieces = new()
            {
                Shape = shape,
                Values = from,
                Statistics = kept,
                Weight = scale,
                Bias = shift,
                Rectified = rectified,
                Measured = measured,
                Gradients = gradient,
                InputGradients = to,
                Accumulate = accumulate,
                Sums = sum,
            };
            WorkerPool.For(shape.Pieces, ref pieces);
        }
    }

    private struct MeasurePieces : IPieces
    {
        public BatchNormShape Shape;
        public float* Values, Images, RunningMean, RunningVariance, Statistics;
        public double Momentum, Epsilon;

        public readonly void Run(int piece)
        {
            (int first, int end) = Shape.ChannelsOf(piece);
            for (int channel = first; channel < end; channel++)
            {
                float* images = Images + (2 * (nint)channel * Shape.Batch);
                double sum = 0, squares = 0;
                for (int image = 0; image < Shape.Batch; image++)
                {
                    float* values = Values + Shape.PlaneAt(image, channel);
                    float middle = Sum(values, Shape.Places) / Shape.Places;
                    images[2 * image] = middle;
                    images[(2 * image) + 1] = SumOfSquares(values, middle, Shape.Places);
                    sum += middle;
                }

                double mean = sum / Shape.Batch, count = (double)Shape.Batch * Shape.Places;
                for (int image = 0; image < Shape.Batch; image++)
                {
                    double away = images[2 * image] - mean;
                    squares += images[(2 * image) + 1] + (Shape.Places * (away * away));
                }

                Statistics[2 * channel] = (float)mean;
                Statistics[(2 * channel) + 1] = (float)(1 / Math.Sqrt((squares / count) + Epsilon));
                RunningMean[channel] = (float)(((1 - Momentum) * RunningMean[channel]) + (Momentum * mean));
                RunningVariance[channel] = (float)(((1 - Momentum) * RunningVariance[channel]) + (Momentum * (squares / (count - 1))));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Sum(float* values, int count)
        {
            Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
            int place = 0;
            for (; place <= count - 16; place += 16)
            {
                even += Vector256.Load(values + place);
                odd += Vector256.Load(values + place + 8);
            }

            if (place < count)
            {
                even += Vector256.Load(values + place) & VectorMath.FirstLanes(count - place);
                odd += Vector256.Load(values + place + 8) & VectorMath.FirstLanes(count - place - 8);
            }

            return VectorMath.SumLanes(even + odd);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float SumOfSquares(float* values, float middle, int count)
        {
            Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero, from = Vector256.Create(middle);
            int place = 0;
            for (; place <= count - 16; place += 16)
            {
                Vector256<float> away = Vector256.Load(values + place) - from;
                even = Vector256.FusedMultiplyAdd(away, away, even);
                away = Vector256.Load(values + place + 8) - from;
                odd = Vector256.FusedMultiplyAdd(away, away, odd);
            }

            if (place < count)
            {
                Vector256<float> away = (Vector256.Load(values + place) - from) & VectorMath.FirstLanes(count - place);
                even = Vector256.FusedMultiplyAdd(away, away, even);
                away = (Vector256.Load(values + place + 8) - from) & VectorMath.FirstLanes(count - place - 8);
                odd = Vector256.FusedMultiplyAdd(away, away, odd);
            }

            return VectorMath.SumLanes(even + odd);
        }
    }

    private struct ApplyPieces : IPieces
    {
        public BatchNormShape Shape;
        public float* Values, Statistics, Weight, Bias, Result;
        public bool Rectify;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            (int first, int end) = Shape.ChannelsOf(piece);
            for (int channel = first; channel < end; channel++)
            {
                Vector256<float> middle = Vector256.Create(Statistics[2 * channel]), bias = Vector256.Create(Bias[channel]);
                Vector256<float> scale = Vector256.Create(Statistics[(2 * channel) + 1] * Weight[channel]);
                Vector256<float> lowest = Vector256.Create(Rectify ? 0f : float.NegativeInfinity);
                for (int image = 0; image < Shape.Batch; image++)
                {
                    float* values = Values + Shape.PlaneAt(image, channel);
                    float* result = Result + Shape.PlaneAt(image, channel);
                    for (int place = 0; place < Shape.Places; place += 8)
                    {
                        Vector256<float> y = Vector256.FusedMultiplyAdd(Vector256.Load(values + place) - middle, scale, bias);
                        PartialVector.Store(Vector256.ConditionalSelect(Vector256.LessThan(y, lowest), lowest, y), result + place, Shape.Places - place);
                    }
                }
            }
        }
    }
}
