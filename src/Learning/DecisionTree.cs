namespace MusicRec.Learning;

/// <summary>A grown tree: inner nodes ask whether a feature is at most a threshold, leaves hold class shares.</summary>
/// <param name="Features">The feature asked, or −1 for a leaf, per node.</param>
/// <param name="Thresholds">A value up to this goes to the left child, per node.</param>
/// <param name="Targets">The left child (the right one follows it), or the leaf's first entry in <paramref name="Shares"/>.</param>
/// <param name="Shares">Class shares of the leaves, [leaf, classes].</param>
internal sealed record DecisionTree(int[] Features, double[] Thresholds, int[] Targets, double[] Shares)
{
    /// <summary>Whether every way from the root ends in a leaf, whatever the values: what a tree from a file must keep.</summary>
    public bool IsSound(int featureCount, int classCount)
    {
        bool sound = Features.Length > 0 && Thresholds.Length == Features.Length && Targets.Length == Features.Length;
        for (int node = 0; sound && node < Features.Length; node++)
        {
            sound = Features[node] == -1
                ? Targets[node] >= 0 && Targets[node] <= Shares.Length - classCount
                : Features[node] >= 0 && Features[node] < featureCount && Targets[node] > node && Targets[node] < Features.Length - 1;
        }

        return sound && Array.TrueForAll(Shares, share => share is >= 0 and <= 1);
    }

    /// <summary>Adds the class shares of the leaf that <paramref name="values"/> falls into.</summary>
    public void AddShares(ReadOnlySpan<double> values, Span<double> sums)
    {
        int node = 0;
        int feature;
        while ((feature = Features[node]) >= 0)
        {
            node = Targets[node] + (values[feature] <= Thresholds[node] ? 0 : 1);
        }

        ReadOnlySpan<double> shares = Shares.AsSpan(Targets[node], sums.Length);
        for (int label = 0; label < sums.Length; label++)
        {
            sums[label] += shares[label];
        }
    }
}

/// <summary>What a tree is told before it grows.</summary>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="FeaturesPerSplit">Features tried at each node, 1 or more.</param>
/// <param name="MinimumLeafSize">Fewest distinct rows in a leaf, 1 or more.</param>
/// <param name="MaximumDepth">Longest way from the root to a leaf.</param>
internal sealed record TreeSettings(int ClassCount, int FeaturesPerSplit, int MinimumLeafSize, int MaximumDepth);
