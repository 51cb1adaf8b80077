using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Random bits to normal draws (Box and Muller 1958), two from each pair of numbers: the first gives the radius, of the
/// second the two highest bits the quarter turn and the rest the angle within it. Plain version: <see cref="GaussianReference"/>.
/// </summary>
internal static unsafe class GaussianKernel
{
    // 2⁻³² and a quarter of π times 2⁻³¹.
    public const float Unit = 2.3283064365386963e-10f;
    public const float Angle = 3.657295198167899e-10f;

    // What a pair costs, in multiply-adds.
    private const long Cost = 200;

    /// <summary>Replaces bits, an even number of them, by draws. Of each 16 numbers the even ones give the radii, the odd ones the angles.</summary>
    public static void Transform(Span<float> values)
    {
        if (values.Length % 2 != 0)
        {
            throw new ArgumentException($"{values.Length} numbers are not pairs.");
        }

        if (values.IsEmpty)
        {
            return;
        }

        fixed (float* pointer = values)
        {
            int blocks = (values.Length + 15) / 16;
            Pieces pieces = new()
            {
                Values = pointer,
                Count = values.Length,
                PerPiece = 16 * (((blocks - 1) / WorkerPool.Pieces(Cost * values.Length / 2, blocks)) + 1),
            };
            WorkerPool.For(((values.Length - 1) / pieces.PerPiece) + 1, ref pieces);
        }
    }

    private struct Pieces : IPieces
    {
        public float* Values;
        public int Count;
        public int PerPiece;

        public readonly void Run(int piece)
        {
            int end = Math.Min(Count, (piece + 1) * PerPiece);
            Work(Values, piece * PerPiece, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Work(float* values, int start, int end)
    {
        int index = start;
        for (; index <= end - 16; index += 16)
        {
            Pair(values + index);
        }

        if (index < end)
        {
            float* last = stackalloc float[16];
            for (int place = 0; place < 16; place++)
            {
                last[place] = place < end - index ? values[index + place] : 0f;
            }

            Pair(last);
            for (int place = 0; place < end - index; place++)
            {
                values[index + place] = last[place];
            }
        }
    }

    // Pairs stand side by side; which lane works on which pair does not matter.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(float* values)
    {
        Vector256<ulong> pairs0 = Vector256.Load((ulong*)values), pairs1 = Vector256.Load((ulong*)(values + 8));
        Vector256<ulong> low = Vector256.Create(0xFFFFFFFFUL);
        Vector256<uint> radiusBits = ((pairs0 & low) | (pairs1 << 32)).AsUInt32();
        Vector256<uint> angleBits = ((pairs0 >> 32) | (pairs1 & ~low)).AsUInt32();

        // 24 bits and a half: never 0.
        Vector256<float> uniform = Vector256.FusedMultiplyAdd(
            Vector256.ConvertToSingle((radiusBits >> 8).AsInt32()), Vector256.Create(256 * Unit), Vector256.Create(128 * Unit));
        Vector256<float> radius = Vector256.Sqrt(VectorMath.Log(uniform) * Vector256.Create(-2f));
        Vector256<int> within = (angleBits << 2).AsInt32();
        Vector256<float> t = Vector256.ConvertToSingle(within) * Vector256.Create(Angle);
        Vector256<float> z = t * t;
        Vector256<float> sine = Vector256.FusedMultiplyAdd(Vector256.Create(-1.9515295891e-4f), z, Vector256.Create(8.3321608736e-3f));
        sine = Vector256.FusedMultiplyAdd(sine, z, Vector256.Create(-1.6666654611e-1f));
        sine = Vector256.FusedMultiplyAdd(sine * z, t, t);
        Vector256<float> cosine = Vector256.FusedMultiplyAdd(Vector256.Create(2.443315711809948e-5f), z, Vector256.Create(-1.388731625493765e-3f));
        cosine = Vector256.FusedMultiplyAdd(cosine, z, Vector256.Create(4.166664568298827e-2f));
        cosine = Vector256.FusedMultiplyAdd(cosine * z, z, Vector256.FusedMultiplyAdd(Vector256.Create(-0.5f), z, Vector256<float>.One));

        // The second highest bit turns by 90°, the highest by 180°.
        Vector256<float> turn = Vector256.ShiftRightArithmetic((angleBits << 1).AsInt32(), 31).AsSingle();
        Vector256<float> back = (angleBits & Vector256.Create(0x80000000u)).AsSingle();
        Vector256<float> first = radius * (Vector256.ConditionalSelect(turn, -sine, cosine) ^ back);
        Vector256<float> second = radius * (Vector256.ConditionalSelect(turn, cosine, sine) ^ back);
        Vector256<ulong> firsts = first.AsUInt64(), seconds = second.AsUInt64();
        ((firsts & low) | (seconds << 32)).Store((ulong*)values);
        ((firsts >> 32) | (seconds & ~low)).Store((ulong*)(values + 8));
    }
}
