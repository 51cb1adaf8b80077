using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Text;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsStudyTests
{
    private static readonly LyricsCorpus _corpus = MadeUpSongs.Sample();
    private static readonly TfidfSettings _words = new();

    [Fact]
    public void Features_come_from_the_lyrics_that_are_named_and_no_others()
    {
        LyricsCorpus corpus = MadeUpSongs.Corpus(
            [("ann", "aa bb", "sadness"), ("ben", "bb cc", "music"), ("eve", "dd aa", "music")], ["ee ff", "dd aa", "bb aa"]);
        Split split = new([0, 1], [2]);
        Assert.Equal(["aa", "bb", "cc"], LyricsFeatures.Of(corpus, split, _words).Vectorizer.Vocabulary);
        Assert.Equal(["aa", "bb", "cc", "ee", "ff"], LyricsFeatures.Of(corpus, split, _words, LyricsVocabulary.TrainingSongsAndUnlabelled).Vectorizer.Vocabulary);
        LyricsFeatures leaking = LyricsFeatures.Of(corpus, split, _words, LyricsVocabulary.AllSongs);
        Assert.Equal(["aa", "bb", "cc", "dd"], leaking.Vectorizer.Vocabulary);
        Assert.Equal((2, 1, 4), (leaking.Train.Rows, leaking.Test.Rows, leaking.Train.Columns));
    }

    [Fact]
    public void What_test_songs_hold_changes_no_feature_of_training_songs()
    {
        Split split = LyricsSplits.PaperSplit(_corpus, 42);
        HashSet<string> test = [.. _corpus.LyricsOf(split.Test)];
        LyricsCorpus poisoned = _corpus.WithLyrics(lyrics => test.Contains(lyrics) ? "poison " + lyrics : lyrics);
        foreach (LyricsVocabulary vocabulary in Enum.GetValues<LyricsVocabulary>())
        {
            SparseMatrix before = LyricsFeatures.Of(_corpus, split, LyricsTopics.PaperFeatures, vocabulary).Train;
            SparseMatrix after = LyricsFeatures.Of(poisoned, split, LyricsTopics.PaperFeatures, vocabulary).Train;
            Assert.Equal(vocabulary != LyricsVocabulary.AllSongs, before.Values.SequenceEqual(after.Values) && before.ColumnIndices.SequenceEqual(after.ColumnIndices));
        }
    }

    [Fact]
    public void Every_model_is_judged_on_every_split_and_beats_the_majority()
    {
        Split[] splits = [.. LyricsSplits.PaperSplits(_corpus).Take(2)];
        LyricsStudy study = LyricsStudy.Run(_corpus, splits, LyricsTopics.Baselines, seed: 1);
        Assert.Equal(LyricsTopics.Baselines.Count, study.Results.Count);
        foreach (LyricsModel model in LyricsTopics.Baselines)
        {
            Assert.Equal(splits.Select(split => split.Test), study[model.Name].Folds.Select(fold => fold.TestRows));
            Assert.True(model.Name == "majority" || study[model.Name].Accuracy.Mean > study["majority"].Accuracy.Mean + 0.3, $"{model.Name}: {study[model.Name].Accuracy.Mean}");
            Assert.Empty(study.Histories(model.Name, 1));
        }

        double commonest = splits.Average(split => _corpus.TopicsOf(split.Test).CountBy(topic => topic).Max(count => count.Value) / (double)split.Test.Length);
        Assert.Equal(commonest, study["majority"].Accuracy.Mean, 12);
        Assert.Equal(2 * splits[0].Test.Length, study.Confusion("majority").RowCount);
        Assert.Contains("Known: majority", Assert.Throws<ArgumentException>(() => study["oracle"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_of_a_study_are_means_over_its_splits()
    {
        Split[] splits = LyricsSplits.HonestFolds(_corpus, folds: 2);
        LyricsStudy study = LyricsStudy.Run(_corpus, splits, [LyricsModel.Of("naive", _words, _ => new MultinomialNaiveBayes()), Constant(3)], seed: 1);
        ClassReport first = study.Report("naive", 0), second = study.Report("naive", 1);
        Assert.Equal((first.Accuracy + second.Accuracy) / 2, study["naive"].Accuracy.Mean, 12);
        Assert.Equal((first.Accuracy * first.Weighted.Support) + (second.Accuracy * second.Weighted.Support), study.Confusion("naive").Accuracy * study.Confusion("naive").RowCount, 9);
        string classes = study.Classes("always 3").ToText();
        Assert.Contains("obscene", classes, StringComparison.Ordinal);
        Assert.Equal(1, study.Report("always 3", 0).Classes[3].Recall);
        Assert.Contains("weighted precision", study.ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => study.Report("naive", 2));

        // What only names a topic has no log loss.
        Assert.EndsWith("–", study.ToText().Split('\n').Single(line => line.StartsWith("always 3", StringComparison.Ordinal)).TrimEnd(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LyricsPrediction.OfTopics([8]));
    }

    [Fact]
    public void Networks_bring_a_line_of_learning_for_each_split()
    {
        Split[] splits = [.. LyricsSplits.PaperSplits(_corpus).Take(2)];
        LyricsStudy study = LyricsStudy.Run(_corpus, splits, LyricsTopics.PaperNetworks, seed: 1);
        Assert.Equal([20, 30, 15], LyricsTopics.PaperNetworks.Select(model => study.LearningCurves(model.Name, epoch => epoch.ValidationAccuracy)[1].Length));
        Assert.Equal(study["FFNN"].Accuracy.PerFold[1], study.LearningCurves("FFNN", epoch => epoch.ValidationAccuracy)[1][^1], 12);
        Assert.Equal(2, study.Histories("fine-tuned FFNN", 0).Count);
        Assert.Empty(study.LearningCurves("FFNN", _ => null)[0]);
        Assert.True(study["FFNN"].Accuracy.Mean > 0.5 && study["Transformer"].Accuracy.Mean > 0.5, study.ToText());
    }

    [Fact]
    public void The_same_seed_gives_the_same_study()
    {
        Split[] splits = [.. LyricsSplits.PaperSplits(_corpus).Take(2)];
        LyricsModel seeded = new("seeded", (corpus, split, seed) =>
        {
            Matrix probabilities = new(split.Test.Length, 8);
            RandomStream random = new(seed);
            for (int row = 0; row < probabilities.Rows; row++)
            {
                probabilities[row, random.NextInt32(8)] = 1;
            }

            return new LyricsPrediction(probabilities, []);
        });
        Assert.Equal(Answer(3), Answer(3));
        Assert.NotEqual(Answer(3), Answer(4));

        double[] Answer(ulong seed) => [.. LyricsStudy.Run(_corpus, splits, [seeded], seed)["seeded"].Folds.SelectMany(fold => fold.Probabilities.Values)];
    }

    [Fact]
    public void Misuse_is_named()
    {
        Split[] splits = [LyricsSplits.PaperSplit(_corpus, 42)];
        Assert.Contains("always 1", Assert.Throws<ArgumentException>(() => LyricsStudy.Run(_corpus, splits, [Constant(1), Constant(1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LyricsStudy.Run(_corpus, [], [Constant(1)]));
        Assert.Throws<ArgumentException>(() => LyricsStudy.Run(_corpus, splits, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => LyricsStudy.Run(_corpus, [new Split([0], [_corpus.Count])], [Constant(1)]));
        Assert.Throws<ArgumentException>(() => LyricsStudy.Run(_corpus, [new Split([0], [])], [Constant(1)]));
    }

    private static LyricsModel Constant(int topic) =>
        new($"always {topic}", (_, split, _) => LyricsPrediction.OfTopics([.. split.Test.Select(_ => topic)]));
}
