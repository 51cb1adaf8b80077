using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Normalises each row. Sums along a row run in eight lanes, sums over rows within blocks of a fixed number of rows and
/// then over the blocks in order. All spans carry slack.
/// Plain versions: <see cref="Reference.LayerNorm"/>, <see cref="Reference.LayerNormBackward"/>.
/// </summary>
internal static unsafe class LayerNormKernel
{
    private const int NumbersPerBlock = 16384;

    /// <summary>Rows that are summed up before blocks are; part of the definition of a sum over rows.</summary>
    public static int RowsPerBlock(int features) => Math.Max(1, NumbersPerBlock / features);

    /// <summary>How many blocks of rows there are.</summary>
    public static int BlockCount(int rows, int features) => (int)((rows + (long)RowsPerBlock(features) - 1) / RowsPerBlock(features));

    /// <summary>Numbers of scratch that <see cref="Backward"/> needs.</summary>
    public static int PartCount(int rows, int features) => checked(BlockCount(rows, features) * 2 * RoundUp(features));

    /// <summary>result = (values − mean) / √(variance + epsilon) · weight + bias for each row [features] of <paramref name="values"/>.</summary>
    /// <param name="values">[rows, features].</param>
    /// <param name="weight">[features].</param>
    /// <param name="bias">[features].</param>
    /// <param name="result">[rows, features].</param>
    /// <param name="statistics">Gets mean and 1 / √(variance + epsilon) of each row, [rows, 2].</param>
    /// <param name="rows">Rows, 0 or more.</param>
    /// <param name="features">Numbers per row, 1 or more.</param>
    /// <param name="epsilon">Keeps the division finite, above 0.</param>
    public static void Forward(
        ReadOnlySpan<float> values, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> result, Span<float> statistics,
        int rows, int features, float epsilon)
    {
        long needed = Needed(rows, features);
        KernelGuard.Holds(values, needed);
        KernelGuard.Holds(result, needed);
        KernelGuard.HoldsVectors(weight, features);
        KernelGuard.HoldsVectors(bias, features);
        KernelGuard.Holds(statistics, 2L * rows);
        fixed (float* from = values, scale = weight, shift = bias, to = result, kept = statistics)
        {
            ForwardPieces pieces = new()
            {
                Values = from,
                Weight = scale,
                Bias = shift,
                Result = to,
                Statistics = kept,
                Rows = rows,
                Features = features,
                Epsilon = epsilon,
            };
            WorkerPool.For(BlockCount(rows, features), ref pieces);
        }
    }

    /// <summary>
    /// Gradients from the result's. Those of weight and bias are left as sums per block of rows in <paramref name="parts"/>,
    /// for <see cref="SumParts"/>.
    /// </summary>
    /// <param name="values">What came in.</param>
    /// <param name="weight">[features].</param>
    /// <param name="statistics">What <see cref="Forward"/> kept.</param>
    /// <param name="gradients">The gradient of the result.</param>
    /// <param name="inputGradients">Gets the gradient of the values; empty when nobody needs it.</param>
    /// <param name="accumulate">Whether it is added to what stands there.</param>
    /// <param name="parts">Scratch of <see cref="PartCount"/> numbers.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="features">Numbers per row.</param>
    public static void Backward(
        ReadOnlySpan<float> values, ReadOnlySpan<float> weight, ReadOnlySpan<float> statistics, ReadOnlySpan<float> gradients,
        Span<float> inputGradients, bool accumulate, Span<float> parts, int rows, int features)
    {
        long needed = Needed(rows, features);
        KernelGuard.Holds(values, needed);
        KernelGuard.Holds(gradients, needed);
        KernelGuard.Holds(inputGradients, inputGradients.IsEmpty ? 0 : needed);
        KernelGuard.HoldsVectors(weight, features);
        KernelGuard.Holds(statistics, 2L * rows);
        KernelGuard.Holds(parts, PartCount(rows, features));
        fixed (float* from = values, scale = weight, kept = statistics, gradient = gradients, to = inputGradients, part = parts)
        {
            BackwardPieces pieces = new()
            {
                Values = from,
                Weight = scale,
                Statistics = kept,
                Gradients = gradient,
                InputGradients = to,
                Accumulate = accumulate,
                Parts = part,
                Rows = rows,
                Features = features,
            };
            WorkerPool.For(BlockCount(rows, features), ref pieces);
        }
    }

    /// <summary>Adds up what <see cref="Backward"/> left in <paramref name="parts"/>: of the weight, or of the bias when <paramref name="ofBias"/>.</summary>
    public static void SumParts(ReadOnlySpan<float> parts, bool ofBias, Span<float> target, bool accumulate, int rows, int features) =>
        PartSums.Add(
            parts[(ofBias ? Math.Min(parts.Length, RoundUp(features)) : 0)..], 2 * RoundUp(features), BlockCount(rows, features), target, accumulate, features);

