using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// Paper 001 (Sangphet, Liang and Takada 2025, "Deep Learning Approach on Music Recommendation System"): eight topics told from lyrics by three networks on
/// TF-IDF rows, and the simple models that they have to stand beside.
/// </summary>
public static class LyricsTopics
{
    /// <summary>The paper's features: single words and pairs, the 5,000 most frequent, all else as scikit-learn has it.</summary>
    public static TfidfSettings PaperFeatures { get; } = new() { Ngrams = new NgramSettings { MaximumLength = 2, MaximumFeatures = 5000 } };

    /// <summary>Single words that stand in two songs or more: all that a linear model needs.</summary>
    public static TfidfSettings WordFeatures { get; } = new() { Ngrams = new NgramSettings { MinimumDocuments = 2 } };

    /// <summary>How often each of those words stands in a song, which is what naive Bayes takes.</summary>
    public static TfidfSettings WordCounts { get; } = WordFeatures with { UseInverseDocumentFrequencies = false, Norm = RowNorm.None };

    /// <summary>The paper's three networks, vocabulary from training songs only; the fine-tuned one's schedule watches the test songs, as the authors' did.</summary>
    public static IReadOnlyList<LyricsModel> PaperNetworks { get; } =
    [
        LyricsModel.Of("FFNN", LyricsArchitecture.FeedForward),
        LyricsModel.Of("fine-tuned FFNN", LyricsArchitecture.FineTuned),
        LyricsModel.Of("Transformer", LyricsArchitecture.Transformer),
    ];

    /// <summary>
    /// What the authors' notebooks do otherwise than their paper says, each beside its honest form in <see cref="PaperNetworks"/>: TF-IDF fitted on all songs before
    /// they are split; a Transformer that attends to its whole batch; and, the other way round, a schedule that does not see the test songs.
    /// </summary>
    public static IReadOnlyList<LyricsModel> Forensics { get; } =
    [
        LyricsModel.Of("FFNN, TF-IDF fitted on all songs", LyricsArchitecture.FeedForward, LyricsVocabulary.AllSongs),
        LyricsModel.Of("fine-tuned FFNN, schedule on training loss", LyricsArchitecture.FineTuned, followTest: false),
        LyricsModel.Of("Transformer across the batch", LyricsArchitecture.TransformerAcrossBatch),
        LyricsModel.Of("logistic regression, paper's features", PaperFeatures, _ => new LogisticRegression(10)),
        LyricsModel.Of("logistic regression, paper's features fitted on all songs", PaperFeatures, _ => new LogisticRegression(10), LyricsVocabulary.AllSongs),
    ];

    /// <summary>What the networks have to stand beside.</summary>
    public static IReadOnlyList<LyricsModel> Baselines { get; } =
    [
        new("majority", Majority),
        LyricsModel.Of("naive Bayes", WordCounts, _ => new MultinomialNaiveBayes()),
        new("linear SVM", LinearSupportVectorMachine),
        LyricsModel.Of("logistic regression, paper's features", PaperFeatures, _ => new LogisticRegression(10)),
        LyricsModel.Of("logistic regression", WordFeatures, _ => new LogisticRegression(10)),
    ];

    private static LyricsPrediction Majority(LyricsCorpus corpus, Split split, ulong seed)
    {
        MajorityClassifier classifier = new();
        classifier.Fit(new Matrix(split.Train.Length, 0), corpus.TopicsOf(split.Train));
        return new LyricsPrediction(classifier.PredictProbabilities(new Matrix(split.Test.Length, 0)), []);
    }

    private static LyricsPrediction LinearSupportVectorMachine(LyricsCorpus corpus, Split split, ulong seed)
    {
        LyricsFeatures features = LyricsFeatures.Of(corpus, split, WordFeatures);
        LinearSupportVectorMachine classifier = new();
        classifier.Fit(features.Train, corpus.TopicsOf(split.Train));
        return LyricsPrediction.OfTopics(classifier.Predict(features.Test));
    }
}
