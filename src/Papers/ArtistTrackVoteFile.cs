using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>The model file of an <see cref="ArtistTrackVote"/>: trees as arrays of their nodes one after the other, networks as tensors. Nothing in it is believed before it is checked.</summary>
internal static class ArtistTrackVoteFile
{
    private const string Architecture = nameof(ArtistTrackVote);
    private const int Networks = 5;

    public static void Save(string path, ArtistTrackVote.Fitted fitted, ulong seed)
    {
        RecommenderWriter file = new();
        file.Add("columns", fitted.Columns);
        (double[] artists, double[] sums, int[] rows, double mean) = fitted.Encoder.StateOfOneColumn();
        file.Add("artists", artists);
        file.Add("artists.liked", sums);
        file.Add("artists.songs", rows);
        file.Add("mean", mean);
        file.Add("feature_means", fitted.Scaler.Means!);
        file.Add("feature_factors", fitted.Scaler.Factors!);
        (int[] present, int classCount, _) = fitted.Networks[0].Shape;
        file.Add("classes", present);
        file.Add("class_count", classCount);
        foreach ((string name, ArtistTrackVote.TreePair pair) in (ReadOnlySpan<(string, ArtistTrackVote.TreePair)>)[("heard.", fitted.Heard), ("unheard.", fitted.Unheard)])
        {
            Write(file.Under(name), pair);
        }

        for (int network = 0; network < Networks; network++)
        {
            file.Add($"network.{network}", fitted.Networks[network].Module!);
        }

        SafetensorsWriter.Write(path, file.Tensors, new ModelMetadata { Architecture = Architecture, Seed = seed, Other = file.Settings }.ToEntries());
    }

    public static (ArtistTrackVote.Fitted Fitted, ulong Seed) Load(string path)
    {
        using SafetensorsFile content = SafetensorsFile.Open(path, anyType: true);
        content.Verify();
        ModelMetadata metadata = ModelMetadata.FromEntries(path, content.Metadata);
        if (metadata.Architecture != Architecture)
        {
            throw new ModelFileException(path, $"it holds '{metadata.Architecture ?? "a model of no name"}'; needed: {Architecture}.");
        }

        RecommenderReader file = new(content, path);
        int columns = file.Whole("columns"), classCount = file.Whole("class_count");
        double[] means = file.Doubles("feature_means"), factors = file.Doubles("feature_factors", means.Length);
        int[] present = file.Wholes("classes");
        bool fits = classCount is 1 or 2 && columns == means.Length + 1L && means.Length > 0 && present.Length > 0
            && present.AsSpan().SequenceEqual(classCount == 1 ? [0] : present.Length == 1 ? [1] : [0, 1]);
        if (!fits)
        {
            throw file.Bad($"columns, classes and features do not fit together: {columns} columns, {classCount} classes of which {present.Length} were seen, {means.Length} features.");
        }

        TargetEncoder encoder = ReadEncoder(file, columns);
        ArtistTrackVote.TreePair heard = ReadPair(file.Part("heard.", null), columns, present, classCount);
        ArtistTrackVote.TreePair unheard = ReadPair(file.Part("unheard.", null), columns - 1, present, classCount);
        MultilayerPerceptronClassifier[] networks = new MultilayerPerceptronClassifier[Networks];
        file.Expect("network.0.0.weight", ArtistTrackVote.NetworkSettings.HiddenSizes[0], means.Length);
        for (int network = 0; network < Networks; network++)
        {
            Sequential module = ArtistTrackVote.NetworkSettings.CreateModule(means.Length, present.Length, new RandomStream(0));
            file.Fill($"network.{network}", module);
            networks[network] = new MultilayerPerceptronClassifier(0, ArtistTrackVote.NetworkSettings);
            networks[network].Restore(module, present, classCount, means.Length);
        }

        return (new ArtistTrackVote.Fitted(columns, encoder, heard, unheard, StandardScaler.Restore(means, factors), networks), metadata.Seed ?? 0);
    }

    private static void Write(RecommenderWriter file, ArtistTrackVote.TreePair pair)
    {
        IReadOnlyList<DecisionTree> trees = pair.Forest.Trees!;
        file.Add("forest.nodes", [.. trees.Select(tree => tree.Features.Length)]);
        file.Add("forest.features", [.. trees.SelectMany(tree => tree.Features)]);
        file.Add("forest.thresholds", [.. trees.SelectMany(tree => tree.Thresholds)]);
        file.Add("forest.targets", [.. trees.SelectMany(tree => tree.Targets)]);
        file.Add("forest.leaves", [.. trees.Select(tree => tree.Shares.Length)]);
        file.Add("forest.shares", [.. trees.SelectMany(tree => tree.Shares)]);
        file.Add("forest.importances", pair.Forest.FeatureImportances);
        BoostedTrees? boosted = pair.Boosting.State.Trees;
        BoostedNode[][] own = [.. (boosted?.Trees ?? []).Select(iteration => iteration[0].Nodes)];
        file.Add("boosting.baseline", boosted is null ? [] : [.. boosted.Baseline]);
        file.Add("boosting.nodes", [.. own.Select(nodes => nodes.Length)]);
        BoostedNode[] all = [.. own.SelectMany(nodes => nodes)];
        file.Add("boosting.values", Array.ConvertAll(all, node => node.Value));
        file.Add("boosting.features", Array.ConvertAll(all, node => node.Feature));
        file.Add("boosting.lefts", Array.ConvertAll(all, node => node.Left));
    }

