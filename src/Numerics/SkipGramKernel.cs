using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Steps of skip-gram with negative sampling (Mikolov et al. 2013) as word2vec and gensim do them, one pair after another: the
/// logistic function from their table of 1,000 entries, no step where the scalar product is 6 or more in size, the input row
/// changed when all targets of its pair are done. Plain version: <see cref="SkipGramReference"/>.
/// </summary>
internal static unsafe class SkipGramKernel
{
    /// <summary>Numbers that rows are filled up to with zeros.</summary>
    public const int Width = 8;

    /// <summary>No step is made from a scalar product of this size or more.</summary>
    public const float LargestDot = 6;

    /// <summary>The most targets of a pair.</summary>
    public const int MostTargets = 64;

    private const int TableSize = 1000;

    // word2vec divides whole numbers here, 1000 / 6 / 2; the table is made for 83.33.
    private const float TableScale = 83;

    // How many pairs ahead rows are fetched.
    private const int Ahead = 2;

    private static readonly float[] _sigmoids = MakeTable();

    /// <summary>A row's length filled up to whole vectors.</summary>
    public static int Stride(int dimension) => (dimension + Width - 1) / Width * Width;

    /// <summary>The logistic function as word2vec's table has it, of a scalar product between −6 and 6.</summary>
    public static float Sigmoid(float dot) => _sigmoids[(int)((dot + LargestDot) * TableScale)];

    /// <summary>Makes the step of each pair in turn.</summary>
    /// <param name="inputs">Input rows, <paramref name="stride"/> numbers each, zeros behind the dimension.</param>
    /// <param name="outputs">Output rows likewise.</param>
    /// <param name="stride">A multiple of <see cref="Width"/>.</param>
    /// <param name="contexts">The input row of each pair.</param>
    /// <param name="targets">
    /// The output rows of each pair, [pairs, targetCount]: the first belongs there (label 1), the others do not (label 0), −1 stands for none.
    /// </param>
    /// <param name="targetCount">Targets of a pair, 1 to <see cref="MostTargets"/>.</param>
    /// <param name="learningRate">The step's size.</param>
    public static void Train(
        Span<float> inputs, Span<float> outputs, int stride, ReadOnlySpan<int> contexts, ReadOnlySpan<int> targets, int targetCount, float learningRate)
    {
        Check(inputs, outputs, stride, contexts, targets, targetCount);
        float* work = stackalloc float[stride];
        fixed (float* input = inputs, output = outputs, sigmoids = _sigmoids)
        fixed (int* context = contexts, target = targets)
        {
            for (int pair = 0; pair < contexts.Length; pair++)
            {
                int* own = target + ((nint)pair * targetCount);
                if (pair + Ahead < contexts.Length)
                {
                    Fetch(input + ((nint)context[pair + Ahead] * stride), output, own + (Ahead * targetCount), targetCount, stride);
                }

                float* row = input + ((nint)context[pair] * stride);
                if (targetCount == 6 && AreSix(own))
                {
                    Six(row, output, own, stride, learningRate, sigmoids);
                }
                else
                {
                    OneByOne(row, output, own, targetCount, stride, learningRate, sigmoids, work);
                }
            }
        }
    }

    internal static void Check(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs, int stride, ReadOnlySpan<int> contexts, ReadOnlySpan<int> targets, int targetCount)
    {
        if (stride < Width || stride % Width != 0 || stride > 1 << 16 || targetCount < 1 || targetCount > MostTargets)
        {
            throw new ArgumentException($"Skip-gram needs rows of a multiple of {Width} numbers up to 65536 and 1 to {MostTargets} targets, and was given {stride} and {targetCount}.");
        }

        KernelGuard.Holds(targets.Length, (long)contexts.Length * targetCount);
        int inputRows = inputs.Length / stride, outputRows = outputs.Length / stride;
        foreach (int context in contexts)
        {
            if ((uint)context >= (uint)inputRows)
            {
                throw new ArgumentException($"Skip-gram was given input row {context} of {inputRows}.");
            }
        }

        foreach (int target in targets[..(contexts.Length * targetCount)])
        {
            if (target < -1 || target >= outputRows)
            {
                throw new ArgumentException($"Skip-gram was given output row {target} of {outputRows}.");
            }
        }
    }

