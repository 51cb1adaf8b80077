using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static unsafe partial class BatchNormKernel
{
    private struct BackwardPieces : IPieces
    {
        public BatchNormShape Shape;
        public float* Values, Statistics, Weight, Bias, Gradients, InputGradients, Sums;
        public bool Rectified, Measured, Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            (int first, int end) = Shape.ChannelsOf(piece);
            for (int channel = first; channel < end; channel++)
            {
                double sum = 0, products = 0;
                for (int image = 0; image < Shape.Batch; image++)
                {
                    (float ofGradients, float ofProducts) = Summarise(channel, Shape.PlaneAt(image, channel));
                    sum += ofGradients;
                    products += ofProducts;
                }

                Sums[2 * channel] = (float)products;
                Sums[(2 * channel) + 1] = (float)sum;
                if (InputGradients == null)
                {
                    continue;
                }

                double count = Measured ? (double)Shape.Batch * Shape.Places : double.PositiveInfinity;
                for (int image = 0; image < Shape.Batch; image++)
                {
                    Inputs(channel, Shape.PlaneAt(image, channel), (float)(sum / count), (float)(products / count));
                }
            }
        }

        /// <summary>Σ gradient and Σ gradient · normalised value over one plane.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly (float OfGradients, float OfProducts) Summarise(int channel, nint plane)
        {
            float* values = Values + plane;
            float* gradients = Gradients + plane;
            int places = Shape.Places;
            Vector256<float> middle = Vector256.Create(Statistics[2 * channel]), by = Vector256.Create(Statistics[(2 * channel) + 1]);
            Vector256<float> scale = Vector256.Create(Statistics[(2 * channel) + 1] * Weight[channel]), bias = Vector256.Create(Bias[channel]);
            Vector256<float> always = Vector256.Create(Rectified ? 0 : -1).AsSingle();
            Vector256<float> evenSum = Vector256<float>.Zero, oddSum = evenSum, evenProducts = evenSum, oddProducts = evenSum;
            int place = 0;
            for (; place <= places - 16; place += 16)
            {
                Vector256<float> away = Vector256.Load(values + place) - middle;
                Vector256<float> passes = always | Vector256.GreaterThan(Vector256.FusedMultiplyAdd(away, scale, bias), Vector256<float>.Zero);
                Vector256<float> gradient = Vector256.Load(gradients + place) & passes;
                evenSum += gradient;
                evenProducts = Vector256.FusedMultiplyAdd(gradient, away * by, evenProducts);
                away = Vector256.Load(values + place + 8) - middle;
                passes = always | Vector256.GreaterThan(Vector256.FusedMultiplyAdd(away, scale, bias), Vector256<float>.Zero);
                gradient = Vector256.Load(gradients + place + 8) & passes;
                oddSum += gradient;
                oddProducts = Vector256.FusedMultiplyAdd(gradient, away * by, oddProducts);
            }

            if (place < places)
            {
                Vector256<float> known = VectorMath.FirstLanes(places - place);
                Vector256<float> away = (Vector256.Load(values + place) - middle) & known;
                Vector256<float> passes = always | Vector256.GreaterThan(Vector256.FusedMultiplyAdd(away, scale, bias), Vector256<float>.Zero);
                Vector256<float> gradient = Vector256.Load(gradients + place) & passes & known;
                evenSum += gradient;
                evenProducts = Vector256.FusedMultiplyAdd(gradient, away * by, evenProducts);
                known = VectorMath.FirstLanes(places - place - 8);
                away = (Vector256.Load(values + place + 8) - middle) & known;
                passes = always | Vector256.GreaterThan(Vector256.FusedMultiplyAdd(away, scale, bias), Vector256<float>.Zero);
                gradient = Vector256.Load(gradients + place + 8) & passes & known;
                oddSum += gradient;
                oddProducts = Vector256.FusedMultiplyAdd(gradient, away * by, oddProducts);
            }

            return (VectorMath.SumLanes(evenSum + oddSum), VectorMath.SumLanes(evenProducts + oddProducts));
        }

        /// <summary>start + scale · (gradient − mean gradient − normalised value · slope) over one plane.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Inputs(int channel, nint plane, float meanGradient, float slope)
        {
            float* values = Values + plane;
            float* gradients = Gradients + plane;
            float* target = InputGradients + plane;
            int places = Shape.Places;
            Vector256<float> middle = Vector256.Create(Statistics[2 * channel]), by = Vector256.Create(Statistics[(2 * channel) + 1]);
            Vector256<float> scale = Vector256.Create(Statistics[(2 * channel) + 1] * Weight[channel]), bias = Vector256.Create(Bias[channel]);
            Vector256<float> always = Vector256.Create(Rectified ? 0 : -1).AsSingle(), mean = Vector256.Create(meanGradient), steep = Vector256.Create(slope);
            for (int place = 0; place < places; place += 8)
            {
                Vector256<float> away = Vector256.Load(values + place) - middle;
                Vector256<float> passes = always | Vector256.GreaterThan(Vector256.FusedMultiplyAdd(away, scale, bias), Vector256<float>.Zero);
                Vector256<float> gradient = Vector256.Load(gradients + place) & passes;
                Vector256<float> change = Vector256.FusedMultiplyAdd(-(away * by), steep, gradient - mean);
                Vector256<float> start = Accumulate ? Vector256.Load(target + place) : Vector256<float>.Zero;
                PartialVector.Store(Vector256.FusedMultiplyAdd(scale, change, start), target + place, places - place);
            }
        }
    }
}
