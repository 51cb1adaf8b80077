using System.Text.Json;
using MusicRec.Privacy;

namespace MusicRec.Core.Tests.Privacy;

public sealed class GaussianMechanismTests
{
    private static readonly JsonElement _golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Privacy", "golden", "privacy.json"))).RootElement;

    [Fact]
    public void Noise_is_that_of_the_published_algorithm()
    {
        foreach (JsonElement golden in _golden.GetProperty("noise").EnumerateArray())
        {
            (double epsilon, double delta, double expected) = (Number(golden, "epsilon"), Number(golden, "delta"), Number(golden, "multiplier"));
            double multiplier = GaussianMechanism.NoiseMultiplier(epsilon, delta);
            Assert.True(Math.Abs(multiplier - expected) <= 1e-7 * expected, $"ε {epsilon}, δ {delta}: {multiplier:R}, expected {expected:R}");

            // The smallest: it keeps to δ, and a little less noise does not.
            Assert.True(GaussianMechanism.Delta(multiplier, epsilon) <= delta);
            Assert.True(GaussianMechanism.Delta(multiplier * (1 - 1e-9), epsilon) > delta);
        }
    }

    [Fact]
    public void Delta_follows_the_formula()
    {
        foreach (JsonElement golden in _golden.GetProperty("deltas").EnumerateArray())
        {
            double expected = Number(golden, "delta"), delta = GaussianMechanism.Delta(Number(golden, "multiplier"), Number(golden, "epsilon"));
            Assert.True(Math.Abs(delta - expected) <= 1e-14 + (1e-10 * expected), $"{golden}: {delta:R}");
        }
    }

    [Fact]
    public void Noise_falls_with_epsilon_and_delta_to_the_ends_of_their_ranges()
    {
        double[] epsilons = [1e-4, 1e-3, 0.1, 1, 10, 100, 1_000];
        foreach (double delta in new[] { 1e-100, 1e-20, 1e-5, 0.5 })
        {
            double[] multipliers = [.. epsilons.Select(epsilon => GaussianMechanism.NoiseMultiplier(epsilon, delta))];
            Assert.Equal(multipliers.OrderDescending(), multipliers);
            Assert.All(multipliers, multiplier => Assert.InRange(multiplier, 1e-3, 1e8));
        }

        Assert.True(GaussianMechanism.NoiseMultiplier(1, 1e-6) > GaussianMechanism.NoiseMultiplier(1, 1e-5));
    }

    [Fact]
    public void Shares_of_the_budget_are_together_as_private_as_the_whole()
    {
        double[] shares = [0.1, 0.2, 0.7];
        double precision = shares.Sum(share => 1 / Math.Pow(GaussianMechanism.ForShare(3.7, share), 2));
        Assert.Equal(1 / (3.7 * 3.7), precision, 12);
        Assert.Equal(0, GaussianMechanism.ForShare(0, 0.3));
    }

    [Fact]
    public void The_best_attack_is_chance_with_much_noise_and_certain_without()
    {
        Assert.Equal(1, GaussianMechanism.LargestMembershipArea(0));
        Assert.Equal(0.5, GaussianMechanism.LargestMembershipArea(1e6), 6);

        // Φ(1 / √2) for σ of 1.
        Assert.Equal(0.7602499389065233, GaussianMechanism.LargestMembershipArea(1), 14);
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.NoiseMultiplier(0, 1e-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.NoiseMultiplier(double.PositiveInfinity, 1e-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.NoiseMultiplier(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.NoiseMultiplier(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.NoiseMultiplier(double.NaN, 1e-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.Delta(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.Delta(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.ForShare(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMechanism.LargestMembershipArea(-1));
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
