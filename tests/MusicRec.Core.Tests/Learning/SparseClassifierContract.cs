using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>What every classifier of sparse rows must keep; a learner passes it with a subclass of three lines.</summary>
public abstract class SparseClassifierContract
{
    protected abstract IClassifier<SparseMatrix> Create(ulong seed);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Probabilities_lie_in_0_to_1_and_sum_to_1_on_rows_without_a_number_and_with_a_large_one_too(int classes)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(60, 20, classes, words: 12, seed: 5);
        IClassifier<SparseMatrix> model = Fitted(features, labels);
        Assert.Equal(classes, model.ClassCount);
        Matrix probabilities = model.PredictProbabilities(new SparseMatrix(3, 20, [0, 0, 1, 3], [4, 2, 9], [1e6f, 1e-20f, 0.5f]));
        Assert.Equal((3, classes), (probabilities.Rows, probabilities.Columns));
        Assert.All(probabilities.Values, value => Assert.InRange(value, 0, 1));
        for (int row = 0; row < probabilities.Rows; row++)
        {
            Assert.Equal(1, probabilities.Row(row).ToArray().Sum(), 12);
        }
    }

    [Theory]
    [InlineData(2, 0.75)]
    [InlineData(4, 0.6)]
    public void Words_that_a_class_says_more_often_are_learnt(int classes, double leastAccuracy)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(300, 40, classes, words: 30, seed: 5);
        (SparseMatrix others, int[] otherLabels) = MadeUpRows.Documents(200, 40, classes, words: 30, seed: 6);
        int[] predicted = Fitted(features, labels).Predict(others);
        Assert.InRange(predicted.Zip(otherLabels, (one, other) => one == other ? 1.0 : 0).Average(), leastAccuracy, 1);
    }

    [Fact]
    public void Same_seed_and_rows_give_the_same_digits()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(60, 20, 3, words: 12, seed: 5);
        Assert.Equal(
            Fitted(features, labels).PredictProbabilities(features).Values,
            Fitted(features, labels).PredictProbabilities(features).Values);
    }

    [Fact]
    public void Fitting_again_forgets_what_was_learnt()
    {
        (SparseMatrix first, int[] firstLabels) = MadeUpRows.Documents(60, 20, 3, words: 12, seed: 5);
        (SparseMatrix second, int[] secondLabels) = MadeUpRows.Documents(50, 30, 2, words: 12, seed: 7);
        IClassifier<SparseMatrix> model = Fitted(first, firstLabels);
        model.Fit(second, secondLabels);
        Assert.Equal(2, model.ClassCount);
        Assert.Equal(Fitted(second, secondLabels).PredictProbabilities(second).Values, model.PredictProbabilities(second).Values);
    }

    [Fact]
    public void Later_changes_to_labels_do_not_reach_the_model()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(60, 20, 2, words: 12, seed: 5);
        IClassifier<SparseMatrix> model = Fitted(features, labels);
        double[] before = model.PredictProbabilities(features).Values;
        Array.Fill(labels, 1);
        Assert.Equal(before, model.PredictProbabilities(features).Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_class_seen_alone_gets_probability_1(int label)
    {
        (SparseMatrix features, _) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 5);
        IClassifier<SparseMatrix> model = Fitted(features, [.. Enumerable.Repeat(label, 20)]);
        Assert.Equal(label + 1, model.ClassCount);
        Assert.All(model.PredictProbabilities(features).Column(label), value => Assert.Equal(1, value, 12));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_class_without_a_row_is_counted_and_gets_probability_0(int classes)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(60, 20, classes, words: 12, seed: 5);
        IClassifier<SparseMatrix> model = Fitted(features, [.. labels.Select(label => 2 * label)]);
        Assert.Equal((2 * classes) - 1, model.ClassCount);
        Assert.All(model.PredictProbabilities(features).Column(1), value => Assert.Equal(0, value));
        Assert.Contains(model.Predict(features), label => label == 2);
    }

    [Fact]
    public void Rows_without_any_number_do_no_harm()
    {
        (_, int[] labels) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 5);
        SparseMatrix nothing = SparseMatrix.From(new Matrix(20, 4));
        Assert.All(Fitted(nothing, labels).PredictProbabilities(nothing).Values, value => Assert.InRange(value, 0.1, 0.9));
        SparseMatrix withoutColumns = SparseMatrix.From(new Matrix(20, 0));
        Assert.All(Fitted(withoutColumns, labels).PredictProbabilities(withoutColumns).Values, value => Assert.InRange(value, 0.1, 0.9));
    }

    [Fact]
    public void Predicting_no_rows_gives_no_rows()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 5);
        Assert.Equal(0, Fitted(features, labels).PredictProbabilities(SparseMatrix.From(new Matrix(0, 10))).Rows);
    }

    [Fact]
    public void An_unfitted_model_says_so()
    {
        IClassifier<SparseMatrix> model = Create(1);
        Assert.Equal(0, model.ClassCount);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => model.PredictProbabilities(SparseMatrix.From(new Matrix(1, 1))));
        Assert.Contains("has not been fitted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_number_of_columns_is_named_beside_the_right_one()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 5);
        IClassifier<SparseMatrix> model = Fitted(features, labels);
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.PredictProbabilities(SparseMatrix.From(new Matrix(1, 11))));
        Assert.Contains("11 columns; the model was fitted on 10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_label_out_of_range_is_named_with_its_row(int bad)
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 5);
        labels[4] = bad;
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => Create(1).Fit(features, labels));
        Assert.Contains($"labels[4] is {bad}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_and_labels_of_different_number_and_no_rows_at_all_are_refused()
    {
        (SparseMatrix features, int[] labels) = MadeUpRows.Documents(20, 10, 2, words: 5, seed: 5);
        Assert.Contains("19", Assert.Throws<ArgumentException>(() => Create(1).Fit(features, labels.AsSpan(1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Create(1).Fit(SparseMatrix.From(new Matrix(0, 10)), []));
        Assert.Throws<ArgumentNullException>(() => Create(1).Fit(null!, labels));
    }

    private IClassifier<SparseMatrix> Fitted(SparseMatrix features, int[] labels)
    {
        IClassifier<SparseMatrix> model = Create(1);
        model.Fit(features, labels);
        return model;
    }
}
