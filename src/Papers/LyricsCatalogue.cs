using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// The songs that paper 001's recommender chooses from: those with a topic, in the order of the corpus, then those without one whose
/// lyrics are not among them. Songs of the same title and artist stand once, the first of them.
/// </summary>
public sealed class LyricsCatalogue
{
    private LyricsCatalogue(TopicSong[] songs, string[] lyrics, int[] corpusRows) => (Songs, Lyrics, CorpusRows) = (songs, lyrics, corpusRows);

    /// <summary>The songs: first those with a topic, then those without.</summary>
    public IReadOnlyList<TopicSong> Songs { get; }

    /// <summary>The lyrics of each song.</summary>
    public string[] Lyrics { get; }

    /// <summary>For each song with a topic, its row in the corpus; songs without one follow them and have no row.</summary>
    public int[] CorpusRows { get; }

    /// <summary>Number of songs with a topic; the others follow.</summary>
    public int LabelledCount => CorpusRows.Length;

    /// <summary>The songs of a corpus and of a table of songs without a topic.</summary>
    /// <param name="corpus">Songs with a topic.</param>
    /// <param name="unlabelled">Columns artist_name, track_name, release_date and lyrics; rows without lyrics or title are left out. Null for none.</param>
    public static LyricsCatalogue From(LyricsCorpus corpus, Frame? unlabelled = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        List<TopicSong> songs = [];
        List<string> lyrics = [];
        List<int> rows = [];
        HashSet<(string Title, string Artist)> named = [];
        HashSet<string> hashes = [];
        for (int row = 0; row < corpus.Count; row++)
        {
            hashes.Add(corpus.HashOf(row)); // of the lyrics as they were read, whatever became of them since
            if (named.Add(Key(corpus.Titles[row], corpus.Artists[row])))
            {
                songs.Add(new TopicSong(corpus.Titles[row], corpus.Artists[row], corpus.Years[row], LyricsSongs.TopicNames[corpus.Topics[row]]));
                lyrics.Add(corpus.Lyrics[row]);
                rows.Add(row);
            }
        }

        if (unlabelled is not null)
        {
            string?[] titles = unlabelled.Texts("track_name"), artists = unlabelled.Texts("artist_name"), texts = unlabelled.Texts("lyrics");
            int[] years = unlabelled.Integers("release_date");
            for (int row = 0; row < unlabelled.RowCount; row++)
            {
                if (titles[row] is string title && texts[row] is string text && hashes.Add(LyricsCorpus.Hash(text)) && named.Add(Key(title, artists[row] ?? "")))
                {
                    songs.Add(new TopicSong(title, artists[row] ?? "", years[row]));
                    lyrics.Add(text);
                }
            }
        }

        return new LyricsCatalogue([.. songs], [.. lyrics], [.. rows]);
    }

    /// <summary>
    /// The probabilities to recommend by, [songs, topics]: for songs with a topic the out-of-fold ones, for the others those of a model that
    /// learnt from all songs with a topic.
    /// </summary>
    /// <param name="outOfFold">One row per song of the corpus, by models that had not seen it (<see cref="TopicRecommender.OutOfFold"/>).</param>
    /// <param name="predicted">One row per song of the catalogue; those of songs with a topic are not looked at.</param>
    /// <exception cref="ArgumentException">Rows or columns are missing.</exception>
    public Matrix Probabilities(Matrix outOfFold, Matrix predicted)
    {
        ArgumentNullException.ThrowIfNull(outOfFold);
        ArgumentNullException.ThrowIfNull(predicted);
        Throw.IfLengthsDiffer(predicted.Rows, $"{nameof(predicted)} (rows)", Songs.Count, nameof(Songs));
        Throw.IfLengthsDiffer(predicted.Columns, $"{nameof(predicted)} (columns)", outOfFold.Columns, $"{nameof(outOfFold)} (columns)");
        Throw.IfOutside(outOfFold.Rows, CorpusRows.Length == 0 ? 0 : CorpusRows[^1] + 1, int.MaxValue, $"{nameof(outOfFold)} (rows)");
        Matrix probabilities = new(predicted.Rows, predicted.Columns, [.. predicted.Values]);
        for (int place = 0; place < CorpusRows.Length; place++)
        {
            outOfFold.Row(CorpusRows[place]).CopyTo(probabilities.Row(place));
        }

        return probabilities;
    }

    private static (string Title, string Artist) Key(string title, string artist) => (title.Trim().ToUpperInvariant(), artist.Trim().ToUpperInvariant());
}
