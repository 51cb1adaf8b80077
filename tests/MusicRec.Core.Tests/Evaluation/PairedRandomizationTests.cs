using System.Text.Json;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class PairedRandomizationTests
{
    private const int Simulations = 1_000, EqualSimulations = 4_000, Listeners = 120;

    [Fact]
    public void P_values_come_near_to_scipys_exact_ones()
    {
        foreach (JsonElement golden in RankingMetricsTests.Golden("permutations"))
        {
            PairedRandomizationTest test = PairedRandomizationTest.Of(golden.Numbers("differences"), seed: 3, draws: 40_000);

            // Four standard errors of a share of 40,000 draws.
            double expected = golden.Number("pValue");
            Assert.InRange(test.PValue, expected - (4 * Math.Sqrt(expected * (1 - expected) / 40_000)) - 1e-4, expected + (4 * Math.Sqrt(expected * (1 - expected) / 40_000)) + 1e-4);
            EvaluationGolden.Near(golden.Number("effect"), test.EffectSize, "effect size");
        }
    }

    [Fact]
    public void The_test_counts_who_is_better_off_and_never_claims_more_than_its_draws()
    {
        double[] differences = [.. Enumerable.Range(0, 200).Select(index => index % 10 == 0 ? 0 : index % 10 == 1 ? -0.1 : 0.1)];
        PairedRandomizationTest test = PairedRandomizationTest.Of(differences, seed: 1, draws: 999);
        Assert.Equal((160, 20, 20), (test.Better, test.Worse, test.Equal));
        Assert.Equal(0.001, test.PValue, 12);
        Assert.Equal(0.07, test.Mean.Estimate, 12);
        Assert.InRange(test.EffectSize, 1, 1.5);
        PairedRandomizationTest turned = PairedRandomizationTest.Of([.. differences.Select(value => -value)], seed: 1, draws: 999);
        Assert.Equal((test.PValue, -test.EffectSize), (turned.PValue, turned.EffectSize));
    }

    [Fact]
    public void No_difference_at_all_is_not_significant_and_the_same_difference_for_everybody_is()
    {
        PairedRandomizationTest none = PairedRandomizationTest.Of(new double[50], seed: 1);
        Assert.Equal((1.0, 0.0, 50), (none.PValue, none.EffectSize, none.Equal));
        PairedRandomizationTest all = PairedRandomizationTest.Of([.. Enumerable.Repeat(0.25, 50)], seed: 1);
        Assert.Equal("< 0.001", all.PValueText);
        Assert.Equal(100, all.EffectSize);
        Assert.Equal(1, PairedRandomizationTest.Of([0.5], seed: 1, draws: 100).PValue);
        Assert.Throws<ArgumentException>(() => PairedRandomizationTest.Of([], seed: 1));
        Assert.Throws<ArgumentException>(() => PairedRandomizationTest.Of([1, double.NaN], seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedRandomizationTest.Of([1], seed: 1, draws: 99));
    }

    // Figures as lists give them: hits of ten with a chance of each listener's own, most of them few.
    [Fact]
    public void A_planted_better_model_is_found_and_of_thousands_of_planted_equals_at_most_one_in_twenty_is_called_different()
    {
        RandomStream random = new(2026);
        int falseAlarms = 0, found = 0, wrongWay = 0;
        for (int simulation = 0; simulation < EqualSimulations; simulation++)
        {
            RandomStream own = random.Split((ulong)simulation);
            double[] equal = new double[Listeners], better = new double[Listeners];
            for (int listener = 0; listener < Listeners; listener++)
            {
                double chance = 0.25 * own.NextDouble();
                int second = Hits(own, chance);
                equal[listener] = (Hits(own, chance) - second) / 10.0;
                better[listener] = (Hits(own, chance + 0.06) - second) / 10.0;
            }

            falseAlarms += PairedRandomizationTest.PValueOf(equal, own.Split(0), 199) <= 0.05 ? 1 : 0;
            if (simulation >= Simulations)
            {
                continue;
            }

            bool isFound = PairedRandomizationTest.PValueOf(better, own.Split(1), 199) <= 0.05;
            found += isFound ? 1 : 0;
            wrongWay += isFound && better.Sum() < 0 ? 1 : 0;
        }

        // At most 5 %, and much fewer than 3 % would be a blunt test. A thousand would not tell: as many as 60 are no surprise where 4.5 % is the truth.
        Assert.InRange(falseAlarms, 0.03 * EqualSimulations, 0.05 * EqualSimulations);
        Assert.InRange(found, 950, Simulations);
        Assert.Equal(0, wrongWay);
    }

    private static int Hits(RandomStream random, double chance)
    {
        int hits = 0;
        for (int place = 0; place < 10; place++)
        {
            hits += random.NextSingle() < chance ? 1 : 0;
        }

        return hits;
    }
}
