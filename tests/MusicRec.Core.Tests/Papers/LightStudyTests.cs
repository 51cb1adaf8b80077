using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Papers;
using MusicRec.Privacy;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Papers;

public sealed class LightStudyTests
{
    private static readonly Lazy<Interactions> _plays = new(() => MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")).LastFm().Plays);

    [Fact]
    public void Privacy_costs_accuracy_and_stops_the_attack()
    {
        PrivacyStudy study = PrivacyStudy.Run(_plays.Value, 1, [double.PositiveInfinity, 8, 0.5], draws: 2);
        Assert.Equal([PrivacyStudy.Popularity, PrivacyStudy.Ease, "private EASE", "private EASE", "private EASE"], study.Results.Select(result => result.Name));
        Assert.Equal(_plays.Value.UserCount, study.Listeners + study.DroppedListeners);
        Assert.All(study.Results, result => Assert.Equal(study.Listeners, result.Ndcg.Length));

        // The figures are those of the evaluation that judges every method.
        RankingSplit split = RankingProtocols.RandomSharesPerUser(_plays.Value, 0.1, 0.1, 1);
        Assert.Equal(RankingEvaluation.Run(new Popularity(), split).Ndcg, study.Results[0].Ndcg);
        PrivacyResult quiet = study.At(double.PositiveInfinity), loud = study.At(0.5);
        Assert.Equal((1, 2), (quiet.DrawMeans.Length, loud.DrawMeans.Length));
        Assert.NotEqual(loud.DrawMeans[0], loud.DrawMeans[1]);
        Assert.True(quiet.Mean.Estimate > loud.Mean.Estimate, study.ToText());
        Assert.Equal(GaussianMechanism.NoiseMultiplier(0.5, 1e-5), loud.NoiseMultiplier);

        // Whose plays were learnt from shows without noise, and with it no more than ε allows but for the chance of so few listeners.
        Assert.True(study.Results[1].AttackArea > 0.6, study.ToText());
        Assert.InRange(loud.AttackArea!.Value, 0.35, loud.LargestArea!.Value + 0.1);
        Assert.Contains("private EASE", study.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(study.Picture());
        Assert.Throws<ArgumentException>(() => study.At(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrivacyStudy.Run(_plays.Value, 1, draws: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrivacyStudy.Run(_plays.Value, 1, [0]));
    }

    [Fact]
    public void Smaller_networks_have_smaller_files()
    {
        CompressionStudy study = CompressionStudy.Run(_plays.Value, 1, new DistillationOptions
        {
            Teacher = new DenoisingAutoencoderOptions { LatentSize = 60, Epochs = 8, LearningRate = 0.01 },
            Student = new DenoisingAutoencoderOptions { LatentSize = 8, Epochs = 8, LearningRate = 0.01 },
        });
        Assert.Equal(11, study.Results.Count);
        Assert.Equal(0, study[CompressionStudy.Popularity].ModelBytes);
        long whole = study[CompressionStudy.Whole].ModelBytes;
        Assert.InRange(study["8 bits"].ModelBytes, 0.25 * whole, 0.32 * whole);
        Assert.InRange(study["80% pruned, trained on, 8 bits"].ModelBytes, 0.05 * whole, 0.16 * whole);
        Assert.InRange(study["small, distilled"].ModelBytes, 0.1 * whole, 0.2 * whole);
        Assert.All(study.Results, result => Assert.Equal(study.Listeners, result.Ndcg.Length));
        Assert.Null(study[CompressionStudy.Whole].AgainstWhole);
        Assert.InRange(study["8 bits"].AgainstWhole!.Mean.Estimate, -0.02, 0.02);
        Assert.Equal(study["small, distilled"].Mean.Estimate - study[CompressionStudy.SmallAlone].Mean.Estimate, study.Difference("small, distilled", CompressionStudy.SmallAlone).Mean.Estimate, 10);
        Assert.Contains("half pruned", study.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(study.Picture());
        Assert.Throws<ArgumentException>(() => study["none"]);
    }
}
