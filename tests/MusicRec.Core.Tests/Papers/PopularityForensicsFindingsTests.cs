using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityForensicsFindingsTests
{
    private static readonly PopularitySongs _songs = PopularityForensicsTests.Songs(400, 11);

    [Fact]
    public void Implied_errors_are_those_that_the_figures_were_made_with()
    {
        // Figures of predictions with bias 1.5 and deviation 4 for these songs' popularities, drawn often enough that chance does not show.
        PopularityCut cut = new(29, true);
        RandomStream random = new(5);
        int[] counts = new int[4];
        for (int draw = 0; draw < 500; draw++)
        {
            foreach (double popularity in _songs.Popularity)
            {
                bool called = cut.Holds(popularity + 1.5 + (4 * random.NextGaussian()));
                counts[(cut.Holds(popularity) ? 2 : 0) + (called ? 1 : 0)]++;
            }
        }

        double precision = 100.0 * counts[3] / (counts[3] + counts[1]), recall = 100.0 * counts[3] / (counts[3] + counts[2]);
        ReportedFigures figures = new(
            new(Math.Round(100.0 * (counts[0] + counts[3]) / counts.Sum(), 2), 2), new(Math.Round(precision, 2), 2), new(Math.Round(recall, 2), 2), new(Math.Round(2 * precision * recall / (precision + recall), 2), 2));
        PopularityImpliedErrors errors = PopularityImpliedErrors.Of(_songs, cut, figures);
        Assert.InRange(errors.Bias, 1.4, 1.6);
        Assert.InRange(errors.Deviation, 3.9, 4.1);
        Assert.InRange(errors.Distance, 0, 0.1);
        Assert.Equal(Math.Sqrt((errors.Bias * errors.Bias) + (errors.Deviation * errors.Deviation)), errors.RootMeanSquaredError, 12);
        double variance = _songs.Popularity.ToArray().Average(value => value * value) - Math.Pow(_songs.Popularity.ToArray().Average(), 2);
        Assert.Equal(1 - (errors.RootMeanSquaredError * errors.RootMeanSquaredError / variance), errors.RSquared, 9);
        Assert.Equal(1, PopularityImpliedErrors.TableOf(_songs, [new(0), cut, new(100)]).RowCount);
        Assert.Contains("both sides", Assert.Throws<ArgumentException>(() => PopularityImpliedErrors.Of(_songs, new(0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Base_rates_say_which_test_sets_can_be_the_papers()
    {
        int half = Enumerable.Range(0, 100).MinBy(cut => Math.Abs(_songs.Popularity.ToArray().Count(new PopularityCut(cut).Holds) - 200));
        IReadOnlyList<PopularityBaseRate> rates = PopularityBaseRate.Of(_songs, [new(half), new(70)]);
        Assert.True(rates[0].IsPossible && rates[0].IsPossibleForOthers);
        Assert.False(rates[1].IsPossible || rates[1].IsPossibleForOthers);
        PopularityBaseRate ofMany = rates.Single(rate => rate.Way.Contains("copies", StringComparison.Ordinal) && rate.Way.Contains("1,159,764", StringComparison.Ordinal));
        Assert.False(ofMany.IsPossible);
        double share = _songs.Popularity.ToArray().Count(new PopularityCut(70).Holds) / 400.0;
        Assert.Equal((int)(0.2 * 2 * (1 - share) * 1_159_764), ofMany.Rows);

        // A fifth of N rows, half of them popular: the hypergeometric distribution's deviation, 1.96 of them to each side.
        Assert.Equal(1.96 * Math.Sqrt(0.25 * 0.8 / (0.4 * (1 - share) * 1_159_764)), ofMany.Share.HalfWidth, 5);
        Assert.True(rates.Single(rate => rate.Way.Contains("copies", StringComparison.Ordinal) && rate.Way.Contains("of 400", StringComparison.Ordinal)).IsPossible);
        Assert.Contains("stratified", PopularityBaseRate.TableOf(rates).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hypotheses_are_measured_each_with_the_protocol_it_names()
    {
        PopularityHypotheses hypotheses = PopularityHypotheses.Run(_songs, settings: new PopularityNetworkSettings { Epochs = 1, BatchSize = 64, HiddenSize = 4, DenseSize = 4 });
        Assert.Equal(6, hypotheses.Cells.Select(cell => cell.Hypothesis).Distinct().Count());
        Assert.All(hypotheses.Cells.Where(cell => cell.Hypothesis.Contains("figures of the training", StringComparison.Ordinal)), cell => Assert.Equal(320, cell.Cell.TestRows));
        Assert.Equal(hypotheses.Cells.Count, hypotheses.Cells.DistinctBy(cell => (cell.Cell.Protocol, cell.Cell.Cut, cell.Cell.Model)).Count());
        Assert.Contains("95.56", hypotheses.ToText(), StringComparison.Ordinal);

        // Of few drawn songs none may be above a cut that some of all are; the rest is measured all the same.
        int[] high = [.. Enumerable.Range(0, _songs.Count).Where(row => _songs.Popularity[row] >= 60)], low = [.. Enumerable.Range(0, _songs.Count).Where(row => _songs.Popularity[row] < 40)];
        Assert.NotEmpty(high);
        PopularitySongs oneHit = _songs.Select([.. low, .. high[..1]]);
        PopularityHypotheses few = PopularityHypotheses.Run(oneHit, 10, new PopularityNetworkSettings { Epochs = 1, HiddenSize = 4, DenseSize = 4 }, seed: 1);
        Assert.DoesNotContain(few.Cells, cell => cell.Cell.Cut.Value >= 40);
        Assert.Contains("10 songs", few.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_learning_curve_rises_for_a_model_that_learns_and_is_flat_for_one_that_knows()
    {
        PopularityForensicsModel oracle = PopularityForensicsModel.OfPopularity("oracle", (task, _) => task.TestPopularity());
        PopularityForensicsModel counter = PopularityForensicsModel.OfPopularity("counter", (task, _) => [.. task.TestRows.Select(_ => task.TrainingRows.Count >= 160 ? 100.0 : 0)]);
        PopularityLearningCurve curve = PopularityLearningCurve.Run(_songs, [oracle, counter], new(30), halvings: 3);
        Assert.Equal([80, 160, 320], curve.Points.Where(point => point.Model == "oracle").Select(point => point.TrainingSongs));
        Assert.Equal(0, curve.LastGain("oracle"));
        Assert.Equal(0, curve.LastGain("counter"));
        (string, int TrainingSongs, double Accuracy)[] counted = [.. curve.Points.Where(point => point.Model == "counter")];
        Assert.Equal(1, counted[0].Accuracy + counted[1].Accuracy, 12);
        Assert.Equal(counted[1].Accuracy, counted[2].Accuracy);
        PopularityLearningCurve once = PopularityLearningCurve.Run(_songs, [counter], new(30), halvings: 1);
        Assert.Equal([160, 320], once.Points.Select(point => point.TrainingSongs));
        Assert.Contains("95.56", curve.ToFigure().ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => curve.LastGain("other"));
    }

    [Fact]
    public void On_the_papers_data_above_the_median_has_the_implied_base_rate_and_nothing_honest_comes_near()
    {
        PopularitySongs songs = PopularitySongs.FromSpotify1M(MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Path(".")).Spotify1M());
        PopularityCut median = PopularityCut.AboveMedian(songs);
        Assert.Equal(new PopularityCut(15, true), median);
        Assert.Equal(0.4942, songs.Popularity.ToArray().Count(median.Holds) / 10_000.0, 12);
        Assert.InRange(0.4942, PopularityForensics.Paper.BaseRate.Low, PopularityForensics.Paper.BaseRate.High);
        PopularityForensics honest = PopularityForensics.Run(songs, null, [PopularityProtocol.Honest], [PopularityForensicsModel.Boosting("boosting", 100)]);
        Assert.InRange(honest[median, PopularityProtocol.Honest, "boosting"].Accuracy, 0.77, 0.84);
        Assert.True(honest.Nearest(1)[0].Distance(PopularityForensics.Paper) > 5);
        PopularityImpliedErrors errors = PopularityImpliedErrors.Of(songs, median);
        Assert.InRange(errors.RootMeanSquaredError, 2, 3.5);
        Assert.True(errors.Distance < 0.2);
    }
}
