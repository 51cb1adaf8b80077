using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>What every classifier must keep; a learner passes it with a subclass of three lines.</summary>
public abstract class ClassifierContract
{
    /// <summary>Whether NaN stands for a missing value.</summary>
    protected virtual bool TakesMissingValues => false;

    /// <summary>Whether there may be classes beside 0 and 1; a learner that takes only these says so.</summary>
    protected virtual bool TakesMoreThanTwoClasses => true;

    /// <summary>To how many digits a class that was seen alone gets probability 1: few for a network whose sigmoid nears it step by step.</summary>
    protected virtual int SeenAloneDigits => 12;

    /// <summary>Classes that the learner counts at least once fitted: 2 for those that tell likes from dislikes, also where all training rows are of one kind.</summary>
    protected virtual int LeastClassCount => 1;

    protected abstract IClassifier Create(ulong seed);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Probabilities_lie_in_0_to_1_and_sum_to_1(int classes)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 3, classes, seed: 5);
        if (classes > 2 && !TakesMoreThanTwoClasses)
        {
            Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => Create(1).Fit(features, labels)).Message, StringComparison.Ordinal);
            return;
        }

        IClassifier model = Fitted(features, labels);
        Assert.Equal(classes, model.ClassCount);
        (Matrix others, _) = MadeUpRows.Blobs(41, 3, classes, seed: 6);
        others[0, 0] = 1e6;
        Matrix probabilities = model.PredictProbabilities(others);
        Assert.Equal((41, classes), (probabilities.Rows, probabilities.Columns));
        Assert.All(probabilities.Values, value => Assert.InRange(value, 0, 1));
        for (int row = 0; row < probabilities.Rows; row++)
        {
            Assert.Equal(1, probabilities.Row(row).ToArray().Sum(), 12);
        }
    }

    [Fact]
    public void Same_seed_and_rows_give_the_same_digits()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 3, 2, seed: 5);
        Assert.Equal(
            Fitted(features, labels).PredictProbabilities(features).Values,
            Fitted(features, labels).PredictProbabilities(features).Values);
    }

    [Fact]
    public void Fitting_again_forgets_what_was_learnt()
    {
        (Matrix first, int[] firstLabels) = MadeUpRows.Blobs(60, 4, TakesMoreThanTwoClasses ? 3 : 2, seed: 5);
        (Matrix second, int[] secondLabels) = MadeUpRows.Blobs(50, 3, 2, seed: 7);
        IClassifier model = Fitted(first, firstLabels);
        model.Fit(second, secondLabels);
        Assert.Equal(2, model.ClassCount);
        Assert.Equal(Fitted(second, secondLabels).PredictProbabilities(second).Values, model.PredictProbabilities(second).Values);
    }

    [Fact]
    public void Inputs_are_left_as_they_are_and_later_changes_to_them_do_not_reach_the_model()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 3, 2, seed: 5);
        (Matrix copy, int[] labelCopy) = MadeUpRows.Blobs(60, 3, 2, seed: 5);
        IClassifier model = Fitted(features, labels);
        double[] before = model.PredictProbabilities(features).Values;
        Assert.Equal(copy.Values, features.Values);
        Assert.Equal(labelCopy, labels);
        Array.Fill(features.Values, 3.5);
        Array.Fill(labels, 1);
        Assert.Equal(before, model.PredictProbabilities(copy).Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_class_seen_alone_gets_probability_1(int label)
    {
        (Matrix features, _) = MadeUpRows.Blobs(20, 3, 2, seed: 5);
        IClassifier model = Fitted(features, [.. Enumerable.Repeat(label, 20)]);
        Assert.Equal(Math.Max(LeastClassCount, label + 1), model.ClassCount);
        Assert.All(model.PredictProbabilities(features).Column(label), value => Assert.Equal(1, value, SeenAloneDigits));
    }

    [Fact]
    public void A_class_without_a_row_is_counted_and_gets_probability_0()
    {
        if (!TakesMoreThanTwoClasses)
        {
            return;
        }

        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 3, 2, seed: 5);
        IClassifier model = Fitted(features, [.. labels.Select(label => 2 * label)]);
        Assert.Equal(3, model.ClassCount);
        Assert.All(model.PredictProbabilities(features).Column(1), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Columns_that_never_vary_do_no_harm()
    {
        (_, int[] labels) = MadeUpRows.Blobs(20, 1, 2, seed: 5);
        Matrix probabilities = Fitted(new Matrix(20, 2), labels).PredictProbabilities(new Matrix(3, 2));
        Assert.All(probabilities.Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void Predicting_no_rows_gives_no_rows()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(20, 3, 2, seed: 5);
        Assert.Equal(0, Fitted(features, labels).PredictProbabilities(new Matrix(0, 3)).Rows);
    }

    [Fact]
    public void An_unfitted_model_says_so()
    {
        IClassifier model = Create(1);
        Assert.Equal(0, model.ClassCount);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => model.PredictProbabilities(new Matrix(1, 1)));
        Assert.Contains("has not been fitted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_of_columns_is_named_beside_the_right_one()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(20, 3, 2, seed: 5);
        IClassifier model = Fitted(features, labels);
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.PredictProbabilities(new Matrix(1, 4)));
        Assert.Contains("4 columns; the model was fitted on 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_named_by_row_and_column(double bad)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(20, 3, 2, seed: 5);
        IClassifier model = Fitted(features, labels);
        features[7, 2] = bad;
        if (TakesMissingValues && double.IsNaN(bad))
        {
            model.Fit(features, labels);
            Assert.All(model.PredictProbabilities(features).Values, value => Assert.InRange(value, 0, 1));
            return;
        }

        foreach (Action use in (Action[])[() => model.PredictProbabilities(features), () => model.Fit(features, labels)])
        {
            Assert.Contains("row 7, column 2", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_label_out_of_range_is_named_with_its_row(int bad)
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(20, 3, 2, seed: 5);
        labels[4] = bad;
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => Create(1).Fit(features, labels));
        Assert.Contains($"labels[4] is {bad}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_and_labels_of_different_number_and_no_rows_at_all_are_refused()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(20, 3, 2, seed: 5);
        Assert.Contains("19", Assert.Throws<ArgumentException>(() => Create(1).Fit(features, labels.AsSpan(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Create(1).Fit(new Matrix(0, 3), []));
    }

    private IClassifier Fitted(Matrix features, int[] labels)
    {
        IClassifier model = Create(1);
        model.Fit(features, labels);
        return model;
    }
}
