using System.Text.Json;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class RandomSearchTests
{
    private static readonly JsonElement s_golden = Golden.Read("selection.json");

    [Theory]
    [InlineData("iterations")]
    [InlineData("rows")]
    public void Rungs_are_those_of_scikit_learn(string kind)
    {
        foreach (JsonElement golden in s_golden.GetProperty(kind).EnumerateArray())
        {
            int smallest = kind == "rows" ? 2 * golden.GetProperty("folds").GetInt32() * golden.GetProperty("classes").GetInt32() : 1;
            IReadOnlyList<SearchRung> rungs = SuccessiveHalving.Rungs(SettingsOf(golden), smallest, golden.GetProperty("rows").GetInt32());
            Assert.Equal(golden.Numbers("resources"), rungs.Select(rung => (double)rung.Resource));
            Assert.Equal(golden.Numbers("candidates"), rungs.Select(rung => (double)rung.Candidates));
        }
    }

    [Fact]
    public void The_candidates_left_on_each_rung_and_the_best_are_those_of_scikit_learn()
    {
        foreach (JsonElement golden in s_golden.GetProperty("iterations").EnumerateArray())
        {
            SearchSettings settings = SettingsOf(golden);
            ParameterSpace space = new ParameterSpace().Integer("candidate", 0, settings.Candidates!.Value - 1);
            SearchResult result = RandomSearch.Run(space, settings, trial => ScoreOf(trial.Parameters.Integer("candidate"), trial.Resource), seed: 3);
            Assert.Equal(golden.GetProperty("best").GetInt32(), result.Best.Parameters.Integer("candidate"));
            JsonElement left = golden.GetProperty("left");
            for (int rung = 0; rung < left.GetArrayLength(); rung++)
            {
                Assert.Equal(
                    left[rung].EnumerateArray().Select(value => value.GetInt32()),
                    result.Candidates.Where(candidate => candidate.Scores.Count > rung).Select(candidate => candidate.Parameters.Integer("candidate")).Order());
            }
        }

        // As in make_selection.py: another number for every candidate below 101.
        static double ScoreOf(int candidate, int spent) => ((candidate * 37) + (spent * 11)) % 101 / 101.0;
    }

    [Fact]
    public void Powers_that_floating_point_misses_have_all_their_rungs()
    {
        IReadOnlyList<SearchRung> rungs = SuccessiveHalving.Rungs(new SearchSettings { Candidates = 243, Factor = 3, MinimumResource = 1, MaximumResource = 243 });
        Assert.Equal([1, 3, 9, 27, 81, 243], rungs.Select(rung => rung.Resource));
        Assert.Equal([243, 81, 27, 9, 3, 1], rungs.Select(rung => rung.Candidates));
    }

    [Fact]
    public void Settings_that_leave_no_search_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SuccessiveHalving.Rungs(new SearchSettings()));
        Assert.Throws<ArgumentException>(() => SuccessiveHalving.Rungs(new SearchSettings { MinimumResource = 10, MaximumResource = 9 }));
        Assert.Throws<ArgumentException>(() => SuccessiveHalving.Rungs(new SearchSettings { Candidates = null, MaximumResource = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuccessiveHalving.Rungs(new SearchSettings { Candidates = 0, MaximumResource = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuccessiveHalving.Rungs(new SearchSettings { Factor = 1, MaximumResource = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SuccessiveHalving.Rungs(new SearchSettings { MaximumResource = 0 }));
        (Matrix features, int[] labels) = MadeUpRows.Blobs(40, 2, 2, seed: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomSearch.Run(Trees(), new SearchSettings { MaximumResource = 41 }, features, labels, Build, 1));
        Assert.Throws<ArgumentException>(() => RandomSearch.Run(Trees(), new SearchSettings { Resource = SearchResource.Iterations }, features, labels, Build, 1));
        Assert.Throws<ArgumentException>(() => RandomSearch.Run(new ParameterSpace(), new SearchSettings { MaximumResource = 9 }, _ => 1, 1));
    }

    [Fact]
    public void Small_rungs_learn_from_part_of_each_folds_rows_class_by_class_and_all_are_judged_on_the_same()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(120, 1, 3, seed: 1);
        for (int row = 0; row < 120; row++)
        {
            features[row, 0] = row;
        }

        SearchSettings settings = new() { Candidates = 4, Factor = 2, Folds = 3, MinimumResource = 30 };
        List<(int Resource, int[] Rows)> fitted = [];
        List<(int Resource, int[] Tested)> judged = [];
        Split[] folds = Splits.StratifiedKFold(labels, 3, 7);
        SearchResult result = RandomSearch.Run(Trees(), settings, features, labels, trial => new Recorder(trial, fitted), 1, Score, folds);
        Assert.Equal([30, 60, 120], result.Rungs.Select(rung => rung.Resource));
        foreach ((int resource, int[] rows) in fitted)
        {
            Assert.Equal(resource * 2 / 3, rows.Length);
            Assert.All(rows.CountBy(row => labels[row]), pair => Assert.InRange(pair.Value, (resource * 2 / 9) - 1, (resource * 2 / 9) + 1));
            Assert.Single(folds, fold => rows.All(fold.Train.Contains));
        }

        // A larger rung holds the smaller one's rows.
        int[][] small = [.. fitted.Where(fit => fit.Resource == 30).Select(fit => fit.Rows)], large = [.. fitted.Where(fit => fit.Resource == 60).Select(fit => fit.Rows)];
        Assert.All(small, rows => Assert.Contains(large, more => rows.All(more.Contains)));
        Assert.All(judged, one => Assert.Equal(Enumerable.Range(0, 120), one.Tested));

        double Score(CrossValidationResult candidate)
        {
            lock (judged)
            {
                judged.Add((0, [.. candidate.Folds.SelectMany(fold => fold.TestRows).Order()]));
            }

            return candidate.Accuracy.Mean;
        }
    }

    [Fact]
    public void The_parameters_that_fit_the_rows_are_found_and_the_rest_is_told()
    {
        // The sign of a product: only trees with two levels or more can tell it.
        RandomStream random = new(3);
        Matrix features = new(400, 2, [.. Enumerable.Range(0, 800).Select(_ => random.NextGaussian())]);
        int[] labels = [.. Enumerable.Range(0, 400).Select(row => features[row, 0] * features[row, 1] > 0 ? 1 : 0)];
        ParameterSpace space = new ParameterSpace().LogUniform("learning rate", 0.001, 0.3).Choice("depth", 1, 2, 3);
        SearchSettings settings = new() { Candidates = 9, Resource = SearchResource.Iterations, MaximumResource = 36, Folds = 3 };
        SearchedClassifier searched = new(5, space, settings, Boosted);
        searched.Fit(features, labels);
        Assert.True(searched.Search.Best.Parameters.Integer("depth") > 1);
        Assert.Equal([4, 12, 36], searched.Search.Rungs.Select(rung => rung.Resource));
        Assert.Equal(36, Assert.IsType<GradientBoostingClassifier>(searched.Model).IterationCount);
        Assert.Equal(36 + 36 + 36, searched.Search.Spent);
        string table = searched.Search.ToText();
        Assert.Contains("rung 3: 36 iterations", table, StringComparison.Ordinal);
        Assert.Contains("108 iterations spent", table, StringComparison.Ordinal);
        Assert.Contains("would be 324", table, StringComparison.Ordinal);
        SearchedClassifier again = new(5, space, settings, Boosted);
        again.Fit(features, labels);
        Assert.Equal(table, again.Search.ToText());
        Assert.Equal(searched.PredictProbabilities(features).Values, again.PredictProbabilities(features).Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => searched.Search.Table(0));

        // Where the rungs end below the largest resource, the model is fitted as it was chosen.
        SearchedClassifier below = new(5, space, settings with { Candidates = 4, MinimumResource = 4, MaximumResource = 20 }, Boosted);
        below.Fit(features, labels);
        Assert.Equal([4, 12], below.Search.Rungs.Select(rung => rung.Resource));
        Assert.Equal(12, Assert.IsType<GradientBoostingClassifier>(below.Model).IterationCount);

        static IClassifier Boosted(SearchTrial trial) => new GradientBoostingClassifier(trial.Seed, new GradientBoostingSettings
        {
            Iterations = trial.Resource,
            LearningRate = trial.Parameters.Number("learning rate"),
            MaximumDepth = trial.Parameters.Integer("depth"),
        });
    }

    [Fact]
    public void A_regressors_penalty_is_found_by_squared_errors()
    {
        RandomStream random = new(8);
        Matrix features = new(60, 30, [.. Enumerable.Range(0, 1800).Select(_ => random.NextGaussian())]);
        double[] targets = [.. Enumerable.Range(0, 60).Select(row => features[row, 0] + (2 * random.NextGaussian()))];
        ParameterSpace space = new ParameterSpace().LogUniform("penalty", 1e-6, 1e4).Include(("penalty", 1e-6));
        SearchedRegressor searched = new(2, space, new SearchSettings { Candidates = 12, MinimumResource = 60 }, trial => new RidgeRegression(trial.Parameters.Number("penalty")));
        Assert.Throws<InvalidOperationException>(() => searched.Search);
        Assert.Throws<InvalidOperationException>(() => searched.Predict(features));
        searched.Fit(features, targets);
        SearchResult search = searched.Search;
        Assert.Equal(1e-6, search.Candidates[0].Parameters.Number("penalty"));
        Assert.Equal(search.Candidates.Max(candidate => candidate.Scores[0]), search.Best.Scores[0]);
        Assert.True(search.Best.Scores[0] > search.Candidates[0].Scores[0] + 0.5, "the penalty helps where columns are many");
        RidgeRegression alone = new(search.Best.Parameters.Number("penalty"));
        alone.Fit(features, targets);
        Assert.Equal(alone.Predict(features), searched.Predict(features));
        SearchResult byShare = RandomSearch.Run(
            space, new SearchSettings { Candidates = 3, MinimumResource = 60 }, features, targets, trial => new RidgeRegression(trial.Parameters.Number("penalty")), 2, result => result.RSquared!.Mean);
        Assert.InRange(byShare.Best.Scores[0], -5, 1);
    }

    // The rule of honest evaluation: a search inside a fold does not move with the rows it is judged on.
    [Fact]
    public void Poisoned_test_rows_leave_the_search_unchanged()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 2, 2, seed: 4);
        Split fold = new([.. Enumerable.Range(0, 40)], [.. Enumerable.Range(40, 20)]);
        Matrix poisoned = new(60, 2, [.. features.Values]);
        int[] flipped = [.. labels];
        foreach (int row in fold.Test)
        {
            poisoned.Row(row).Fill(1e9);
            flipped[row] = 1 - labels[row];
        }

        Assert.Equal(SearchOf(features, labels), SearchOf(poisoned, flipped));
        flipped[0] = 1 - flipped[0];
        Assert.NotEqual(SearchOf(features, labels), SearchOf(poisoned, flipped));

        string SearchOf(Matrix rows, int[] classes)
        {
            SearchedClassifier? searched = null;
            _ = CrossValidation.Run([fold], rows, classes, seed => searched = new SearchedClassifier(seed, Trees(), new SearchSettings { Candidates = 4, Folds = 2 }, Build));
            return searched!.Search.ToText();
        }
    }

    [Fact]
    public void Failures_come_last_and_scores_that_are_no_numbers_are_refused()
    {
        ParameterSpace space = new ParameterSpace().Integer("number", 0, 5);
        SearchSettings settings = new() { Candidates = 6, Factor = 2, MaximumResource = 4, MinimumResource = 2 };
        SearchResult result = RandomSearch.Run(space, settings, trial => trial.Parameters.Integer("number") < 4 ? double.NegativeInfinity : -trial.Parameters.Integer("number"), 1);
        Assert.Equal(4, result.Best.Parameters.Integer("number"));
        Assert.Contains("failed", result.ToText(), StringComparison.Ordinal);
        Assert.Contains("number 3", Assert.Throws<InvalidOperationException>(() => RandomSearch.Run(
            space, settings, trial => trial.Parameters.Integer("number") == 3 ? double.NaN : 1, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("All 6 candidates failed", Assert.Throws<InvalidOperationException>(() => RandomSearch.Run(space, settings, _ => double.NegativeInfinity, 1)).Message, StringComparison.Ordinal);
        SearchResult equal = RandomSearch.Run(space, settings, _ => 1, 1);
        Assert.Equal(0, equal.Best.Number);
    }

    [Fact]
    public void A_missing_value_is_named_by_its_own_row()
    {
        (Matrix features, int[] labels) = MadeUpRows.Blobs(60, 2, 2, seed: 4);
        features[41, 1] = double.NaN;
        SearchedClassifier classifier = new(1, Trees(), new SearchSettings { Candidates = 2 }, Build);
        SearchedRegressor regressor = new(1, Trees(), new SearchSettings { Candidates = 2 }, trial => new RidgeRegression(trial.Parameters.Integer("trees")));
        foreach (Action fit in (Action[])[() => classifier.Fit(features, labels), () => regressor.Fit(features, features.Column(0))])
        {
            Assert.Contains("row 41, column 1", Assert.Throws<ArgumentException>(fit).Message, StringComparison.Ordinal);
        }
    }

    private static ParameterSpace Trees() => new ParameterSpace().Integer("trees", 1, 9);

    private static IClassifier Build(SearchTrial trial) => new ExtraTrees(trial.Seed, trial.Parameters.Integer("trees"));

    private static SearchSettings SettingsOf(JsonElement golden)
    {
        JsonElement settings = golden.GetProperty("settings");
        return new SearchSettings
        {
            Candidates = Number("candidates"),
            Factor = Number("factor")!.Value,
            MinimumResource = Number("smallest"),
            MaximumResource = Number("largest"),
            AggressiveElimination = settings.GetProperty("aggressive").GetBoolean(),
        };

        int? Number(string name) => settings.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;
    }

    private sealed class Recorder(SearchTrial trial, List<(int Resource, int[] Rows)> fitted) : IClassifier
    {
        public int ClassCount => 3;

        public void Fit(Matrix features, ReadOnlySpan<int> labels)
        {
            lock (fitted)
            {
                fitted.Add((trial.Resource, [.. features.Column(0).Select(value => (int)value)]));
            }
        }

        public Matrix PredictProbabilities(Matrix features) => new(features.Rows, 3, [.. Enumerable.Repeat(1.0 / 3, 3 * features.Rows)]);
    }
}
