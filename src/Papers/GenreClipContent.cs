using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// Content features of clips as a fold knows them: whatever is learnt is learnt from the fold's training clips, so that for its test clips the features are
/// those of music that the network has never heard.
/// </summary>
/// <param name="Name">What to call them in tables.</param>
/// <param name="IsTaught">Whether they were learnt from the genres of the training clips.</param>
/// <param name="Features">From a fold to the features of all clips, [clips, features].</param>
public sealed record GenreClipContent(string Name, bool IsTaught, Func<GenreClipFold, Matrix> Features)
{
    /// <summary>The name in <see cref="All"/> of what the CNN says of a clip.</summary>
    public const string Network = "CNN's last layer";

    /// <summary>The name in <see cref="All"/> of the clips' sound in numbers.</summary>
    public const string Sound = "sound in numbers";

    /// <summary>The name in <see cref="All"/> of both side by side.</summary>
    public const string Both = "both side by side";

    /// <summary>
    /// The clips' sound in numbers (<see cref="GenreClipFeatures"/>), which knows of no genres; the same weighed by genres: the logarithm of each genre's share by logistic
    /// regression, as the CNN has been taught genres too; the CNN's last layer; and the first and the last side by side.
    /// </summary>
    public static IReadOnlyList<GenreClipContent> All { get; } =
    [
        new(Sound, false, fold => fold.Clips.Features),
        new("sound in numbers, taught genres", true, OfLogistic),
        new(Network, true, OfNetwork),
        new(Both, true, fold => SideBySide(fold.Clips.Features, OfNetwork(fold))),
    ];

    /// <summary>
    /// A recommender of clips that sound like a listener's, by these features: fitted on a listener for each genre who plays its training clips. Features are scaled over
    /// the training clips; test clips are new ones that nobody plays.
    /// </summary>
    /// <param name="fold">The fold.</param>
    /// <exception cref="ArgumentException">The features have not a row for each clip, or one is not finite.</exception>
    public ContentNeighbors Recommender(GenreClipFold fold)
    {
        ArgumentNullException.ThrowIfNull(fold);
        Matrix features = Features(fold);
        Check(features, fold.Clips);
        ContentNeighbors neighbors = new(
            features, [.. Enumerable.Range(0, features.Columns).Select(column => $"{Name} {column}")], new ContentOptions { ScaleItems = fold.Split.Train, Scale = RatingScale.Binary });
        neighbors.Fit(Interactions.FromIndices(
            [.. fold.Clips.Genres], [.. fold.Clips.Clips.Select(clip => clip.Name)], fold.TrainLabels, fold.Split.Train, [.. fold.Split.Train.Select(_ => 1.0)]));
        return neighbors;
    }

    // A clip with a missing feature would be nobody's neighbour, which would be counted against the features.
    private void Check(Matrix features, GenreClips clips)
    {
        Throw.IfLengthsDiffer(features?.Rows ?? 0, $"the features '{Name}' (rows)", clips.Count, "the clips");
        for (int clip = 0; clip < clips.Count; clip++)
        {
            for (int column = 0; column < features!.Columns; column++)
            {
                if (!double.IsFinite(features[clip, column]))
                {
                    throw new ArgumentException($"The features '{Name}' are {features[clip, column]} in row {clip} ('{clips.Clips[clip].Name}'), column {column}; only finite numbers are allowed.");
                }
            }
        }
    }

    private static Matrix OfNetwork(GenreClipFold fold) => fold.Network.Value.Embed(fold.Clips.Spectrograms);

    private static Matrix OfLogistic(GenreClipFold fold)
    {
        Pipeline classifier = new(new LogisticRegression(0.1), new StandardScaler());
        classifier.Fit(fold.Clips.Features.SelectRows(fold.Split.Train), fold.TrainLabels);
        Matrix shares = classifier.PredictProbabilities(fold.Clips.Features);
        for (int index = 0; index < shares.Values.Length; index++)
        {
            // A share that rounds to 0 must not lie infinitely far away.
            shares.Values[index] = Elementary.Log(Math.Max(1e-12, shares.Values[index]));
        }

        return shares;
    }

    private static Matrix SideBySide(Matrix first, Matrix second)
    {
        Matrix both = new(first.Rows, first.Columns + second.Columns);
        for (int row = 0; row < both.Rows; row++)
        {
            first.Row(row).CopyTo(both.Row(row));
            second.Row(row).CopyTo(both.Row(row)[first.Columns..]);
        }

        return both;
    }
}
