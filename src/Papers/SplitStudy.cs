using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Neural;

namespace MusicRec.Papers;

/// <summary>The paper's network on many random splits of the same songs: how far one split's figures move by luck alone.</summary>
public sealed class SplitStudy
{
    private readonly History[] _histories;

    private SplitStudy(int heldOutCount, History[] histories) => (HeldOutCount, _histories) = (heldOutCount, histories);

    /// <summary>Songs held out in each split.</summary>
    public int HeldOutCount { get; }

    /// <summary>Number of splits.</summary>
    public int Count => _histories.Length;

    /// <summary>Training accuracy of each split after the last epoch.</summary>
    public double[] Training => [.. _histories.Select(history => history.Accuracies[^1])];

    /// <summary>Accuracy on the held-out songs of each split after the last epoch.</summary>
    public double[] HeldOut => [.. _histories.Select(history => history.ValidationAccuracies[^1])];

    /// <summary>The best accuracy on the held-out songs over all epochs: what picking the epoch by looking at them reports.</summary>
    public double[] HeldOutBestEpoch => [.. _histories.Select(history => history.ValidationAccuracies.Max())];

    /// <summary>Trains the network on stratified splits of its own.</summary>
    /// <param name="songs">One listener's songs.</param>
    /// <param name="heldOutCount">Songs to hold out in each split, 1 to all but one.</param>
    /// <param name="splits">Number of splits, 1 or more.</param>
    /// <param name="seed">Decides the splits and the weights.</param>
    public static SplitStudy Run(LikedSongs songs, int heldOutCount, int splits, ulong seed)
    {
        Throw.IfOutside(heldOutCount, 1, songs.Count - 1);
        Throw.IfBelow(splits, 1);
        Split[] drawn = [.. Enumerable.Range(1, splits).Select(index => Splits.Stratified(songs.Labels, heldOutCount / (double)songs.Count, seed + (ulong)index))];
        return new SplitStudy(drawn[0].Test.Length, SpotifyLikes.Train(songs.Features, songs.Labels, drawn, seed));
    }

    /// <summary>Share of splits whose held-out accuracy after the last epoch is at most <paramref name="accuracy"/>, 0 to 1.</summary>
    public double ShareAtMost(double accuracy) => HeldOut.Count(value => value <= accuracy) / (double)Count;

    /// <summary>
    /// Share of splits with an epoch whose training accuracy prints as <paramref name="training"/> and, where given, whose held-out
    /// accuracy prints as <paramref name="heldOut"/> in the same epoch.
    /// </summary>
    public double SharePrinting(ReportedPercentage training, ReportedPercentage? heldOut = null) =>
        _histories.Count(history => history.Epochs.Any(epoch =>
            PrintsAs(epoch.Accuracy!.Value, training) && (heldOut is null || PrintsAs(epoch.ValidationAccuracy!.Value, heldOut)))) / (double)Count;

    /// <summary>
    /// The loss on the held-out songs of each split in the first epoch whose training loss is at most
    /// <paramref name="trainingLoss"/>; splits without such an epoch have none.
    /// </summary>
    public double[] HeldOutLossAt(double trainingLoss) =>
        [.. _histories.Select(history => history.Epochs.FirstOrDefault(epoch => epoch.Loss <= trainingLoss)?.ValidationLoss).OfType<double>()];

    private static bool PrintsAs(double accuracy, ReportedPercentage printed) => Math.Round(100 * accuracy, printed.Decimals) == printed.Percent;
}
