using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsTopicRecoveryTests
{
    private const int Topics = 19, OwnWords = 4;

    [Fact]
    public void Labels_of_songs_never_seen_come_out_as_the_hidden_model_has_them()
    {
        LyricsCorpus corpus = TopicCorpus();
        Split split = LyricsSplits.PaperSplit(corpus, 42);
        LyricsTopicRecovery recovery = LyricsTopicRecovery.Fit(corpus, split.Train);
        Assert.Equal(Topics, recovery.Model.TopicCount);
        Assert.Equal(Enumerable.Range(0, Topics * OwnWords).Select(Word).Order(StringComparer.Ordinal), recovery.Words);
        Matrix shares = recovery.PredictShares(corpus.LyricsOf(split.Test)), weights = recovery.PredictWeights(corpus.LyricsOf(split.Test));
        int[] predicted = [.. Enumerable.Range(0, shares.Rows).Select(row => ClassifierExtensions.MostProbable(shares.Row(row)))];
        Assert.InRange(ClassificationMetrics.Accuracy(corpus.TopicsOf(split.Test), predicted), 0.95, 1);
        Assert.Equal((split.Test.Length, 16), (weights.Rows, weights.Columns));
        Matrix expected = corpus.TopicWeights.SelectRows(split.Test);
        Assert.InRange(weights.Values.Zip(expected.Values, (left, right) => Math.Abs(left - right)).Average(), 0, 0.005);
    }

    [Fact]
    public void A_topics_words_are_those_that_stand_for_it_and_the_table_names_them()
    {
        LyricsCorpus corpus = TopicCorpus();
        LyricsTopicRecovery recovery = LyricsTopicRecovery.Fit(corpus, [.. Enumerable.Range(0, corpus.Count)]);
        for (int topic = 0; topic < LyricsSongs.TopicWeightNames.Count; topic++)
        {
            Assert.Equal(
                Enumerable.Range(topic * OwnWords, OwnWords).Select(Word).Order(),
                recovery.TopWords(LyricsSongs.TopicWeightNames[topic], OwnWords).Order());
        }

        Assert.Contains("sadness", recovery.ToText(), StringComparison.Ordinal);
        Assert.Contains("19 topics", recovery.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("romantic", Assert.Throws<ArgumentException>(() => recovery.TopWords("joy", 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => recovery.TopWords("sadness", 0));
    }

    [Fact]
    public void Lyrics_without_a_known_word_get_the_shares_of_the_labels()
    {
        LyricsCorpus corpus = TopicCorpus();
        LyricsTopicRecovery recovery = LyricsTopicRecovery.Fit(corpus, [.. Enumerable.Range(0, corpus.Count)]);
        Matrix shares = recovery.PredictShares(["", "filler0 unheard", Word(0)]);
        for (int topic = 0; topic < 8; topic++)
        {
            double expected = corpus.Topics.Count(label => label == topic) / (double)corpus.Count;
            Assert.Equal(expected, shares[0, topic], 1e-12);
            Assert.Equal(expected, shares[1, topic], 1e-12);
        }

        Assert.NotEqual(shares.Row(0).ToArray(), shares.Row(2).ToArray());
    }

    [Fact]
    public void What_test_songs_hold_changes_no_prediction()
    {
        LyricsCorpus corpus = TopicCorpus();
        Split split = LyricsSplits.PaperSplit(corpus, 42);
        LyricsSelection before = LyricsSelection.Run(corpus, split);
        foreach (int row in split.Test)
        {
            corpus.Topics[row] = (corpus.Topics[row] + 3) % 8;
            corpus.TopicWeights.Row(row).Fill(0.01);
        }

        LyricsSelection after = LyricsSelection.Run(corpus, split);
        Assert.Equal("recovered topic model", before.ChosenName);
        Assert.Equal(before.ChosenName, after.ChosenName);
        Assert.Equal(before.Scores, after.Scores);
        Assert.Equal(before.Prediction.Probabilities.Values, after.Prediction.Probabilities.Values);
    }

    [Fact]
    public void Shares_of_the_eight_topics_are_their_weights_among_themselves()
    {
        Matrix weights = new(2, 16);
        weights[0, LyricsSongs.TopicWeightNames.ToList().IndexOf("sadness")] = 0.3;
        weights[0, LyricsSongs.TopicWeightNames.ToList().IndexOf("music")] = 0.1;
        weights[0, LyricsSongs.TopicWeightNames.ToList().IndexOf("dating")] = 0.6;
        Matrix shares = LyricsTopicRecovery.LabelShares(weights);
        Assert.Equal(0.75, shares[0, LyricsSongs.TopicNames.ToList().IndexOf("sadness")], 1e-12);
        Assert.Equal(0.25, shares[0, LyricsSongs.TopicNames.ToList().IndexOf("music")], 1e-12);
        Assert.All(shares.Row(1).ToArray(), share => Assert.Equal(0.125, share));
        Assert.Throws<ArgumentException>(() => LyricsTopicRecovery.LabelShares(new Matrix(1, 8)));
    }

    [Fact]
    public void The_sample_made_up_without_a_topic_model_is_told_so_and_the_choice_goes_on_without_it()
    {
        LyricsCorpus corpus = MadeUpSongs.Sample();
        Split split = LyricsSplits.PaperSplit(corpus, 42);
        Assert.False(LyricsTopicRecovery.IsPossible(corpus, split.Train, out string reason));
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => LyricsTopicRecovery.Fit(corpus, split.Train)).Message, StringComparison.Ordinal);
        Assert.False(LyricsTopicRecovery.IsPossible(TopicCorpus().WithLyrics(lyrics => lyrics + " wordaa wordbb"), [.. Enumerable.Range(0, 100)], out reason));
        Assert.Contains("vocabulary", reason, StringComparison.Ordinal);
        LyricsSelection selection = LyricsSelection.Run(corpus, split);
        Assert.Equal(["logistic regression", "logistic regression on topic shares"], selection.Scores.Select(score => score.Name));
        Assert.All(Enumerable.Range(0, split.Test.Length), row => Assert.Equal(1, selection.Prediction.Probabilities.Row(row).ToArray().Sum(), 1e-9));
    }

    [Fact]
    public void Where_training_songs_do_not_show_the_topic_model_their_topic_shares_are_learnt()
    {
        // As in an inner fold that holds too little of what all training songs show.
        LyricsCorpus corpus = MadeUpSongs.Sample();
        Split split = LyricsSplits.PaperSplit(corpus, 42);
        Assert.Equal(
            LyricsTopicModels.SoftLogisticRegression.Predict(corpus, split, 1).Probabilities.Values,
            LyricsTopicModels.RecoveredTopics.Predict(corpus, split, 1).Probabilities.Values);
    }

    [Fact]
    public void Of_the_real_data_19_topics_over_682_words_come_back_and_tell_nearly_every_label()
    {
        LyricsCorpus corpus = LyricsCorpus.From(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")));
        Split split = LyricsSplits.PaperSplit(corpus, 42);
        LyricsTopicRecovery recovery = LyricsTopicRecovery.Fit(corpus, split.Train);
        Assert.Equal((19, 682), (recovery.Model.TopicCount, recovery.Words.Count));
        Matrix shares = recovery.PredictShares(corpus.LyricsOf(split.Test));
        int[] predicted = [.. Enumerable.Range(0, shares.Rows).Select(row => ClassifierExtensions.MostProbable(shares.Row(row)))];
        Assert.InRange(ClassificationMetrics.Accuracy(corpus.TopicsOf(split.Test), predicted), 0.98, 1);
    }

    /// <summary>Songs of a labelled topic and another one of 19, three of which have no name, in words that belong to one topic more than to others, and in words that the topic model does not know.</summary>
    internal static LyricsCorpus TopicCorpus(int songs = 500)
    {
        Matrix wordTopics = new(Topics * OwnWords, Topics);
        for (int word = 0; word < wordTopics.Rows; word++)
        {
            for (int topic = 0; topic < Topics; topic++)
            {
                wordTopics[word, topic] = topic == word / OwnWords ? 1 : topic == (word * 7 % Topics) ? 0.05 : 1e-3;
            }
        }

        RandomStream random = new(7);
        Matrix counts = new(songs, wordTopics.Rows);
        string[] lyrics = new string[songs];
        for (int song = 0; song < songs; song++)
        {
            List<string> words = [];
            int[] of = [LyricsSongs.LabelColumns[song % 8], random.NextInt32(Topics)];
            for (int place = 8 + random.NextInt32(20); place > 0; place--)
            {
                int word = (of[random.NextInt32(3) / 2] * OwnWords) + random.NextInt32(OwnWords);
                counts[song, word]++;
                words.Add(Word(word));
                if (song % 3 > 0 && random.NextInt32(3) == 0)
                {
                    words.Add($"filler{random.NextInt32(30)}");
                }
            }

            lyrics[song] = string.Join(' ', words);
        }

        Matrix weights = new TopicModel(wordTopics, 1.0 / Topics).Infer(SparseMatrix.From(counts)).SelectColumns([.. Enumerable.Range(0, 16)]);
        Matrix shares = LyricsTopicRecovery.LabelShares(weights);
        LyricsCorpus corpus = MadeUpSongs.Corpus(
            [.. lyrics.Select((text, song) => ($"artist {song % 50}", text, LyricsSongs.TopicNames[ClassifierExtensions.MostProbable(shares.Row(song))]))], []);
        Assert.Equal(songs, corpus.Count);
        weights.Values.CopyTo(corpus.TopicWeights.Values, 0);
        return corpus;
    }

    private static string Word(int word) => $"word{(char)('a' + (word / 26))}{(char)('a' + (word % 26))}";
}
