using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>What a model says of a split's test songs.</summary>
/// <param name="Probabilities">The probability of each topic for each test song, [test songs, topics].</param>
/// <param name="Histories">How training went, phase by phase; empty for models without epochs.</param>
/// <param name="IsProbability">False where the model only names a topic, which then has the probability 1: such are not judged as probabilities.</param>
public sealed record LyricsPrediction(Matrix Probabilities, IReadOnlyList<History> Histories, bool IsProbability = true)
{
    /// <summary>The answer of a model that names one topic for each song.</summary>
    /// <param name="topics">A topic for each test song, 0 to 7.</param>
    public static LyricsPrediction OfTopics(ReadOnlySpan<int> topics)
    {
        Matrix answer = new(topics.Length, LyricsSongs.TopicNames.Count);
        for (int song = 0; song < topics.Length; song++)
        {
            Throw.IfOutside(topics[song], 0, answer.Columns - 1, $"{nameof(topics)}[{song}]");
            answer[song, topics[song]] = 1;
        }

        return new LyricsPrediction(answer, [], IsProbability: false);
    }
}

/// <summary>A way to tell the topics of songs: lyrics of a split's training songs in, probabilities of its test songs out.</summary>
public sealed class LyricsModel
{
    private readonly Func<LyricsCorpus, Split, ulong, LyricsPrediction> _predict;

    /// <summary>A model that may use all of the corpus but topics and topic weights of test songs.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="predict">Given corpus, split and seed, learns from the training songs and answers for the test songs; called from several threads.</param>
    public LyricsModel(string name, Func<LyricsCorpus, Split, ulong, LyricsPrediction> predict)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(predict);
        (Name, _predict) = (name, predict);
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>A classifier of TF-IDF rows.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="settings">Which n-grams count and how.</param>
    /// <param name="build">Makes an unfitted classifier from a seed.</param>
    /// <param name="vocabulary">Which lyrics decide vocabulary and inverse document frequencies.</param>
    public static LyricsModel Of(
        string name, TfidfSettings settings, Func<ulong, IClassifier<SparseMatrix>> build, LyricsVocabulary vocabulary = LyricsVocabulary.TrainingSongs) =>
        new(name, (corpus, split, seed) =>
        {
            LyricsFeatures features = LyricsFeatures.Of(corpus, split, settings, vocabulary);
            IClassifier<SparseMatrix> classifier = build(seed);
            classifier.Fit(features.Train, corpus.TopicsOf(split.Train));
            return new LyricsPrediction(classifier.PredictProbabilities(features.Test), []);
        });

    /// <summary>One of the paper's networks on TF-IDF rows.</summary>
    /// <param name="name">What to call it in tables.</param>
    /// <param name="architecture">Which network.</param>
    /// <param name="vocabulary">Which lyrics decide vocabulary and inverse document frequencies.</param>
    /// <param name="followTest">
    /// Whether loss and accuracy on the test songs are followed epoch by epoch. Only <see cref="LyricsArchitecture.FineTuned"/> learns something else by it:
    /// its schedule then watches the test songs, as in the authors' notebook.
    /// </param>
    /// <param name="settings">Which n-grams count and how; null for <see cref="LyricsTopics.PaperFeatures"/>.</param>
    public static LyricsModel Of(
        string name, LyricsArchitecture architecture, LyricsVocabulary vocabulary = LyricsVocabulary.TrainingSongs, bool followTest = true, TfidfSettings? settings = null)
    {
        Throw.IfUndefined(architecture);
        return new LyricsModel(name, (corpus, split, seed) =>
        {
            LyricsFeatures features = LyricsFeatures.Of(corpus, split, settings ?? LyricsTopics.PaperFeatures, vocabulary);
            LyricsNetwork network = new(architecture, seed);
            if (followTest)
            {
                network.Fit(features.Train, corpus.TopicsOf(split.Train), features.Test, corpus.TopicsOf(split.Test));
            }
            else
            {
                network.Fit(features.Train, corpus.TopicsOf(split.Train));
            }

            return new LyricsPrediction(network.PredictProbabilities(features.Test), network.Histories);
        });
    }

    /// <summary>Learns from the training songs of <paramref name="split"/> and answers for its test songs.</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="split">Which of them are learnt from and which are judged on.</param>
    /// <param name="seed">Decides what is drawn.</param>
    public LyricsPrediction Predict(LyricsCorpus corpus, Split split, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        corpus.Check(split);
        Throw.IfEmpty(split.Train.Length, "the training side");
        Throw.IfEmpty(split.Test.Length, "the test side");
        return _predict(corpus, split, seed);
    }
}
