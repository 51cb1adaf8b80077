using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Made-up songs with lyrics for tests.</summary>
internal static class MadeUpSongs
{
    /// <summary>The made-up sample that the repository holds.</summary>
    public static LyricsCorpus Sample() => LyricsCorpus.From(MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")));

    /// <summary>A corpus of the given songs, all weights 1/16.</summary>
    public static LyricsCorpus Corpus(IReadOnlyList<(string Artist, string Lyrics, string Topic)> songs, IReadOnlyList<string> unlabelled)
    {
        List<(string Name, Column Values)> columns =
        [
            ("artist_name", new TextColumn([.. songs.Select(song => song.Artist)])),
            ("track_name", new TextColumn([.. songs.Select((_, place) => $"song {place}")])),
            ("release_date", new IntegerColumn([.. songs.Select((_, place) => 1950 + place)])),
            ("lyrics", new TextColumn([.. songs.Select(song => song.Lyrics)])),
            ("topic", new TextColumn([.. songs.Select(song => song.Topic)])),
        ];
        columns.AddRange(LyricsSongs.TopicWeightNames.Select(name => (name, (Column)new NumberColumn([.. songs.Select(_ => 1 / 16.0)]))));
        return LyricsCorpus.From(
            new LyricsSongs(new Frame([.. columns])), new Frame(("lyrics", new TextColumn([.. unlabelled]))));
    }

    /// <summary>Rows of length 1 in which two thirds of the words tell the class.</summary>
    public static (SparseMatrix Features, int[] Labels) Rows(int rows, int columns, int classes, ulong seed)
    {
        RandomStream random = new(seed);
        Matrix counts = new(rows, columns);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = row % classes;
            for (int word = 0; word < 12; word++)
            {
                int column = random.NextInt32(columns);
                counts[row, word % 3 > 0 ? (column / classes * classes) + labels[row] - (column / classes * classes + labels[row] >= columns ? classes : 0) : column]++;
            }
        }

        return (SparseMatrix.From(counts).NormalizeRows(), labels);
    }
}
