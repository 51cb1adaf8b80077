namespace MusicRec.Numerics;

/// <summary>
/// A vector of numbers, one for each of several independent computations: a kernel written over it does to every lane the same operations in
/// the same order, so that a lane has the same bits in <see cref="EightLanes"/> and in <see cref="SixteenLanes"/>.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many numbers: 8 or a multiple of it.</summary>
    static abstract int Count { get; }

    /// <summary>The numbers from <paramref name="from"/> on.</summary>
    static abstract TSelf Load(float* from);

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Fill(float value);

    /// <summary>Four numbers for each lane, which stand side by side; those of the next lane <paramref name="stride"/> further.</summary>
    static abstract void LoadFour(float* from, nint stride, out TSelf first, out TSelf second, out TSelf third, out TSelf fourth);

    /// <summary>x · y + z, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x);

    /// <summary>Writes the numbers from <paramref name="to"/> on.</summary>
    void Store(float* to);
}