    // Whether there are six targets, no two alike: then none of their steps meets another's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreSix(int* targets)
    {
        int a = targets[0], b = targets[1], c = targets[2], d = targets[3], e = targets[4], f = targets[5];
        return (a | b | c | d | e | f) >= 0
            & !((a == b) | (a == c) | (a == d) | (a == e) | (a == f) | (b == c) | (b == d) | (b == e) | (b == f)
                | (c == d) | (c == e) | (c == f) | (d == e) | (d == f) | (e == f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(float* input, float* outputs, int* targets, int targetCount, int stride)
    {
        // The first two lines of a row; the processor follows by itself.
        Prefetch.Read(input);
        Prefetch.Read(input + 16);
        for (int target = 0; target < targetCount; target++)
        {
            float* row = outputs + ((nint)Math.Max(0, targets[target]) * stride);
            for (int place = 0; place < stride; place += 16)
            {
                Prefetch.Read(row + place);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Gradient(float dot, float label, float learningRate, float* sigmoids) =>
        dot > -LargestDot && dot < LargestDot ? (label - sigmoids[(int)((dot + LargestDot) * TableScale)]) * learningRate : 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByOne(
        float* row, float* outputs, int* targets, int targetCount, int stride, float learningRate, float* sigmoids, float* work)
    {
        new Span<float>(work, stride).Clear();
        for (int target = 0; target < targetCount; target++)
        {
            if (targets[target] < 0)
            {
                continue;
            }

            float* other = outputs + ((nint)targets[target] * stride);
            Vector256<float> sum = Vector256<float>.Zero;
            for (int place = 0; place < stride; place += Width)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Load(row + place), Vector256.Load(other + place), sum);
            }

            Vector256<float> gradient = Vector256.Create(Gradient(VectorMath.SumLanes(sum), target == 0 ? 1 : 0, learningRate, sigmoids));
            for (int place = 0; place < stride; place += Width)
            {
                Vector256<float> from = Vector256.Load(other + place);
                Vector256.FusedMultiplyAdd(gradient, from, Vector256.Load(work + place)).Store(work + place);
                Vector256.FusedMultiplyAdd(gradient, Vector256.Load(row + place), from).Store(other + place);
            }
        }

        for (int place = 0; place < stride; place += Width)
        {
            (Vector256.Load(row + place) + Vector256.Load(work + place)).Store(row + place);
        }
    }

    // The usual case: five negatives. The input row is read twice for all six instead of twice for each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(float* row, float* outputs, int* targets, int stride, float learningRate, float* sigmoids)
    {
        float* a = outputs + ((nint)targets[0] * stride), b = outputs + ((nint)targets[1] * stride), c = outputs + ((nint)targets[2] * stride);
        float* d = outputs + ((nint)targets[3] * stride), e = outputs + ((nint)targets[4] * stride), f = outputs + ((nint)targets[5] * stride);
        Vector256<float> sumA = Vector256<float>.Zero, sumB = sumA, sumC = sumA, sumD = sumA, sumE = sumA, sumF = sumA;
        for (int place = 0; place < stride; place += Width)
        {
            Vector256<float> own = Vector256.Load(row + place);
            sumA = Vector256.FusedMultiplyAdd(own, Vector256.Load(a + place), sumA);
            sumB = Vector256.FusedMultiplyAdd(own, Vector256.Load(b + place), sumB);
            sumC = Vector256.FusedMultiplyAdd(own, Vector256.Load(c + place), sumC);
            sumD = Vector256.FusedMultiplyAdd(own, Vector256.Load(d + place), sumD);
            sumE = Vector256.FusedMultiplyAdd(own, Vector256.Load(e + place), sumE);
            sumF = Vector256.FusedMultiplyAdd(own, Vector256.Load(f + place), sumF);
        }

        Vector256<float> stepA = Vector256.Create(Gradient(VectorMath.SumLanes(sumA), 1, learningRate, sigmoids));
        Vector256<float> stepB = Vector256.Create(Gradient(VectorMath.SumLanes(sumB), 0, learningRate, sigmoids));
        Vector256<float> stepC = Vector256.Create(Gradient(VectorMath.SumLanes(sumC), 0, learningRate, sigmoids));
        Vector256<float> stepD = Vector256.Create(Gradient(VectorMath.SumLanes(sumD), 0, learningRate, sigmoids));
        Vector256<float> stepE = Vector256.Create(Gradient(VectorMath.SumLanes(sumE), 0, learningRate, sigmoids));
        Vector256<float> stepF = Vector256.Create(Gradient(VectorMath.SumLanes(sumF), 0, learningRate, sigmoids));
        for (int place = 0; place < stride; place += Width)
        {
            Vector256<float> own = Vector256.Load(row + place), work = Vector256<float>.Zero;
            work = Step(a + place, stepA, own, work);
            work = Step(b + place, stepB, own, work);
            work = Step(c + place, stepC, own, work);
            work = Step(d + place, stepD, own, work);
            work = Step(e + place, stepE, own, work);
            work = Step(f + place, stepF, own, work);
            (own + work).Store(row + place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Step(float* output, Vector256<float> gradient, Vector256<float> input, Vector256<float> work)
    {
        Vector256<float> from = Vector256.Load(output);
        Vector256.FusedMultiplyAdd(gradient, input, from).Store(output);
        return Vector256.FusedMultiplyAdd(gradient, from, work);
    }

    private static float[] MakeTable()
    {
        float[] table = new float[TableSize];
        for (int entry = 0; entry < TableSize; entry++)
        {
            float power = (float)Elementary.Exp((((float)entry / TableSize * 2) - 1) * LargestDot);
            table[entry] = power / (power + 1);
        }

        return table;
    }
}
