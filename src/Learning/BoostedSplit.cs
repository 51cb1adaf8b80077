using System.Runtime.InteropServices;

namespace MusicRec.Learning;

/// <summary>A way to cut a node of a boosted tree in two, and what the children would be.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BoostedSplit
{
    /// <summary>No way to cut: the gain is −1.</summary>
    public static readonly BoostedSplit None = new() { Gain = -1 };

    /// <summary>By how much the loss falls.</summary>
    public double Gain;

    /// <summary>Sums and value of the left child.</summary>
    public double LeftGradient, LeftHessian, LeftValue;

    /// <summary>Sums and value of the right child.</summary>
    public double RightGradient, RightHessian, RightValue;

    /// <summary>The column asked.</summary>
    public int Feature;

    /// <summary>The last bin that goes to the left; unused for categories.</summary>
    public int Bin;

    /// <summary>Whether missing values go to the left.</summary>
    public bool MissingLeft;

    /// <summary>Whether <see cref="Categories"/> go to the left.</summary>
    public bool IsCategorical;

    /// <summary>Categories that go to the left.</summary>
    public CategorySet Categories;

    /// <summary>Whether rows of a bin go to the left.</summary>
    public readonly bool GoesLeft(int bin) =>
        bin == BoostingBins.MissingBin ? MissingLeft : IsCategorical ? Categories.Contains(bin) : bin <= Bin;
}

/// <summary>What is known of a node before it is cut.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Gradient">Sum of the loss's first derivatives.</param>
/// <param name="Hessian">Sum of the loss's second derivatives.</param>
/// <param name="Value">What the node would add as a leaf, before the learning rate; 0 for the root.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BoostedTotals(int Rows, double Gradient, double Hessian, double Value);
