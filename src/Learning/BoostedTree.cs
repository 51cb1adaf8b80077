using System.Runtime.InteropServices;

namespace MusicRec.Learning;

/// <summary>A grown tree of a boosted ensemble; it adds one number per row.</summary>
/// <param name="Nodes">The nodes, the root first.</param>
/// <param name="LeftCategories">Categories that go to the left, for nodes that ask for them.</param>
internal sealed record BoostedTree(BoostedNode[] Nodes, CategorySet[] LeftCategories)
{
    /// <summary>Whether every way from the root ends in a leaf, whatever the numbers: what a tree from a file, which asks for no categories, must keep.</summary>
    public bool IsSound(int featureCount)
    {
        bool sound = Nodes.Length > 0;
        for (int node = 0; sound && node < Nodes.Length; node++)
        {
            sound = Nodes[node].Feature == -1
                || (Nodes[node].Feature >= 0 && Nodes[node].Feature < featureCount && Nodes[node].Left > node && Nodes[node].Left < Nodes.Length - 1);
        }

        return sound;
    }

    /// <summary>The value of the leaf that a row falls into.</summary>
    public double ValueOf(ReadOnlySpan<double> values, CategorySet[] known)
    {
        ref readonly BoostedNode node = ref Nodes[0];
        while (node.Feature >= 0)
        {
            double value = values[node.Feature];
            bool isLeft = node.Categories < 0 && !double.IsNaN(value)
                ? value <= node.Value
                : GoesLeft(node, value, known[node.Feature]);
            node = ref Nodes[node.Left + (isLeft ? 0 : 1)];
        }

        return node.Value;
    }

    // A category that training rows did not have says as little as a missing value.
    private bool GoesLeft(in BoostedNode node, double value, CategorySet known) =>
        !double.IsNaN(value) && value is >= 0 and < 256 && value == Math.Floor(value) && known.Contains((int)value)
            ? LeftCategories[node.Categories].Contains((int)value)
            : node.MissingLeft;
}

/// <summary>A node of a <see cref="BoostedTree"/>.</summary>
/// <param name="Value">The largest value that goes to the left, or what a leaf adds.</param>
/// <param name="Feature">The column asked; −1 for a leaf.</param>
/// <param name="Left">The left child; the right one follows it.</param>
/// <param name="Categories">Which set of categories goes to the left; −1 where a number is asked.</param>
/// <param name="MissingLeft">Whether rows without a value go to the left.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BoostedNode(double Value, int Feature, int Left, int Categories, bool MissingLeft);
