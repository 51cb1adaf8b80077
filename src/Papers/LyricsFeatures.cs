using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>Which lyrics decide vocabulary and inverse document frequencies.</summary>
public enum LyricsVocabulary
{
    /// <summary>Those of the training songs alone.</summary>
    TrainingSongs,

    /// <summary>Those of the training songs and the lyrics without a topic, none of which is a test song's.</summary>
    TrainingSongsAndUnlabelled,

    /// <summary>Those of all songs, the test songs too: the leak in the authors' notebooks, which fit TF-IDF before they split.</summary>
    AllSongs,
}

/// <summary>The TF-IDF rows of a split's songs.</summary>
/// <param name="Train">Those of the training songs, [training songs, features].</param>
/// <param name="Test">Those of the test songs, [test songs, features].</param>
/// <param name="Vectorizer">What made them.</param>
public sealed record LyricsFeatures(SparseMatrix Train, SparseMatrix Test, TfidfVectorizer Vectorizer)
{
    /// <summary>Learns vocabulary and frequencies and makes the rows.</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="split">Which of them are learnt from and which are judged on.</param>
    /// <param name="settings">Which n-grams count and how.</param>
    /// <param name="vocabulary">Which lyrics decide.</param>
    /// <exception cref="ArgumentException">The split names a row that is not there, or no n-gram is left.</exception>
    public static LyricsFeatures Of(LyricsCorpus corpus, Split split, TfidfSettings settings, LyricsVocabulary vocabulary = LyricsVocabulary.TrainingSongs)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(settings);
        Throw.IfUndefined(vocabulary);
        corpus.Check(split);
        string[] train = corpus.LyricsOf(split.Train);
        TfidfVectorizer vectorizer = new(settings);
        vectorizer.Fit(vocabulary switch
        {
            LyricsVocabulary.TrainingSongs => train,
            LyricsVocabulary.TrainingSongsAndUnlabelled => [.. train, .. corpus.MoreLyricsFor(split)],
            _ => corpus.Lyrics,
        });
        return new LyricsFeatures(vectorizer.Transform(train), vectorizer.Transform(corpus.LyricsOf(split.Test)), vectorizer);
    }
}
