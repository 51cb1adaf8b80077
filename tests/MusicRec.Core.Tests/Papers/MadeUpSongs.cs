using MusicRec.Data;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Made-up songs with lyrics for tests.</summary>
internal static class MadeUpSongs
{
    /// <summary>The made-up sample that the repository holds.</summary>
    public static LyricsCorpus Sample() => LyricsCorpus.From(MusicData.Open(RepositoryFolder.Path("data/sample")));

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
}
