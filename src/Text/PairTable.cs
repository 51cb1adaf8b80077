namespace MusicRec.Text;

/// <summary>A table from pairs of small numbers to a number that only grows; its answers do not depend on any order.</summary>
internal sealed class PairTable
{
    private ulong[] _pairs = new ulong[64];
    private int[] _values = new int[64];

    public int Count { get; private set; }

    /// <summary>The value kept for a pair, or −1.</summary>
    public int Find(int first, int second)
    {
        ulong pair = Pack(first, second);
        int mask = _pairs.Length - 1;
        for (int place = Place(pair, mask); _pairs[place] != 0; place = (place + 1) & mask)
        {
            if (_pairs[place] == pair)
            {
                return _values[place];
            }
        }

        return -1;
    }

    /// <summary>Keeps a value for a pair that has none yet.</summary>
    public void Add(int first, int second, int value)
    {
        if (2 * ++Count > _pairs.Length)
        {
            (ulong[] pairs, int[] values) = (_pairs, _values);
            (_pairs, _values) = (new ulong[2 * pairs.Length], new int[2 * pairs.Length]);
            for (int place = 0; place < pairs.Length; place++)
            {
                if (pairs[place] != 0)
                {
                    Put(pairs[place], values[place]);
                }
            }
        }

        Put(Pack(first, second), value);
    }

    private void Put(ulong pair, int value)
    {
        int mask = _pairs.Length - 1, place = Place(pair, mask);
        while (_pairs[place] != 0)
        {
            place = (place + 1) & mask;
        }

        (_pairs[place], _values[place]) = (pair, value);
    }

    // Never 0, which marks an empty place.
    private static ulong Pack(int first, int second) => ((ulong)(uint)first << 32) | ((uint)second + 1);

    // Pairs differ in a few low bits of either half; a product mixes them into its upper bits.
    private static int Place(ulong pair, int mask) => (int)((pair * 0x9E3779B97F4A7C15) >> 33) & mask;
}
