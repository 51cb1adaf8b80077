using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MusicRec.Numerics;

/// <summary>
/// Seeded random numbers, the same on every machine: the counter-based generator Philox4x32-10
/// (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
/// A stream may be split into independent ones (per worker, tree or user) without drawing from it.
/// Not safe for use by several threads at once: give each its own <see cref="Split"/>.
/// </summary>
public sealed class RandomStream
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15UL;
    private ulong _key;
    private ulong _counter;
    private readonly uint[] _block = new uint[4];
    private int _used = 4;
    private double _spareGaussian = double.NaN;

    /// <summary>Starts the stream of <paramref name="seed"/>; any value is allowed.</summary>
    public RandomStream(ulong seed) => _key = seed;

    /// <summary>Where the stream stands; setting it makes this the very stream whose state it was.</summary>
    internal RandomState State
    {
        get => new(_key, _counter, _used, _spareGaussian);
        set
        {
            (_key, _counter, _spareGaussian) = (value.Key, value.Counter, value.SpareGaussian);
            if (value.Used < _block.Length)
            {
                _counter--;
                FillBlock();
            }

            _used = value.Used;
        }
    }

    /// <summary>A stream of its own, given by this stream's seed and <paramref name="index"/> alone: what was drawn before does not matter.</summary>
    public RandomStream Split(ulong index) => new(Mix(_key + (GoldenGamma * (index + 1))));

    /// <summary>The next 32 uniform bits.</summary>
    public uint NextUInt32()
    {
        if (_used == 4)
        {
            FillBlock();
        }

        return _block[_used++];
    }

    /// <summary>The next 64 uniform bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1.0f / (1 << 24));

    /// <summary>A uniform integer in [0, <paramref name="exclusiveMaximum"/>), without bias (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMaximum"/> is below 1.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        Throw.IfBelow(exclusiveMaximum, 1);
        uint range = (uint)exclusiveMaximum;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A draw from the normal distribution with mean 0 and standard deviation 1 (Box and Muller 1958).</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_spareGaussian))
        {
            double spare = _spareGaussian;
            _spareGaussian = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2.0 * Elementary.Log(1.0 - NextDouble()));
        (double sine, double cosine) = Elementary.SinCos(2.0 * Math.PI * NextDouble());
        _spareGaussian = radius * sine;
        return radius * cosine;
    }

    /// <summary>
    /// Fills <paramref name="values"/> with normal draws, mean 0 and standard deviation 1, four from each block of the generator:
    /// many times as fast as <see cref="NextGaussian"/>, in float, and other draws than it gives.
    /// </summary>
    public void FillGaussian(Span<float> values)
    {
        int whole = values.Length / 4 * 4;
        _used = 4;
        PhiloxKernel.Fill(_key, _counter, MemoryMarshal.Cast<float, uint>(values[..whole]));
        _counter += (ulong)(whole / 4);
        GaussianKernel.Transform(values[..whole]);
        if (whole < values.Length)
        {
            FillBlock();
            _used = 4;
            Span<float> last = stackalloc float[4];
            MemoryMarshal.Cast<uint, float>(_block).CopyTo(last);
            GaussianKernel.Transform(last);
            last[..(values.Length - whole)].CopyTo(values[whole..]);
        }
    }

    /// <summary>Fills <paramref name="values"/> with what as many calls of <see cref="NextUInt32"/> would give.</summary>
    internal void Fill(Span<uint> values)
    {
        while (_used < 4 && !values.IsEmpty)
        {
            values[0] = _block[_used++];
            values = values[1..];
        }

        int whole = values.Length / 4 * 4;
        PhiloxKernel.Fill(_key, _counter, values[..whole]);
        _counter += (ulong)(whole / 4);
        foreach (ref uint value in values[whole..])
        {
            value = NextUInt32();
        }
    }

    /// <summary>Puts <paramref name="values"/> into a uniformly random order, in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int chosen = NextInt32(last + 1);
            (values[last], values[chosen]) = (values[chosen], values[last]);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in a uniformly random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 0.</exception>
    public int[] Permutation(int count)
    {
        Throw.IfBelow(count, 0);
        int[] order = new int[count];
        for (int index = 0; index < count; index++)
        {
            order[index] = index;
        }

        Shuffle(order.AsSpan());
        return order;
    }

    private void FillBlock()
    {
        (_block[0], _block[1], _block[2], _block[3]) =
            Philox((uint)_counter, (uint)(_counter >> 32), 0, 0, (uint)_key, (uint)(_key >> 32));
        _counter++;
        _used = 0;
    }

    /// <summary>Ten rounds of Philox4x32 over one counter and key.</summary>
    internal static (uint First, uint Second, uint Third, uint Fourth) Philox(
        uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1)
    {
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = 0xD2511F53UL * counter0;
            ulong product1 = 0xCD9E8D57UL * counter2;
            (counter0, counter1, counter2, counter3) = (
                (uint)(product1 >> 32) ^ counter1 ^ key0,
                (uint)product1,
                (uint)(product0 >> 32) ^ counter3 ^ key1,
                (uint)product0);
            key0 += 0x9E3779B9;
            key1 += 0xBB67AE85;
        }

        return (counter0, counter1, counter2, counter3);
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): neighbouring indices become unrelated keys.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}

/// <summary>The state of a <see cref="RandomStream"/>.</summary>
/// <param name="Key">What its numbers follow from.</param>
/// <param name="Counter">Blocks of four drawn so far.</param>
/// <param name="Used">Numbers of the last block that are used up, 0 to 4.</param>
/// <param name="SpareGaussian">The second of a pair of normal draws, or NaN.</param>
internal readonly record struct RandomState(ulong Key, ulong Counter, int Used, double SpareGaussian);