    private static TargetEncoder ReadEncoder(RecommenderReader file, int columns)
    {
        double[] artists = file.Doubles("artists"), liked = file.Doubles("artists.liked", artists.Length);
        int[] songs = file.Wholes("artists.songs", artists.Length);
        double mean = file.Number("mean");
        for (int place = 0; place < artists.Length; place++)
        {
            if (!double.IsFinite(artists[place]) || (place > 0 && artists[place] <= artists[place - 1]) || songs[place] < 1 || !(liked[place] >= 0 && liked[place] <= songs[place]))
            {
                throw file.Bad($"artist {place} is {artists[place]} with {liked[place]} of {songs[place]} songs liked; artists must ascend, and no more songs be liked than there are.");
            }
        }

        if (artists.Length == 0 || !(mean is >= 0 and <= 1))
        {
            throw file.Bad($"it knows {artists.Length} artists and a share of likes of {mean}; needed: 1 or more, and 0 to 1.");
        }

        TargetEncoder encoder = ArtistTrackVote.NewEncoder(0, columns);
        encoder.Restore(artists, liked, songs, mean, columns);
        return encoder;
    }

    private static ArtistTrackVote.TreePair ReadPair(RecommenderReader file, int columns, int[] present, int classCount)
    {
        int[] nodes = file.Wholes("forest.nodes"), leaves = file.Wholes("forest.leaves", nodes.Length), features = file.Wholes("forest.features"), targets = file.Wholes("forest.targets", features.Length);
        double[] thresholds = file.Doubles("forest.thresholds", features.Length), shares = file.Doubles("forest.shares"), importances = file.Doubles("forest.importances", columns);
        int[] starts = Starts(file, nodes, features.Length), shareStarts = Starts(file, leaves, shares.Length);
        DecisionTree[] trees = [.. nodes.Select((count, tree) => new DecisionTree(
            features.AsSpan(starts[tree], count).ToArray(), thresholds.AsSpan(starts[tree], count).ToArray(), targets.AsSpan(starts[tree], count).ToArray(),
            shares.AsSpan(shareStarts[tree], leaves[tree]).ToArray()))];
        int broken = Array.FindIndex(trees, tree => !tree.IsSound(columns, classCount));
        if (trees.Length == 0 || broken >= 0)
        {
            throw file.Bad(trees.Length == 0 ? "its forest has no tree." : $"tree {broken} of its forest has a node without a way to a leaf, or shares outside 0 to 1.");
        }

        ArtistTrackVote.TreePair pair = new(new RandomForest(0), new GradientBoostingClassifier(0));
        pair.Forest.Restore(trees, importances, classCount);
        pair.Boosting.State = (ReadBoosting(file, columns, present.Length), present, classCount, columns);
        return pair;
    }

    private static BoostedTrees? ReadBoosting(RecommenderReader file, int columns, int classes)
    {
        double[] baseline = file.Doubles("boosting.baseline", classes == 1 ? 0 : 1), values = file.Doubles("boosting.values");
        int[] nodes = file.Wholes("boosting.nodes"), features = file.Wholes("boosting.features", values.Length), lefts = file.Wholes("boosting.lefts", values.Length);
        int[] starts = Starts(file, nodes, values.Length);
        BoostedTree[] trees = [.. nodes.Select((count, tree) => new BoostedTree(
            [.. Enumerable.Range(starts[tree], count).Select(node => new BoostedNode(values[node], features[node], lefts[node], -1, false))], []))];
        int broken = Array.FindIndex(trees, tree => !tree.IsSound(columns));
        if (broken >= 0 || !Array.TrueForAll(values, double.IsFinite) || !Array.TrueForAll(baseline, double.IsFinite))
        {
            throw file.Bad(broken >= 0 ? $"tree {broken} of its boosting has a node without a way to a leaf." : "a number of its boosting is not finite.");
        }

        return classes == 1 ? null : BoostedTrees.Restore(baseline, [.. trees.Select(tree => (BoostedTree[])[tree])], columns);
    }

    // Where each tree's part begins, once lengths are known to add up to what the file holds.
    private static int[] Starts(RecommenderReader file, int[] lengths, int all)
    {
        int[] starts = new int[lengths.Length];
        long sum = 0;
        for (int tree = 0; tree < lengths.Length; tree++)
        {
            starts[tree] = (int)Math.Min(sum, all);
            sum += lengths[tree] >= 0 ? lengths[tree] : (long)all + 1;
            if (sum > all)
            {
                break;
            }
        }

        return sum == all ? starts : throw file.Bad($"the sizes of its trees do not add up to the {all} numbers that it holds.");
    }
}
