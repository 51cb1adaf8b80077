using System.Runtime.CompilerServices;

namespace MusicRec.Learning;

/// <summary>Some of the categories 0 to 255.</summary>
[InlineArray(4)]
internal struct CategorySet
{
    private ulong _word;

    /// <summary>Whether <paramref name="category"/>, 0 to 255, is in the set.</summary>
    public readonly bool Contains(int category) => (this[category >> 6] >> (category & 63) & 1) != 0;

    /// <summary>Puts <paramref name="category"/>, 0 to 255, into the set.</summary>
    public void Add(int category) => this[category >> 6] |= 1UL << (category & 63);
}
