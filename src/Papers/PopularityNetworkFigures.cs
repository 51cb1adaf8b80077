using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>What paper 000's network reached on one fold with one seed.</summary>
/// <param name="RSquared">R² of the popularity predicted.</param>
/// <param name="AccuracyOfCut">Share of songs whose predicted popularity lies on the right side of the cut.</param>
/// <param name="Accuracy">Share right of the network that learnt popular or not.</param>
/// <param name="AveragePrecision">Its area under the curve of precision and recall.</param>
public sealed record PopularityNetworkFigures(double RSquared, double AccuracyOfCut, double Accuracy, double AveragePrecision)
{
    internal static IReadOnlyList<(string Name, Func<PopularityNetworkFigures, double> Of)> All { get; } =
    [
        ("r-squared", figures => figures.RSquared), ("accuracy-of-cut", figures => figures.AccuracyOfCut), ("accuracy", figures => figures.Accuracy),
        ("average-precision", figures => figures.AveragePrecision),
    ];

    internal static PopularityNetworkFigures Measure(PopularitySongs songs, Split fold, int cut, ulong seed, PopularityNetworkSettings settings)
    {
        PopularityNetwork network = new(seed, settings);
        double[] targets = FoldRows.Pick(songs.Popularity.ToArray(), fold.Test);
        int[] labels = [.. targets.Select(popularity => popularity >= cut ? 1 : 0)];
        network.Fit(songs, fold.Train);
        double[] predicted = network.Predict(songs, fold.Test);
        network.Fit(songs, fold.Train, cut);
        Matrix probabilities = network.PredictProbabilities(songs, fold.Test);
        return new PopularityNetworkFigures(
            RegressionMetrics.RSquared(targets, predicted), Share(labels, predicted, cut), Share(labels, probabilities.Column(1), 0.5),
            ClassificationMetrics.AveragePrecision(labels, probabilities.Column(1)));
    }

    private static double Share(int[] labels, double[] scores, double cut) =>
        ClassificationMetrics.Accuracy(labels, [.. scores.Select(score => score >= cut ? 1 : 0)]);
}
