using System.Text.Json;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Evaluation.EvaluationGolden;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class SignificanceTests
{
    [Fact]
    public void McNemar_is_that_of_scipy()
    {
        foreach (JsonElement golden in Cases("mcnemar"))
        {
            McNemarTest test = McNemarTest.Of(golden.Integer("first"), golden.Integer("second"));
            Near(golden.Number("exact"), test.ExactPValue, golden.ToString());
            Near(golden.Number("chiSquared"), test.ChiSquared, golden.ToString());
            Near(golden.Number("chiSquaredPValue"), test.ChiSquaredPValue, golden.ToString());
        }
    }

    [Fact]
    public void McNemar_counts_the_rows_that_one_model_alone_gets_right()
    {
        McNemarTest test = McNemarTest.Of([1, 1, 0, 0, 1], [1, 1, 0, 1, 0], [0, 1, 1, 0, 0]);
        Assert.Equal((2, 1), (test.OnlyFirstRight, test.OnlySecondRight));
        Assert.Equal(1, test.ExactPValue, 12);
        Assert.Equal(new McNemarTest(0, 0, 1, 0, 1), McNemarTest.Of([1, 0], [1, 1], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Of(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => McNemarTest.Of(int.MaxValue, 2));
        Assert.Throws<ArgumentException>(() => McNemarTest.Of([1], [1], [1, 0]));
    }

    [Fact]
    public void The_corrected_resampled_t_test_is_the_formula_under_scipys_distribution()
    {
        foreach (JsonElement golden in Cases("resampled"))
        {
            ResampledTTest test = ResampledTTest.Of(golden.Numbers("differences"), golden.Number("ratio"));
            Near(golden.Number("mean"), test.Mean, "mean");
            Near(golden.Number("deviation"), test.StandardDeviation, "deviation");
            Near(golden.Number("statistic"), test.Statistic!.Value, "statistic");
            Near(golden.Number("pValue"), test.PValue, "p-value");
            Near(golden.Number("low"), test.Interval.Low, "low");
            Near(golden.Number("high"), test.Interval.High, "high");
        }
    }

    [Fact]
    public void Differences_without_spread_have_an_answer_and_no_nan()
    {
        double[] tenths = [.. Enumerable.Repeat(0.1, 20)];
        ResampledTTest same = ResampledTTest.Of(new double[10], 0.25), shifted = ResampledTTest.Of(tenths, 0.25);
        Assert.Equal((0.0, 1.0), (same.Statistic, same.PValue));
        Assert.Null(shifted.Statistic);
        Assert.Equal((0.0, 0.1, 0.1), (shifted.PValue, shifted.Interval.Low, shifted.Interval.High));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampledTTest.Of([0.1], 0.25));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampledTTest.Of([0.1, 0.2], 0));
        Assert.Throws<ArgumentException>(() => ResampledTTest.Of([0.1, double.NaN], 0.25));
    }

    [Fact]
    public void Holm_is_that_of_R()
    {
        foreach (JsonElement golden in Cases("holm"))
        {
            Near(golden.Numbers("adjusted"), HolmCorrection.Adjust(golden.Numbers("values")), golden.ToString());
        }

        // By hand: 0.005 × 4, 0.01 × 3, 0.03 × 2, then 0.04 × 1 raised to its predecessor.
        Near([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]), "worked example");
        Assert.Empty(HolmCorrection.Adjust([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => HolmCorrection.Adjust([0.5, double.NaN]));
    }

    [Fact]
    public void McNemar_calls_equal_models_different_at_most_as_often_as_its_level_and_finds_a_better_one()
    {
        int falseAlarms = 0, found = 0, wrongWay = 0;
        const int Trials = 1_000;
        for (int trial = 0; trial < Trials; trial++)
        {
            RandomStream random = new RandomStream(21).Split((ulong)trial);
            McNemarTest equal = McNemarTest.Of(new int[300], Errors(random, 300, 0.2), Errors(random, 300, 0.2));
            McNemarTest better = McNemarTest.Of(new int[300], Errors(random, 300, 0.15), Errors(random, 300, 0.3));
            falseAlarms += equal.ExactPValue <= 0.05 ? 1 : 0;
            found += better.ExactPValue <= 0.05 && better.OnlyFirstRight > better.OnlySecondRight ? 1 : 0;
            wrongWay += better.ExactPValue <= 0.05 && better.OnlyFirstRight < better.OnlySecondRight ? 1 : 0;
        }

        // The exact test is conservative: below 5 %, but not by an order of magnitude. Four standard errors are 2.8 points.
        Assert.InRange(falseAlarms, 15, 60);
        Assert.InRange(found, 950, Trials);
        Assert.Equal(0, wrongWay);
    }

    // Two equally good learners in cross-validation differ fold by fold because each drew other luck, and folds are correlated
    // because they share rows. Rows are drawn once per trial; each model errs on rows of its own with equal chance.
    [Fact]
    public void The_corrected_test_keeps_its_level_where_the_plain_one_does_not_and_finds_a_better_model()
    {
        int corrected = 0, plain = 0, found = 0;
        const int Trials = 1_000, Rows = 100, Folds = 5, Rounds = 4;
        for (int trial = 0; trial < Trials; trial++)
        {
            RandomStream random = new RandomStream(31).Split((ulong)trial);
            int[] first = Errors(random, Rows, 0.2), second = Errors(random, Rows, 0.2), worse = Errors(random, Rows, 0.45);
            double[] equalDifferences = new double[Folds * Rounds], realDifferences = new double[Folds * Rounds];
            for (int round = 0; round < Rounds; round++)
            {
                int[] order = random.Permutation(Rows);
                for (int place = 0; place < Rows; place++)
                {
                    int fold = (round * Folds) + (place % Folds), row = order[place];
                    equalDifferences[fold] += (second[row] - first[row]) / (double)(Rows / Folds);
                    realDifferences[fold] += (worse[row] - first[row]) / (double)(Rows / Folds);
                }
            }

            ResampledTTest test = ResampledTTest.Of(equalDifferences, 1.0 / (Folds - 1));
            corrected += test.PValue <= 0.05 ? 1 : 0;
            plain += ResampledTTest.Of(equalDifferences, 1e-12).PValue <= 0.05 ? 1 : 0;
            ResampledTTest real = ResampledTTest.Of(realDifferences, 1.0 / (Folds - 1));
            found += real.PValue <= 0.05 && real.Mean > 0 ? 1 : 0;
        }

        Assert.InRange(corrected, 5, 75);
        Assert.True(plain > 3 * corrected && plain > 200, $"plain test: {plain} false alarms, corrected: {corrected}");
        Assert.InRange(found, 800, Trials);
    }

    private static int[] Errors(RandomStream random, int rows, double share) =>
        [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < share ? 1 : 0)];
}
