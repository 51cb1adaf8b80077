using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// Softmax cross-entropy with its gradient, row by row: rows are spread over threads. Sums run in eight lanes, class c in
/// lane c mod 8, within blocks of <see cref="Reductions.BlockSize"/> classes; blocks and rows are added up in double, first one first.
/// Where few classes are named by number, eight rows are worked on at once. Plain version: <see cref="Reference.SoftmaxLoss"/>.
/// </summary>
internal static unsafe partial class SoftmaxLossKernel
{
    // What a class and a row cost, in multiply-adds.
    private const long ClassCost = 40;
    private const long RowCost = 3000;
    private const long RowCostOfEight = 200;

    /// <summary>Scale · the sum of the rows' losses.</summary>
    /// <param name="targets">What the rows are compared with.</param>
    /// <param name="logits">[rows, classes] with slack.</param>
    /// <param name="gradients">Scale · (Σq · softmax − q), [rows, classes] with slack; empty when it is not needed.</param>
    /// <param name="rowLosses">Scratch, [rows].</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="classes">How many classes, 1 or more.</param>
    public static float Compute(
        in SoftmaxTargets targets, ReadOnlySpan<float> logits, Span<float> gradients, Span<double> rowLosses, int rows, int classes)
    {
        int count = checked(rows * classes);
        KernelGuard.HoldsVectors(logits, count + 8);
        KernelGuard.HoldsVectors(gradients, gradients.IsEmpty ? 0 : count + 8);
        KernelGuard.HoldsVectors(targets.Dense, targets.Dense.IsEmpty ? 0 : count + 8);
        KernelGuard.HoldsVectors(targets.Weights, targets.Weights.IsEmpty ? 0 : classes);
        KernelGuard.Holds(targets.Shares, targets.RowStarts.IsEmpty ? 0 : targets.RowStarts[rows]);
        Throw.IfOutside(rows, 0, rowLosses.Length);
        fixed (float* logit = logits, gradient = gradients, dense = targets.Dense, weight = targets.Weights, share = targets.Shares)
        {
            fixed (int* own = targets.Classes, rowStart = targets.RowStarts, column = targets.Columns)
            {
                fixed (double* loss = rowLosses)
                {
                    bool byEight = own != null && targets.Floor == 0f && classes is >= FewestClassesOfEight and <= MostClassesOfEight;
                    long rowCost = byEight ? RowCostOfEight : RowCost;
                    int rowsPerPiece = ((rows - 1) / WorkerPool.Pieces((ClassCost * count) + (rowCost * rows), rows)) + 1;
                    rowsPerPiece = byEight ? (rowsPerPiece + 7) / 8 * 8 : rowsPerPiece;
                    RowPieces pieces = new()
                    {
                        Logits = logit,
                        Gradients = gradient,
                        Dense = dense,
                        Weights = weight,
                        Shares = share,
                        Classes = own,
                        RowStarts = rowStart,
                        Columns = column,
                        Losses = loss,
                        IgnoredClass = targets.IgnoredClass,
                        Keep = targets.Keep,
                        Floor = targets.Floor,
                        Scale = targets.Scale,
                        Rows = rows,
                        ClassCount = classes,
                        RowsPerPiece = rowsPerPiece,
                        IsByEight = byEight,
                    };
                    WorkerPool.For((rows + rowsPerPiece - 1) / rowsPerPiece, ref pieces);
                }
            }
        }

        double sum = 0;
        foreach (double loss in rowLosses[..rows])
        {
            sum += loss;
        }

        return (float)(sum * targets.Scale);
    }

    private partial struct RowPieces : IPieces
    {
        public float* Logits, Gradients, Dense, Weights, Shares;
        public int* Classes, RowStarts, Columns;
        public double* Losses;
        public int IgnoredClass, Rows, ClassCount, RowsPerPiece;
        public float Keep, Floor;
        public double Scale;
        public bool IsByEight;

        public readonly void Run(int piece)
        {
            int row = piece * RowsPerPiece, end = Math.Min(Rows, row + RowsPerPiece);
            if (IsByEight)
            {
                float* table = stackalloc float[8 * MostClassesOfEight];
                for (; row <= end - 8; row += 8)
                {
                    if (new ReadOnlySpan<int>(Classes + row, 8).Contains(IgnoredClass))
                    {
                        OneByOne(row, row + 8);
                    }
                    else
                    {
                        Eight(row, table);
                    }
                }
            }

            OneByOne(row, end);
        }

