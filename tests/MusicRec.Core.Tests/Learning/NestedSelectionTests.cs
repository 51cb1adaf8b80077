using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class NestedSelectionTests
{
    private static readonly Candidate Majority = new("majority", _ => new MajorityClassifier());
    private static readonly Candidate Forest = new("forest", seed => new RandomForest(seed, 20));
    private static readonly Candidate Logistic = new("logistic", _ => new LogisticRegression());

    [Fact]
    public void The_candidate_that_predicts_best_inside_is_chosen_and_fitted_on_all_rows()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(120, 3, 2, seed: 5);
        NestedSelection selection = new(1, [Majority, Logistic]);
        selection.Fit(features, labels);
        Assert.Equal("logistic", selection.ChosenName);
        Assert.Equal(["majority", "logistic"], selection.Scores.Select(score => score.Name));
        Assert.Equal(0.5, selection.Scores[0].Accuracy, 12);
        Assert.Equal(0.5, selection.Scores[0].BrierScore, 12);
        LogisticRegression alone = new();
        alone.Fit(features, labels);
        Assert.Equal(alone.PredictProbabilities(features).Values, selection.PredictProbabilities(features).Values);
    }

    [Fact]
    public void Where_a_product_decides_the_forest_is_chosen()
    {
        RandomStream random = new(3);
        Matrix features = new(300, 2, [.. Enumerable.Range(0, 600).Select(_ => random.NextGaussian())]);
        int[] labels = [.. Enumerable.Range(0, 300).Select(row => features[row, 0] * features[row, 1] > 0 ? 1 : 0)];
        NestedSelection selection = new(1, [Logistic, Forest, Majority], folds: 4, repeats: 2);
        selection.Fit(features, labels);
        Assert.Equal("forest", selection.ChosenName);
        Assert.IsType<RandomForest>(selection.Chosen);
        Assert.InRange(selection.Scores[1].Accuracy, 0.85, 1);
    }

    [Fact]
    public void Of_equal_accuracies_the_lower_Brier_score_wins_and_of_equal_scores_the_first()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 3, 2, seed: 5);
        Candidate timid = new("timid", seed => new VotingEnsemble([new LogisticRegression(), new FlatClassifier()]));
        NestedSelection selection = new(1, [timid, Logistic, new Candidate("again", _ => new LogisticRegression())]);
        selection.Fit(features, labels);
        Assert.Equal(selection.Scores[0].Accuracy, selection.Scores[1].Accuracy);
        Assert.Equal("logistic", selection.ChosenName);
    }

    [Fact]
    public void By_Brier_score_a_learner_that_knows_its_doubts_beats_one_that_hits_as_often_but_is_always_sure()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(200, 1, 2, seed: 8);
        Candidate[] candidates = [new("sure", _ => new KNearestNeighbors(1)), Logistic];
        NestedSelection selection = new(1, candidates, SelectionCriterion.BrierScore);
        selection.Fit(features, labels);
        Assert.Equal("logistic", selection.ChosenName);
        Assert.Equal(2 * (1 - selection.Scores[0].Accuracy), selection.Scores[0].BrierScore, 12);
        Assert.InRange(selection.Scores[1].BrierScore, 0.05, selection.Scores[0].BrierScore - 0.05);
    }

    [Fact]
    public void Inner_models_see_training_rows_only_and_never_all_of_them_before_the_choice()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(50, 3, 2, seed: 5);
        List<int> fitted = [];
        Candidate[] candidates = [new("first", _ => new CountingClassifier(fitted)), new("second", _ => new CountingClassifier(fitted))];
        new NestedSelection(1, candidates).Fit(features, labels);
        Assert.Equal([.. Enumerable.Repeat(40, 10), 50], fitted);
    }

    [Fact]
    public void Candidates_are_needed_and_their_names_must_differ()
    {
        Assert.Throws<ArgumentException>(() => new NestedSelection(1, []));
        Assert.Contains("'forest'", Assert.Throws<ArgumentException>(() => new NestedSelection(1, [Forest, Logistic, Forest])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NestedSelection(1, [Forest], folds: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NestedSelection(1, [Forest], repeats: 0));
        Assert.Contains("5 inner folds", Assert.Throws<ArgumentException>(() => new NestedSelection(1, [Forest, Logistic]).Fit(new Matrix(4, 1), [0, 1, 0, 1])).Message, StringComparison.Ordinal);
    }

    private sealed class FlatClassifier : IClassifier
    {
        public int ClassCount => 2;

        public void Fit(Matrix features, ReadOnlySpan<int> labels)
        {
        }

        public Matrix PredictProbabilities(Matrix features) => new(features.Rows, 2, [.. Enumerable.Repeat(0.5, 2 * features.Rows)]);
    }

    private sealed class CountingClassifier(List<int> fitted) : IClassifier
    {
        public int ClassCount => 2;

        public void Fit(Matrix features, ReadOnlySpan<int> labels) => fitted.Add(features.Rows);

        public Matrix PredictProbabilities(Matrix features) => new(features.Rows, 2, [.. Enumerable.Repeat(0.5, 2 * features.Rows)]);
    }
}
