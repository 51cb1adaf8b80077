using MusicRec.Data;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsCorpusTests
{
    [Fact]
    public void Lyrics_that_repeat_are_kept_once_the_first_one()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus(
            [("ann", "one two three", "sadness"), ("ben", "three  Two one", "music"), ("eve", "one two two three", "music"), ("cid", "four", "obscene")],
            ["four", "five", "FIVE ", "two one three"]);
        Assert.Equal(3, corpus.Count);
        Assert.Equal(1, corpus.RepeatsRemoved);
        Assert.Equal(["ann", "eve", "cid"], corpus.Artists);
        Assert.Equal(["sadness", "music", "obscene"], corpus.Topics.Select(topic => LyricsSongs.TopicNames[topic]));
        Assert.Equal(["four", "five", "two one three"], corpus.UnlabelledLyrics);
        Assert.Equal(2, corpus.UnlabelledAmongSongs);
        Assert.Equal((3, 16), (corpus.TopicWeights.Rows, corpus.TopicWeights.Columns));
    }

    [Fact]
    public void A_test_songs_lyrics_are_never_among_those_without_a_topic()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus(
            [("ann", "one two", "sadness"), ("ben", "three", "music"), ("eve", "four", "music")], ["four", "two one", "three", "five"]);
        Split split = new([0, 1], [2]);
        Assert.Equal(["two one", "three", "five"], corpus.UnlabelledLyricsFor(split));
        Assert.Equal(["five"], corpus.MoreLyricsFor(split));
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.UnlabelledLyricsFor(new Split([0], [3])));
    }

    [Fact]
    public void A_hash_counts_words_and_not_their_order_case_or_spaces()
    {
        Assert.Equal(LyricsCorpus.Hash("b a\tA"), LyricsCorpus.Hash("  a B a "));
        Assert.NotEqual(LyricsCorpus.Hash("a b"), LyricsCorpus.Hash("a a b"));
        Assert.NotEqual(LyricsCorpus.Hash("a b"), LyricsCorpus.Hash("ab"));
        Assert.Matches("^[0-9A-F]{64}$", LyricsCorpus.Hash(""));
    }

    [Fact]
    public void Changed_lyrics_leave_everything_else_as_it_was()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus([("ann", "one two", "sadness"), ("ben", "three", "music")], ["three", "five"]);
        LyricsCorpus changed = corpus.WithLyrics(lyrics => lyrics.Replace("three", "five", StringComparison.Ordinal));
        Assert.Equal(["one two", "five"], changed.Lyrics);
        Assert.Equal(["five", "five"], changed.UnlabelledLyrics);
        Assert.Equal(["five"], changed.UnlabelledLyricsFor(new Split([0], [1])));
        Assert.Equal(corpus.Topics, changed.Topics);
    }

    [Fact]
    public void The_papers_split_is_stratified_and_its_seed_decides()
    {
        LyricsCorpus corpus = MadeUpSongs.Sample();
        Split[] splits = LyricsSplits.PaperSplits(corpus);
        Assert.Equal(5, splits.Length);
        Assert.Equal(splits[0].Test, LyricsSplits.PaperSplit(corpus, 42).Test);
        Assert.NotEqual(splits[0].Test, splits[1].Test);
        foreach (Split split in splits)
        {
            Assert.Equal((int)Math.Round(0.2 * corpus.Count), split.Test.Length);
            for (int topic = 0; topic < 8; topic++)
            {
                Assert.Equal(0.2 * corpus.Topics.Count(of => of == topic), corpus.TopicsOf(split.Test).Count(of => of == topic), 1.0);
            }
        }
    }

    [Fact]
    public void Honest_folds_judge_uniform_rows_once_each_and_others_never()
    {
        LyricsCorpus corpus = MadeUpSongs.Sample();
        Split[] folds = LyricsSplits.HonestFolds(corpus);
        Assert.Equal(Enumerable.Range(0, corpus.Count).Where(row => corpus.IsUniform[row]), folds.SelectMany(fold => fold.Test).Order());
        Assert.Contains(false, corpus.IsUniform);
        Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, corpus.Count), fold.Train.Concat(fold.Test).Order()));
        Assert.All(folds, fold => Assert.Equal(fold.Train.Order(), fold.Train));
    }

    [Fact]
    public void No_lyrics_stand_on_both_sides_and_none_of_a_test_song_without_a_topic()
    {
        LyricsCorpus corpus = MadeUpSongs.Sample();
        Assert.True(corpus.UnlabelledAmongSongs > 0);
        foreach (Split split in LyricsSplits.PaperSplits(corpus).Concat(LyricsSplits.HonestFolds(corpus)))
        {
            HashSet<string> test = [.. corpus.LyricsOf(split.Test).Select(LyricsCorpus.Hash)];
            Assert.DoesNotContain(corpus.LyricsOf(split.Train).Select(LyricsCorpus.Hash), test.Contains);
            Assert.DoesNotContain(corpus.UnlabelledLyricsFor(split).Select(LyricsCorpus.Hash), test.Contains);
        }
    }

    [Fact]
    public void The_share_of_known_artists_forgives_case_and_space()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus(
            [("Ann", "one", "sadness"), ("ben", "two", "music"), (" ann ", "three", "music"), ("eve", "four", "music")], []);
        Assert.Equal(0.5, LyricsSplits.KnownArtistShare(corpus, new Split([0, 1], [2, 3])));
        Assert.Throws<ArgumentException>(() => LyricsSplits.KnownArtistShare(corpus, new Split([0, 1], [])));
    }

    [Fact]
    public void The_nearest_training_song_is_told_by_the_cosine_of_word_counts()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus(
            [("a", "one one two", "sadness"), ("b", "three four", "music"), ("c", "one two", "music"), ("d", "three four four", "music"), ("e", "five", "music"), ("f", "three five", "music")], []);
        double[] nearest = LyricsSplits.NearestTraining(corpus, new Split([0, 1], [2, 3, 4, 5]));
        Assert.Equal([3 / Math.Sqrt(10), 3 / Math.Sqrt(10), 0, 0.5], nearest, (expected, actual) => Math.Abs(expected - actual) < 1e-6);
        Assert.Throws<ArgumentException>(() => LyricsSplits.NearestTraining(corpus, new Split([], [2])));
    }

    [Fact]
    public void Of_the_real_data_every_song_is_kept_and_1358_are_also_among_those_without_a_topic()
    {
        LyricsCorpus corpus = LyricsCorpus.From(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")));
        Assert.Equal((4600, 0, 1000), (corpus.Count, corpus.RepeatsRemoved, corpus.IsUniform.Count(uniform => uniform)));
        Assert.InRange(corpus.UnlabelledAmongSongs, 1358, 1360);
    }
}