        private readonly void OneByOne(int row, int end)
        {
            for (; row < end; row++)
            {
                nint start = (nint)row * ClassCount;
                float* gradient = Gradients == null ? null : Gradients + start;
                if (Classes == null)
                {
                    int first = RowStarts == null ? 0 : RowStarts[row], points = RowStarts == null ? 0 : RowStarts[row + 1] - first;
                    Losses[row] = Row(Logits + start, gradient, Dense == null ? null : Dense + start, Columns + first, Shares + first, points);
                }
                else if (Classes[row] == IgnoredClass)
                {
                    Losses[row] = 0;
                    if (gradient != null)
                    {
                        new Span<float>(gradient, ClassCount).Clear();
                    }
                }
                else
                {
                    float share = Weights == null ? Keep : Keep * Weights[Classes[row]];
                    Losses[row] = Row(Logits + start, gradient, null, Classes + row, &share, 1);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly double Row(float* logits, float* gradients, float* dense, int* columns, float* shares, int points)
        {
            float largest = Largest(logits, ClassCount);
            double sum = Exponentials(logits, largest, gradients, ClassCount), total = 0, product = 0;
            bool everywhere = dense != null || Floor != 0f;
            if (everywhere)
            {
                Vector256<float> peak = Vector256.Create(largest);
                for (int block = 0; block < ClassCount; block += Reductions.BlockSize)
                {
                    int end = Math.Min(ClassCount, block + Reductions.BlockSize);
                    Vector256<float> totals = Vector256<float>.Zero, products = Vector256<float>.Zero;
                    for (int index = block; index < end; index += 8)
                    {
                        Vector256<float> known = VectorMath.FirstLanes(end - index);
                        Vector256<float> share = Share(dense, index) & known;
                        totals += share;
                        products = Vector256.FusedMultiplyAdd(share, (Vector256.Load(logits + index) - peak) & known, products);
                    }

                    total += VectorMath.SumLanes(totals);
                    product += VectorMath.SumLanes(products);
                }
            }

            for (int point = 0; point < points; point++)
            {
                total += shares[point];
                product += (double)shares[point] * (logits[columns[point]] - largest);
            }

            if (gradients != null)
            {
                float minus = -(float)Scale;
                Vector256<float> factor = Vector256.Create((float)(Scale * total / sum)), minusScale = Vector256.Create(minus);
                for (int index = 0; index < ClassCount; index += 8)
                {
                    Vector256<float> power = Vector256.Load(gradients + index);
                    Vector256<float> slope = everywhere
                        ? Vector256.FusedMultiplyAdd(power, factor, minusScale * Share(dense, index))
                        : power * factor;
                    PartialVector.Store(slope, gradients + index, ClassCount - index);
                }

                for (int point = 0; point < points; point++)
                {
                    float* place = gradients + columns[point];
                    *place = MathF.FusedMultiplyAdd(minus, shares[point], *place);
                }
            }

            return (total * Elementary.Log(sum)) - product;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly Vector256<float> Share(float* dense, int index)
        {
            Vector256<float> floor = Vector256.Create(Floor);
            Vector256<float> share = dense == null ? floor : Vector256.FusedMultiplyAdd(Vector256.Create(Keep), Vector256.Load(dense + index), floor);
            return Weights == null ? share : share * Vector256.Load(Weights + index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(float* values, int count)
    {
        Vector256<float> first = Vector256.Create(float.NegativeInfinity), second = first, third = first, fourth = first;
        int index = 0;
        for (; index + 32 <= count; index += 32)
        {
            first = Larger(Vector256.Load(values + index), first);
            second = Larger(Vector256.Load(values + index + 8), second);
            third = Larger(Vector256.Load(values + index + 16), third);
            fourth = Larger(Vector256.Load(values + index + 24), fourth);
        }

        first = Larger(Larger(first, second), Larger(third, fourth));
        for (; index + 8 <= count; index += 8)
        {
            first = Larger(Vector256.Load(values + index), first);
        }

        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < 8; lane++)
        {
            largest = first.GetElement(lane) > largest ? first.GetElement(lane) : largest;
        }

        for (; index < count; index++)
        {
            largest = values[index] > largest ? values[index] : largest;
        }

        return largest;
    }

    /// <summary>The sum of e to the power of (value − largest); the powers go to <paramref name="powers"/> unless that is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Exponentials(float* values, float largest, float* powers, int count)
    {
        double total = 0;
        Vector256<float> peak = Vector256.Create(largest);
        for (int block = 0; block < count; block += Reductions.BlockSize)
        {
            int end = Math.Min(count, block + Reductions.BlockSize), whole = end - (end % 8);
            Vector256<float> sum = Vector256<float>.Zero;
            for (int index = block; index < whole; index += 8)
            {
                Vector256<float> power = VectorMath.Exp(Vector256.Load(values + index) - peak);
                sum += power;
                if (powers != null)
                {
                    power.Store(powers + index);
                }
            }

            if (whole < end)
            {
                Vector256<float> power = VectorMath.Exp(Vector256.Load(values + whole) - peak);
                sum += power & VectorMath.FirstLanes(end - whole);
                if (powers != null)
                {
                    PartialVector.Store(power, powers + whole, end - whole);
                }
            }

            total += VectorMath.SumLanes(sum);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Larger(Vector256<float> value, Vector256<float> than) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(value, than), value, than);
}
