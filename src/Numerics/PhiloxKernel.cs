using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MusicRec.Numerics;

/// <summary>
/// Many blocks of Philox4x32-10 at once. Whole numbers are exact, so the processor's own multiplication may be used where
/// there is one. Plain version: <see cref="RandomStream.Philox"/>.
/// </summary>
internal static unsafe class PhiloxKernel
{
    // What a block of four numbers costs, in multiply-adds.
    private const long Cost = 200;

    /// <summary>words[4·i … 4·i + 3] = the block of counter <paramref name="counter"/> + i, for as many whole blocks as there are.</summary>
    public static void Fill(ulong key, ulong counter, Span<uint> words)
    {
        int blocks = words.Length / 4;
        if (blocks == 0)
        {
            return;
        }

        fixed (uint* pointer = words)
        {
            // Four blocks are worked on at once.
            int quads = (blocks + 3) / 4;
            Pieces pieces = new()
            {
                Key = key,
                Counter = counter,
                Words = pointer,
                Blocks = blocks,
                BlocksPerPiece = 4 * (((quads - 1) / WorkerPool.Pieces(Cost * blocks, quads)) + 1),
            };
            WorkerPool.For(((blocks - 1) / pieces.BlocksPerPiece) + 1, ref pieces);
        }
    }

    private struct Pieces : IPieces
    {
        public ulong Key;
        public ulong Counter;
        public uint* Words;
        public int Blocks;
        public int BlocksPerPiece;

        public readonly void Run(int piece)
        {
            int first = piece * BlocksPerPiece, count = Math.Min(BlocksPerPiece, Blocks - first);
            uint* words = Words + (4L * first);
            ulong counter = Counter + (ulong)first;
            int done = Avx2.IsSupported ? FillFours(Key, counter, words, count) : 0;
            for (; done < count; done++)
            {
                ulong own = counter + (ulong)done;
                (words[4 * done], words[(4 * done) + 1], words[(4 * done) + 2], words[(4 * done) + 3]) =
                    RandomStream.Philox((uint)own, (uint)(own >> 32), 0, 0, (uint)Key, (uint)(Key >> 32));
            }
        }
    }

    // Each 64-bit lane holds one of a block's four numbers in its low half; what the high half holds does not matter.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FillFours(ulong key, ulong counter, uint* words, int blocks)
    {
        Vector256<uint> factor0 = Vector256.Create(0xD2511F53UL).AsUInt32(), factor1 = Vector256.Create(0xCD9E8D57UL).AsUInt32();
        Vector256<ulong> low = Vector256.Create(0xFFFFFFFFUL);
        int block = 0;
        for (; block <= blocks - 4; block += 4)
        {
            Vector256<ulong> count = Vector256.Create(counter + (ulong)block) + Vector256.Create(0UL, 1, 2, 3);
            Vector256<ulong> c0 = count, c1 = count >> 32, c2 = Vector256<ulong>.Zero, c3 = Vector256<ulong>.Zero;
            Vector256<ulong> key0 = Vector256.Create(key), key1 = Vector256.Create(key >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector256<ulong> product0 = Avx2.Multiply(factor0, c0.AsUInt32()), product1 = Avx2.Multiply(factor1, c2.AsUInt32());
                c0 = (product1 >> 32) ^ c1 ^ key0;
                c1 = product1;
                c2 = (product0 >> 32) ^ c3 ^ key1;
                c3 = product0;
                key0 += Vector256.Create(0x9E3779B9UL);
                key1 += Vector256.Create(0xBB67AE85UL);
            }

            Vector256<ulong> first = (c0 & low) | (c1 << 32), second = (c2 & low) | (c3 << 32);
            Vector256<ulong> even = Avx2.UnpackLow(first, second), odd = Avx2.UnpackHigh(first, second);
            ulong* target = (ulong*)(words + (4L * block));
            even.GetLower().Store(target);
            odd.GetLower().Store(target + 2);
            even.GetUpper().Store(target + 4);
            odd.GetUpper().Store(target + 6);
        }

        return block;
    }
}
