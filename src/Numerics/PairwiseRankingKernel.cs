using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Steps of Bayesian personalised ranking (Rendle et al. 2009) by stochastic gradient descent, one triple of a listener, an item
/// that they have and one that they have not after another. Plain version: <see cref="PairwiseRankingReference"/>.
/// </summary>
internal static unsafe class PairwiseRankingKernel
{
    /// <summary>Numbers that vectors are filled up to with zeros.</summary>
    public const int Width = 8;

    /// <summary>Makes the step of each triple in turn; −1 as the second item stands for none, and no step is made.</summary>
    /// <param name="users">The listeners' vectors, <paramref name="stride"/> numbers each, zeros behind the factors.</param>
    /// <param name="items">The items' vectors likewise.</param>
    /// <param name="offsets">The items' offsets, or empty for none.</param>
    /// <param name="stride">A multiple of <see cref="Width"/>.</param>
    /// <param name="triples">Listener, item and other item, one triple behind the other.</param>
    /// <param name="learningRate">The step's size.</param>
    /// <param name="regularization">How strongly vectors and offsets are drawn to 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Train(
        Span<float> users, Span<float> items, Span<float> offsets, int stride, ReadOnlySpan<int> triples, float learningRate, float regularization)
    {
        Check(users, items, offsets, stride, triples);
        Vector256<float> keep = Vector256.Create(1 - (learningRate * regularization));
        fixed (float* userRows = users, itemRows = items, itemOffsets = offsets)
        {
            for (int place = 0; place < triples.Length; place += 3)
            {
                int better = triples[place + 1], worse = triples[place + 2];
                if (worse < 0)
                {
                    continue;
                }

                float* user = userRows + ((nint)triples[place] * stride);
                float* first = itemRows + ((nint)better * stride);
                float* second = itemRows + ((nint)worse * stride);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int index = 0; index < stride; index += Width)
                {
                    sum = Vector256.FusedMultiplyAdd(Vector256.Load(user + index), Vector256.Load(first + index) - Vector256.Load(second + index), sum);
                }

                float difference = VectorMath.SumLanes(sum);
                if (itemOffsets != null)
                {
                    difference += itemOffsets[better] - itemOffsets[worse];
                }

                float slope = learningRate * VectorMath.Sigmoid(-difference);
                Vector256<float> up = Vector256.Create(slope), down = -up;
                for (int index = 0; index < stride; index += Width)
                {
                    Vector256<float> own = Vector256.Load(user + index), liked = Vector256.Load(first + index), other = Vector256.Load(second + index);
                    Vector256.FusedMultiplyAdd(up, liked - other, own * keep).Store(user + index);
                    Vector256.FusedMultiplyAdd(up, own, liked * keep).Store(first + index);
                    Vector256.FusedMultiplyAdd(down, own, other * keep).Store(second + index);
                }

                if (itemOffsets != null)
                {
                    itemOffsets[better] = MathF.FusedMultiplyAdd(keep.ToScalar(), itemOffsets[better], slope);
                    itemOffsets[worse] = MathF.FusedMultiplyAdd(keep.ToScalar(), itemOffsets[worse], -slope);
                }
            }
        }
    }

    internal static void Check(ReadOnlySpan<float> users, ReadOnlySpan<float> items, ReadOnlySpan<float> offsets, int stride, ReadOnlySpan<int> triples)
    {
        if (stride < Width || stride % Width != 0 || triples.Length % 3 != 0)
        {
            throw new ArgumentException($"Vectors of {stride} numbers are not whole, or {triples.Length} numbers no triples.");
        }

        int userCount = users.Length / stride, itemCount = items.Length / stride;
        KernelGuard.Holds(offsets, offsets.IsEmpty ? 0 : itemCount);
        for (int place = 0; place < triples.Length; place += 3)
        {
            if ((uint)triples[place] >= (uint)userCount || (uint)triples[place + 1] >= (uint)itemCount || triples[place + 2] >= itemCount)
            {
                throw new ArgumentException(
                    $"Triple {place / 3} names listener {triples[place]} of {userCount} and items {triples[place + 1]} and {triples[place + 2]} of {itemCount}.");
            }
        }
    }
}
