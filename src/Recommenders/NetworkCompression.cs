using System.Numerics;
using System.Runtime.InteropServices;
using MusicRec.Neural;
using MusicRec.Neural.Compression;

namespace MusicRec.Recommenders;

/// <summary>
/// How the weight matrices of a network become smaller once it is trained, and how a file holds them: of pruned ones a bit for each weight
/// and the numbers that are left, of rounded ones a byte for each number and a scale for each row. In memory and in arithmetic they are
/// floats as ever, the very ones that the file gives back; what becomes smaller is the file.
/// </summary>
public sealed record NetworkCompression
{
    /// <summary>Share of each matrix's weights that become 0, the smallest ones, 0 (none) to below 1: ⌊share × weights⌋ of each, which of a small matrix may be none. When a network is fitted with such a share, it stays whole; <see cref="NetworkRecommender.Compress"/> refuses it.</summary>
    public double PrunedShare { get; init; }

    /// <summary>Passes over the listeners at most in which the weights that are left learn on after pruning, 0 or more, and 0 where none are pruned; stopped early as training is.</summary>
    public int RetrainingEpochs { get; init; }

    /// <summary>Whether weights are rounded to whole numbers of 8 bits with a scale for each row (<see cref="QuantizedRows"/>).</summary>
    public bool EightBits { get; init; }

    private bool IsPruned => PrunedShare > 0;

    internal static NetworkCompression? Read(RecommenderReader file) => !file.Has("compression.prunedShare") ? null : new NetworkCompression
    {
        PrunedShare = file.Number("compression.prunedShare"),
        RetrainingEpochs = file.Whole("compression.retrainingEpochs"),
        EightBits = file.Flag("compression.eightBits"),
    };

    internal void Write(RecommenderWriter file)
    {
        file.Add("compression.prunedShare", PrunedShare);
        file.Add("compression.retrainingEpochs", RetrainingEpochs);
        file.Add("compression.eightBits", EightBits);
    }

    internal void Check()
    {
        if (!(PrunedShare >= 0 && PrunedShare < 1))
        {
            Throw.OutOfRange(nameof(PrunedShare), PrunedShare, "0 to below 1");
        }

        Throw.IfBelow(RetrainingEpochs, 0);
        if (!IsPruned && !EightBits)
        {
            throw new ArgumentException($"A compression with a {nameof(PrunedShare)} of 0 and without {nameof(EightBits)} does nothing; leave it out.");
        }

        if (!IsPruned && RetrainingEpochs > 0)
        {
            throw new ArgumentException($"{nameof(RetrainingEpochs)} is {RetrainingEpochs} with a {nameof(PrunedShare)} of 0; allowed: 0, as weights are trained on only after some were pruned.");
        }
    }

    /// <summary>Refuses a share that prunes not a single weight of a network.</summary>
    internal void CheckPrunes(Module module)
    {
        int most = module.Parameters.Where(MagnitudePruning.IsMatrix).Max(tensor => tensor.Shape.Count);
        if (IsPruned && (int)(PrunedShare * most) == 0)
        {
            Throw.OutOfRange(nameof(PrunedShare), PrunedShare, FormattableString.Invariant($"{1.0 / most} to below 1 for this network, whose largest matrix has {most} weights, or 0 for none"));
        }
    }

    /// <summary>Gives the matrices the numbers that a file would give back.</summary>
    internal void Round(Module module)
    {
        foreach (Tensor weight in module.Parameters.Where(tensor => EightBits && MagnitudePruning.IsMatrix(tensor)))
        {
            QuantizedRows.Of(weight.Values, weight.Shape[0]).Restore(weight.Values);
        }
    }

    /// <summary>The first thing that a file holds of a matrix, and how many bytes it has: checked before memory is taken.</summary>
    internal (string Name, long Bytes) FirstPart(string name, long weights) => IsPruned ? ($"{name}.kept", (weights + 7) / 8) : ($"{name}.wholes", weights);

    internal void WriteNetwork(RecommenderWriter file, string name, Module module)
    {
        StateDictionary state = new(module);
        foreach (string parameter in state.Names)
        {
            Tensor tensor = state[parameter];
            string full = $"{name}.{parameter}";
            if (!MagnitudePruning.IsMatrix(tensor))
            {
                file.Add(full, tensor.Values.ToArray());
                continue;
            }

            float[] values = tensor.Values.ToArray();
            bool[] kept = Array.ConvertAll(values, value => !IsPruned || value != 0);
            if (IsPruned)
            {
                file.Add($"{full}.kept", Pack(kept));
            }

            if (EightBits)
            {
                QuantizedRows rounded = QuantizedRows.Of(values, tensor.Shape[0]);
                file.Add($"{full}.wholes", MemoryMarshal.AsBytes(Pick(rounded.Wholes, kept).AsSpan()).ToArray());
                file.Add($"{full}.scales", rounded.Scales.ToArray());
            }
            else
            {
                file.Add($"{full}.values", Pick<float>(values, kept));
            }
        }
    }

    internal void ReadNetwork(RecommenderReader file, string name, Module module)
    {
        StateDictionary state = new(module);
        foreach (string parameter in state.Names)
        {
            Tensor tensor = state[parameter];
            string full = $"{name}.{parameter}";
            int count = tensor.Shape.Count;
            if (!MagnitudePruning.IsMatrix(tensor))
            {
                file.Floats(full, count).CopyTo(tensor.Values);
                continue;
            }

            byte[]? bits = IsPruned ? file.Bytes($"{full}.kept", (count + 7) / 8) : null;
            int left = bits is null ? count : bits.Sum(part => BitOperations.PopCount(part));
            if (bits is not null && count % 8 != 0 && bits[^1] >> (count % 8) != 0)
            {
                throw file.Bad($"'{full}.kept' keeps more than the {count} weights there are.");
            }

            if (EightBits)
            {
                sbyte[] wholes = Place<sbyte>(MemoryMarshal.Cast<byte, sbyte>(file.Bytes($"{full}.wholes", left)), bits, count);
                QuantizedRows.Restore(wholes, file.Floats($"{full}.scales", tensor.Shape[0]), tensor.Values);
                CheckFinite(file, full, tensor);
            }
            else
            {
                Place<float>(file.Floats($"{full}.values", left), bits, count).CopyTo(tensor.Values);
            }
        }
    }

    private static void CheckFinite(RecommenderReader file, string name, Tensor tensor)
    {
        if (tensor.Values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and int place)
        {
            throw file.Bad($"number {place} of '{name}' is beyond floats; its scale is too large.");
        }
    }

    private static byte[] Pack(bool[] kept)
    {
        byte[] bits = new byte[(kept.Length + 7) / 8];
        for (int place = 0; place < kept.Length; place++)
        {
            bits[place / 8] |= (byte)(kept[place] ? 1 << (place % 8) : 0);
        }

        return bits;
    }

    private static T[] Pick<T>(ReadOnlySpan<T> values, bool[] kept)
    {
        List<T> left = [];
        for (int place = 0; place < kept.Length; place++)
        {
            if (kept[place])
            {
                left.Add(values[place]);
            }
        }

        return [.. left];
    }

    private static T[] Place<T>(ReadOnlySpan<T> left, byte[]? bits, int count)
        where T : struct
    {
        if (bits is null)
        {
            return left.ToArray();
        }

        T[] values = new T[count];
        int next = 0;
        for (int place = 0; place < count; place++)
        {
            if ((bits[place / 8] >> (place % 8) & 1) != 0)
            {
                values[place] = left[next++];
            }
        }

        return values;
    }
}
