using FsCheck;
using FsCheck.Fluent;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class RankedClassesTests
{
    [Fact]
    public void The_place_of_the_true_class_is_counted_from_the_likeliest_and_ties_fall_to_the_smaller()
    {
        Matrix probabilities = new(4, 3, [0.2, 0.5, 0.3, 0.4, 0.4, 0.2, 0.4, 0.4, 0.2, 0.1, 0.1, 0.8]);
        Assert.Equal([1, 0, 1, 3], RankedClasses.Ranks(probabilities, [2, 0, 1, 5]));
        Assert.Equal(0.25, RankedClasses.TopAccuracy(probabilities, [2, 0, 1, 5], 1));
        Assert.Equal(0.75, RankedClasses.TopAccuracy(probabilities, [2, 0, 1, 5], 2));
        Assert.Equal(0.75, RankedClasses.TopAccuracy(probabilities, [2, 0, 1, 5], 9));
    }

    [Fact]
    public void The_first_place_is_accuracy_and_more_places_never_hold_less() =>
        Prop.ForAll(
            Gen.Choose(0, 9).SelectMany(label => Gen.Choose(0, 4).ArrayOf(5).Select(scores => (label: label % 5, scores))).NonEmptyListOf().ToArbitrary(),
            rows =>
            {
                Matrix scores = new(rows.Count, 5, [.. rows.SelectMany(row => row.scores.Select(score => (double)score))]);
                int[] labels = [.. rows.Select(row => row.label)];
                int[] first = [.. rows.Select(row => Array.IndexOf(row.scores, row.scores.Max()))];
                Assert.Equal(ClassificationMetrics.Accuracy(labels, first), RankedClasses.TopAccuracy(scores, labels, 1));
                for (int count = 1; count < 5; count++)
                {
                    Assert.True(RankedClasses.TopAccuracy(scores, labels, count) <= RankedClasses.TopAccuracy(scores, labels, count + 1));
                }

                Assert.Equal(1, RankedClasses.TopAccuracy(scores, labels, 5));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_without_labels_and_numbers_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RankedClasses.Ranks(new Matrix(2, 2), [0]));
        Assert.Throws<ArgumentException>(() => RankedClasses.Ranks(new Matrix(1, 1, [double.NaN]), [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankedClasses.Ranks(new Matrix(1, 2), [-1]));
        Assert.Throws<ArgumentException>(() => RankedClasses.TopAccuracy(new Matrix(0, 2), [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankedClasses.TopAccuracy(new Matrix(1, 2), [0], 0));
    }
}
