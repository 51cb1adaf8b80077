using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Sums in one written order: blocks of <see cref="BlockSize"/> numbers, each in eight lanes (number i of the block in lane
/// i mod 8, added up by <see cref="VectorMath.SumLanes"/>), and the blocks' sums one after another in double.
/// Neither threads nor the instruction set change a bit. No slack is needed. Plain version: <see cref="ReductionsReference"/>.
/// </summary>
internal static unsafe class Reductions
{
    /// <summary>Numbers that are summed in float before double takes over: short enough that rounding stays near 1e-6 of the size.</summary>
    public const int BlockSize = 1024;

    // What a number costs, in multiply-adds: it comes from memory.
    private const long Cost = 8;

    // Blocks whose sums fit on the stack at once.
    private const int MostBlocks = 1024;

    /// <summary>The sum; 0 for no numbers.</summary>
    public static double Sum(ReadOnlySpan<float> values) => Run(values, default);

    /// <summary>The sum of the products; the spans are equally long.</summary>
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        KernelGuard.Holds(left, right.Length);
        KernelGuard.Holds(right, left.Length);
        return left.IsEmpty ? 0 : Run(left, right);
    }

    /// <summary>The mean of one number or more.</summary>
    public static double Mean(ReadOnlySpan<float> values) => Sum(values) / values.Length;

    /// <summary>The sum of the squares.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> values) => Dot(values, values);

    private static double Run(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        int blocks = (left.Length + BlockSize - 1) / BlockSize;
        double sum = 0;
        fixed (float* leftPointer = left, rightPointer = right)
        {
            // The blocks' sums may come from several threads and are added up here, in order.
            float* sums = stackalloc float[Math.Min(blocks, MostBlocks)];
            for (int first = 0; first < blocks; first += MostBlocks)
            {
                int count = Math.Min(MostBlocks, blocks - first);
                BlockPieces pieces = new()
                {
                    Left = leftPointer,
                    Right = rightPointer,
                    Sums = sums,
                    First = first,
                    Count = count,
                    Length = left.Length,
                    BlocksPerPiece = ((count - 1) / WorkerPool.Pieces(Cost * count * BlockSize, count)) + 1,
                };
                WorkerPool.For(((count - 1) / pieces.BlocksPerPiece) + 1, ref pieces);
                for (int block = 0; block < count; block++)
                {
                    sum += sums[block];
                }
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Block(float* left, float* right, int block, int length)
    {
        nint first = (nint)block * BlockSize;
        int count = (int)Math.Min(BlockSize, length - first);
        left += first;
        right = right == null ? null : right + first;
        Vector256<float> sum = Vector256<float>.Zero;
        int index = 0;
        if (right == null)
        {
            for (; index <= count - 8; index += 8)
            {
                sum += Vector256.Load(left + index);
            }
        }
        else
        {
            for (; index <= count - 8; index += 8)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Load(left + index), Vector256.Load(right + index), sum);
            }
        }

        float* lanes = stackalloc float[8];
        sum.Store(lanes);
        for (; index < count; index++)
        {
            lanes[index % 8] = right == null ? lanes[index % 8] + left[index] : MathF.FusedMultiplyAdd(left[index], right[index], lanes[index % 8]);
        }

        return VectorMath.SumLanes(Vector256.Load(lanes));
    }

    private struct BlockPieces : IPieces
    {
        public float* Left;
        public float* Right;
        public float* Sums;
        public int First;
        public int Count;
        public int Length;
        public int BlocksPerPiece;

        public readonly void Run(int piece)
        {
            int end = Math.Min(Count, (piece + 1) * BlocksPerPiece);
            for (int block = piece * BlocksPerPiece; block < end; block++)
            {
                Sums[block] = Block(Left, Right, First + block, Length);
            }
        }
    }
}
