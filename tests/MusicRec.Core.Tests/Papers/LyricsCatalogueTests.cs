using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsCatalogueTests
{
    [Fact]
    public void Songs_without_a_topic_follow_unless_their_lyrics_or_names_are_there()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus([("ann", "one two", "sadness"), ("ben", "three", "music")], []);
        Frame unlabelled = new(
            ("artist_name", new TextColumn(["eve", "eve", "Ann ", null, "cid", "cid", "cid"])),
            ("track_name", new TextColumn(["same words", "new", "SONG 0", "no artist", "again", "Again", null])),
            ("release_date", new IntegerColumn([1960, 1961, 1962, 1963, 1964, 1965, 1966])),
            ("lyrics", new TextColumn(["two one", "four", "five", "six", "seven", "eight", "nine"])));
        LyricsCatalogue catalogue = LyricsCatalogue.From(corpus, unlabelled);
        Assert.Equal(["song 0", "song 1", "new", "no artist", "again"], catalogue.Songs.Select(song => song.Title));
        Assert.Equal(["one two", "three", "four", "six", "seven"], catalogue.Lyrics);
        Assert.Equal(["sadness", "music", null, null, null], catalogue.Songs.Select(song => song.Topic));
        Assert.Equal([1950, 1951, 1961, 1963, 1964], catalogue.Songs.Select(song => song.Year ?? 0));
        Assert.Equal([0, 1], catalogue.CorpusRows);
        Assert.Equal(2, catalogue.LabelledCount);
    }

    [Fact]
    public void Lyrics_of_a_song_with_a_topic_are_known_though_a_pipeline_has_changed_them()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus([("ann", "dreams", "sadness")], []).WithLyrics(_ => "dream");
        Frame unlabelled = new(
            ("artist_name", new TextColumn(["eve"])), ("track_name", new TextColumn(["new"])), ("release_date", new IntegerColumn([1961])), ("lyrics", new TextColumn(["dreams"])));
        Assert.Single(LyricsCatalogue.From(corpus, unlabelled).Songs);
    }

    [Fact]
    public void Songs_with_a_topic_get_their_out_of_fold_probabilities()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus([("ann", "one", "sadness"), ("ben", "two", "music")], []);
        Frame unlabelled = new(
            ("artist_name", new TextColumn(["eve"])), ("track_name", new TextColumn(["new"])), ("release_date", new IntegerColumn([1961])), ("lyrics", new TextColumn(["four"])));
        LyricsCatalogue catalogue = LyricsCatalogue.From(corpus, unlabelled);
        Matrix predicted = new(3, 2, [1, 0, 1, 0, 0.75, 0.25]);
        Assert.Equal([0.5, 0.5, 0.25, 0.75, 0.75, 0.25], catalogue.Probabilities(new Matrix(2, 2, [0.5, 0.5, 0.25, 0.75]), predicted).Values);
        Assert.Equal(1, predicted[0, 0]);
        Assert.Throws<ArgumentException>(() => catalogue.Probabilities(new Matrix(2, 2), new Matrix(2, 2)));
        Assert.Throws<ArgumentException>(() => catalogue.Probabilities(new Matrix(2, 3), predicted));
        Assert.Throws<ArgumentOutOfRangeException>(() => catalogue.Probabilities(new Matrix(1, 2), predicted));
    }

    [Fact]
    public void The_samples_catalogue_holds_every_song_once()
    {
        MusicData data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path("."));
        LyricsCatalogue catalogue = LyricsCatalogue.From(LyricsCorpus.From(data), data.UnlabelledLyrics());
        Assert.Equal(catalogue.Lyrics.Length, catalogue.Songs.Count);
        Assert.Equal(catalogue.Lyrics.Length, catalogue.Lyrics.Select(LyricsCorpus.Hash).Distinct().Count());
        Assert.InRange(catalogue.Songs.Count, 1_000, 1_100); // 600 and 600, of which 100 are the same
    }

    [Fact]
    public void A_label_is_the_largest_of_eight_weights_and_its_margin_the_lead_over_the_next()
    {
        LyricsCorpus sample = MadeUpSongs.Sample();
        Assert.Equal(1, LyricsLabels.ShareOfLargestWeight(sample));
        Assert.All(LyricsLabels.Margins(sample), margin => Assert.InRange(margin, 0, 1));

        LyricsCorpus corpus = MadeUpSongs.Corpus([("ann", "one", "sadness"), ("ben", "two", "sadness"), ("cid", "three", "music")], []);
        Set(corpus, 0, ("sadness", 0.5), ("music", 0.2), ("dating", 0.3)); // rightly labelled
        Set(corpus, 1, ("sadness", 0.1), ("music", 0.4), ("dating", 0.5)); // wrongly, and dating is larger than any that can be a label
        Set(corpus, 2, ("sadness", 0.0), ("music", 0.9), ("dating", 0.1));
        Assert.Equal(2.0 / 3, LyricsLabels.ShareOfLargestWeight(corpus), 12);
        Assert.Equal(1.0 / 3, LyricsLabels.ShareWithLargerHiddenTopic(corpus), 12);
        double[] margins = LyricsLabels.Margins(corpus);
        Assert.Equal([0.3, 0.3, 0.9], margins.Select(margin => Math.Round(margin, 12)));
    }

    private static void Set(LyricsCorpus corpus, int row, params (string Topic, double Weight)[] weights)
    {
        corpus.TopicWeights.Row(row).Clear();
        foreach ((string topic, double weight) in weights)
        {
            corpus.TopicWeights[row, LyricsSongs.TopicWeightNames.ToList().IndexOf(topic)] = weight;
        }
    }
}
