using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class ImbalanceTableTests
{
    private static readonly (Matrix Features, int[] Labels) s_rare = Rare(400, 3);
    private static readonly Split[] s_folds = Splits.StratifiedKFold(s_rare.Labels, 4, 1);

    [Fact]
    public void What_a_constant_answer_cannot_reach_stands_beside_its_accuracy()
    {
        CrossValidationResult majority = Run(_ => new MajorityClassifier(), "majority"), logistic = Run(_ => new LogisticRegression(), "logistic");
        Assert.Equal(0.1, majority.AveragePrecision!.Mean, 12);
        for (int fold = 0; fold < 4; fold++)
        {
            int[] labels = [.. s_folds[fold].Test.Select(row => s_rare.Labels[row])];
            Assert.Equal(ClassificationMetrics.AveragePrecision(labels, logistic.Folds[fold].Probabilities.Column(1)), logistic.AveragePrecision!.PerFold[fold]);
        }

        Assert.True(logistic.AveragePrecision!.Mean > 0.3);
        string table = ImbalanceTable.Of(majority, logistic).ToText();
        Assert.Contains("AP − majority", table, StringComparison.Ordinal);
        Assert.Contains("10.0 % of the rows are of class 1", table, StringComparison.Ordinal);
        Assert.Contains("a constant answer 90.0 % accuracy", table, StringComparison.Ordinal);
        Assert.Equal(
            ["model", "average precision", "± sd", "balanced accuracy", "precision", "recall", "F1", "accuracy", "AP − majority", "p (Holm)"], Cells(table.Split('\n')[0]));

        // By hand: one of two rows of class 1 is found, among three that are called so.
        Split[] one = [new Split([0], [1, 2, 3, 4, 5])];
        CrossValidationResult small = CrossValidation.Run(one, [0, 1, 1, 0, 0, 0], (_, _) => new Matrix(5, 2, [0.1, 0.9, 0.6, 0.4, 0.3, 0.7, 0.4, 0.6, 0.9, 0.1]), name: "small");
        Assert.Equal(
            ["small", "0.7500*", "0.0000", "0.4167*", "0.3333*", "0.5000*", "0.4000*", "0.4000*"], Cells(ImbalanceTable.Of(small).ToText().Split('\n')[2]));

        static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    [Fact]
    public void Any_figure_can_be_taken_over_folds_and_compared()
    {
        CrossValidationResult majority = Run(_ => new MajorityClassifier(), "majority"), logistic = Run(_ => new LogisticRegression(), "logistic");
        Assert.Equal(majority.Accuracy.PerFold, majority.Measure((labels, fold) => ClassificationMetrics.Accuracy(labels, fold.Predicted))!.PerFold);
        Assert.Equal(
            logistic.CompareAccuracy(majority), logistic.Compare(majority, (labels, fold) => ClassificationMetrics.Accuracy(labels, fold.Predicted)));
        Assert.Null(majority.Measure((_, _) => null));
        Assert.Throws<ArgumentException>(() => majority.Measure((_, _) => double.NaN));
        Assert.Contains("4 of 4 folds", Assert.Throws<ArgumentException>(() => majority.Compare(logistic, (_, _) => null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_without_the_rare_class_and_more_than_two_classes_are_refused()
    {
        Split[] folds = [new Split([0, 1], [2, 3])];
        CrossValidationResult absent = CrossValidation.Run(folds, new Matrix(4, 1), [1, 0, 0, 0], _ => new MajorityClassifier());
        Assert.Null(absent.AveragePrecision);
        Assert.Throws<ArgumentException>(() => ImbalanceTable.Of(absent));
        CrossValidationResult three = CrossValidation.Run(folds, new Matrix(4, 1), [0, 1, 2, 1], _ => new MajorityClassifier());
        Assert.Throws<ArgumentException>(() => ImbalanceTable.Of(three));
        Assert.Throws<ArgumentException>(() => ImbalanceTable.Of());
    }

    private static CrossValidationResult Run(Func<ulong, IClassifier> build, string name) =>
        CrossValidation.Run(s_folds, s_rare.Features, s_rare.Labels, build, name: name);

    private static (Matrix Features, int[] Labels) Rare(int rows, ulong seed)
    {
        RandomStream random = new(seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => row % 10 == 0 ? 1 : 0)];
        return (new Matrix(rows, 1, [.. labels.Select(label => random.NextGaussian() + (1.5 * label))]), labels);
    }
}
