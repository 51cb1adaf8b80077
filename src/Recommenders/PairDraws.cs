using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Draws what <see cref="BayesianPersonalizedRanking"/> learns from: for every item of a listener one that they have not.</summary>
internal sealed class PairDraws(Interactions interactions, RandomStream random)
{
    private readonly int[] _users = interactions.UserOfEachPair();
    private readonly int[] _items = interactions.ItemOfEachPair();

    /// <summary>
    /// Writes one pass, all pairs of a listener and an item in a random order, each as listener, item, other item; −1 for the other
    /// item where the listener has all. The pass depends on the number of its stream alone.
    /// </summary>
    public void Pass(ulong stream, Span<int> triples)
    {
        RandomStream own = random.Split(stream);
        int[] order = own.Permutation(_users.Length);
        for (int place = 0; place < order.Length; place++)
        {
            int user = _users[order[place]];
            ReadOnlySpan<int> having = interactions.ItemsOf(user);
            triples[3 * place] = user;
            triples[(3 * place) + 1] = _items[order[place]];
            triples[(3 * place) + 2] = having.Length == interactions.ItemCount ? -1 : Other(having, interactions.ItemCount, own);
        }
    }

    /// <summary>Draws one of the items that are not among <paramref name="having"/> (ascending, not all there are), each as likely.</summary>
    public static int Other(ReadOnlySpan<int> having, int itemCount, RandomStream random)
    {
        // The item with this many others of its kind before it: behind all items whose number is at most that plus their own place.
        int rank = random.NextInt32(itemCount - having.Length), low = 0, high = having.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (having[middle] - middle <= rank)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return rank + low;
    }
}