    private static int RoundUp(int features) => (features + 7) / 8 * 8;

    // The last vector of the last row is read whole.
    private static long Needed(int rows, int features) => rows == 0 ? 0 : ((rows - 1L) * features) + RoundUp(features);

    private struct ForwardPieces : IPieces
    {
        public float* Values, Weight, Bias, Result, Statistics;
        public int Rows, Features;
        public float Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            int features = Features, first = piece * RowsPerBlock(features), end = (int)Math.Min(Rows, first + (long)RowsPerBlock(features));
            for (int row = first; row < end; row++)
            {
                float* values = Values + ((nint)row * features);
                float* result = Result + ((nint)row * features);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int column = 0; column < features; column += 8)
                {
                    sum += Vector256.Load(values + column) & VectorMath.FirstLanes(features - column);
                }

                float mean = VectorMath.SumLanes(sum) / features;
                Vector256<float> middle = Vector256.Create(mean), squares = Vector256<float>.Zero;
                for (int column = 0; column < features; column += 8)
                {
                    Vector256<float> away = (Vector256.Load(values + column) - middle) & VectorMath.FirstLanes(features - column);
                    squares = Vector256.FusedMultiplyAdd(away, away, squares);
                }

                float scale = 1f / MathF.Sqrt((VectorMath.SumLanes(squares) / features) + Epsilon);
                Statistics[2 * row] = mean;
                Statistics[(2 * row) + 1] = scale;
                Vector256<float> by = Vector256.Create(scale);
                for (int column = 0; column < features; column += 8)
                {
                    Vector256<float> normal = (Vector256.Load(values + column) - middle) * by;
                    PartialVector.Store(
                        Vector256.FusedMultiplyAdd(normal, Vector256.Load(Weight + column), Vector256.Load(Bias + column)), result + column, features - column);
                }
            }
        }
    }

    private struct BackwardPieces : IPieces
    {
        public float* Values, Weight, Statistics, Gradients, InputGradients, Parts;
        public bool Accumulate;
        public int Rows, Features;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int piece)
        {
            int features = Features, padded = RoundUp(features);
            int first = piece * RowsPerBlock(features), end = (int)Math.Min(Rows, first + (long)RowsPerBlock(features));
            float* weightPart = Parts + ((nint)piece * 2 * padded);
            float* biasPart = weightPart + padded;
            new Span<float>(weightPart, 2 * padded).Clear();
            for (int row = first; row < end; row++)
            {
                float* values = Values + ((nint)row * features);
                float* gradients = Gradients + ((nint)row * features);
                Vector256<float> middle = Vector256.Create(Statistics[2 * row]), by = Vector256.Create(Statistics[(2 * row) + 1]);
                Vector256<float> sum = Vector256<float>.Zero, products = Vector256<float>.Zero;
                for (int column = 0; column < features; column += 8)
                {
                    Vector256<float> known = VectorMath.FirstLanes(features - column);
                    Vector256<float> gradient = Vector256.Load(gradients + column) & known;
                    Vector256<float> normal = ((Vector256.Load(values + column) - middle) * by) & known;
                    Vector256.FusedMultiplyAdd(gradient, normal, Vector256.Load(weightPart + column)).Store(weightPart + column);
                    (Vector256.Load(biasPart + column) + gradient).Store(biasPart + column);
                    Vector256<float> weighted = (gradient * Vector256.Load(Weight + column)) & known;
                    sum += weighted;
                    products = Vector256.FusedMultiplyAdd(weighted, normal, products);
                }

                if (InputGradients == null)
                {
                    continue;
                }

                float* target = InputGradients + ((nint)row * features);
                Vector256<float> mean = Vector256.Create(VectorMath.SumLanes(sum) / features);
                Vector256<float> slope = Vector256.Create(VectorMath.SumLanes(products) / features);
                for (int column = 0; column < features; column += 8)
                {
                    Vector256<float> normal = (Vector256.Load(values + column) - middle) * by;
                    Vector256<float> weighted = Vector256.Load(gradients + column) * Vector256.Load(Weight + column);
                    Vector256<float> start = Accumulate ? Vector256.Load(target + column) : Vector256<float>.Zero;
                    Vector256<float> change = Vector256.FusedMultiplyAdd(by, Vector256.FusedMultiplyAdd(-normal, slope, weighted - mean), start);
                    PartialVector.Store(change, target + column, features - column);
                }
            }
        }
    }
}
