using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// What an expert does with paper 001's songs: models that learn from the topic weights of training songs too, since it is they that decide
/// the label. Those of test songs are never looked at, and no weight is an input.
/// </summary>
public static class LyricsTopicModels
{
    private const double InverseRegularization = 10;

    /// <summary>Logistic regression that learns the shares of the eight topics in training songs rather than the label alone.</summary>
    public static LyricsModel SoftLogisticRegression { get; } = new("logistic regression on topic shares", (corpus, split, _) => new LyricsPrediction(Soft(corpus, split), []));

    /// <summary>
    /// The topic model behind the labels, recovered from training songs: <see cref="LyricsTopicRecovery"/>. Where these do not show it, as a
    /// part of them may not though all do, the answer is that of <see cref="SoftLogisticRegression"/>.
    /// </summary>
    public static LyricsModel RecoveredTopics { get; } = new("recovered topic model", (corpus, split, seed) => new LyricsPrediction(Recovered(corpus, split, seed), []));

    /// <summary>The models to choose from; without the recovered topic model where the weights of the songs do not show it.</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="rows">The training songs.</param>
    public static IReadOnlyList<LyricsModel> Candidates(LyricsCorpus corpus, int[] rows)
    {
        LyricsModel labels = LyricsModel.Of("logistic regression", LyricsTopics.WordFeatures, _ => new LogisticRegression(InverseRegularization));
        return LyricsTopicRecovery.IsPossible(corpus, rows, out _)
            ? [labels, SoftLogisticRegression, RecoveredTopics]
            : [labels, SoftLogisticRegression];
    }

    private static Matrix Soft(LyricsCorpus corpus, Split split)
    {
        LyricsFeatures features = LyricsFeatures.Of(corpus, split, LyricsTopics.WordFeatures);
        LogisticRegression classifier = new(InverseRegularization);
        classifier.Fit(features.Train, LyricsTopicRecovery.LabelShares(corpus.TopicWeights.SelectRows(split.Train)));
        return classifier.PredictProbabilities(features.Test);
    }

    private static Matrix Recovered(LyricsCorpus corpus, Split split, ulong seed) => LyricsTopicRecovery.IsPossible(corpus, split.Train, out _)
        ? LyricsTopicRecovery.Fit(corpus, split.Train, new TopicModelInversionSettings { Seed = seed }).PredictShares(corpus.LyricsOf(split.Test))
        : Soft(corpus, split);
}
