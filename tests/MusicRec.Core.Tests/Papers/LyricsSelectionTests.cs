using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class LyricsSelectionTests
{
    private static readonly LyricsCorpus _corpus = MadeUpSongs.Sample();
    private static readonly Split _split = LyricsSplits.PaperSplit(_corpus, 42);

    [Fact]
    public void The_model_that_is_right_most_often_on_training_songs_is_chosen_and_the_test_is_touched_once()
    {
        HashSet<int> train = [.. _split.Train];
        (int inner, int outer) = (0, 0);
        LyricsModel often = Model("often", row => row % 5 != 0), seldom = Model("seldom", row => !train.Contains(row));
        LyricsSelection selection = LyricsSelection.Run(_corpus, _split, 1, [seldom, often], folds: 4);
        Assert.Equal("often", selection.ChosenName);
        Assert.Equal(["seldom", "often"], selection.Scores.Select(score => score.Name));
        Assert.Equal(_split.Train.Count(row => row % 5 != 0) / (double)_split.Train.Length, selection.Scores[1].Accuracy, 1e-12);
        Assert.Equal(0, selection.Scores[0].Accuracy);
        Assert.Equal((8, 1), (inner, outer));

        LyricsModel Model(string name, Func<int, bool> isRight) => new(name, (corpus, split, _) =>
        {
            bool isInner = split.Test.All(train.Contains) && split.Train.All(train.Contains) && !split.Test.Intersect(split.Train).Any();
            Assert.True(isInner || (split.Test.SequenceEqual(_split.Test) && split.Train.SequenceEqual(_split.Train)));
            Interlocked.Add(ref isInner ? ref inner : ref outer, 1);
            return Shares(corpus, split, isRight, 0.3);
        });
    }

    [Fact]
    public void Shares_that_are_less_sure_than_right_are_sharpened()
    {
        LyricsModel right = new("right", (corpus, split, _) => Shares(corpus, split, _ => true, 0.3));
        LyricsSelection sharp = LyricsSelection.Run(_corpus, _split, 1, [right]);
        LyricsModel halfRight = new("half right", (corpus, split, _) => Shares(corpus, split, row => row % 2 == 0, 0.5));
        LyricsSelection blunt = LyricsSelection.Run(_corpus, _split, 1, [halfRight]);
        Assert.Equal((32, 1), (sharp.Sharpness, blunt.Sharpness));
        Assert.Equal(1 / (1 + (7 * Math.Pow(1.0 / 3, 32))), sharp.Prediction.Probabilities[0, _corpus.Topics[_split.Test[0]]], 1e-12);
        Assert.All(Enumerable.Range(0, _split.Test.Length), row => Assert.Equal(1, sharp.Prediction.Probabilities.Row(row).ToArray().Sum(), 1e-12));
        Assert.Equal(0.5, blunt.Prediction.Probabilities[0, ClassOf(_split.Test[0], row => row % 2 == 0)], 1e-12);
    }

    [Fact]
    public void Of_equal_models_the_first_is_chosen()
    {
        LyricsModel first = new("first", (corpus, split, _) => Shares(corpus, split, _ => true, 0.3)), second = new("second", (corpus, split, _) => Shares(corpus, split, _ => true, 0.9));
        Assert.Equal("first", LyricsSelection.Run(_corpus, _split, 1, [first, second]).ChosenName);
    }

    [Fact]
    public void The_models_own_answer_is_left_as_it_was()
    {
        LyricsPrediction kept = Shares(_corpus, _split, _ => true, 0.3);
        LyricsModel model = new("keeps", (corpus, split, _) => split.Test.Length == _split.Test.Length ? kept : Shares(corpus, split, _ => true, 0.3));
        Assert.NotEqual(_split.Train.Length / 3, _split.Test.Length);
        Assert.Equal(32, LyricsSelection.Run(_corpus, _split, 1, [model]).Sharpness);
        Assert.Equal(0.3, kept.Probabilities.Values.Max());
    }

    [Fact]
    public void Misuse_is_named()
    {
        Assert.Throws<ArgumentException>(() => LyricsSelection.Run(_corpus, _split, 1, []));
        LyricsModel twin = new("twin", (corpus, split, _) => Shares(corpus, split, _ => true, 0.3));
        Assert.Contains("twin, twin", Assert.Throws<ArgumentException>(() => LyricsSelection.Run(_corpus, _split, 1, [twin, twin])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LyricsSelection.Run(_corpus, _split, folds: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LyricsSelection.Run(_corpus, new Split([0], [_corpus.Count])));
    }

    private static LyricsPrediction Shares(LyricsCorpus corpus, Split split, Func<int, bool> isRight, double share)
    {
        Matrix shares = new(split.Test.Length, 8);
        for (int index = 0; index < shares.Rows; index++)
        {
            shares.Row(index).Fill((1 - share) / 7);
            shares[index, ClassOf(split.Test[index], isRight)] = share;
        }

        return new LyricsPrediction(shares, []);
    }

    private static int ClassOf(int row, Func<int, bool> isRight) => isRight(row) ? _corpus.Topics[row] : (_corpus.Topics[row] + 1) % 8;
}
