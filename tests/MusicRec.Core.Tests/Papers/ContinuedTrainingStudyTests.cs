using System.Globalization;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class ContinuedTrainingStudyTests
{
    private static readonly ContinuedTrainingSettings _settings = new()
    {
        LastFirstYear = 2005,
        YearsPerStep = 3,
        ContinuedEpochs = 4,
        Network = new PopularityNetworkSettings { Epochs = 6, LearningRate = 0.01, HiddenSize = 8, DenseSize = 8, EmbeddingSize = 4 },
    };

    private static readonly ContinuedTrainingStudy _study = ContinuedTrainingStudy.Run(MadeUpCatalogue.Drawn(500, 9), _settings);

    [Fact]
    public void What_is_turned_upside_down_is_learnt_by_those_who_go_on_and_not_by_the_frozen()
    {
        Assert.Equal(["2006-08", "2009-11"], _study.Steps.Select(step => step.Name));
        double Error(ContinuedTrainingMethod method) => _study.Steps[1].MeanAbsoluteError((int)method);
        Assert.True(Error(ContinuedTrainingMethod.NetworkWarmStart) < Error(ContinuedTrainingMethod.NetworkFrozen) - 3);
        Assert.True(Error(ContinuedTrainingMethod.BoostingRefit) < Error(ContinuedTrainingMethod.BoostingFrozen) - 3);
        Assert.True(_study.Difference(ContinuedTrainingMethod.NetworkWarmStart, ContinuedTrainingMethod.NetworkFrozen).High < 0);
    }

    [Fact]
    public void Nobody_sees_a_step_before_it_is_predicted()
    {
        // Other songs of the last years change nothing in any prediction of them, and those of the first step's change nothing in its own.
        PopularitySweep(2009, steps: 2);
        PopularitySweep(2006, steps: 1);

        static void PopularitySweep(int from, int steps)
        {
            PopularitySongs songs = MadeUpCatalogue.Drawn(500, 9);
            int[] measured = [.. songs.Popularity.ToArray().Select(value => (int)value)];
            ContinuedTrainingStudy changed = ContinuedTrainingStudy.Run(MadeUpCatalogue.Drawn(500, 9, (song, year) => year >= from ? (song * 37) % 100 : measured[song]), _settings);
            Assert.NotEqual(_study.Steps[steps - 1].Popularity, changed.Steps[steps - 1].Popularity);
            for (int step = 0; step < steps; step++)
            {
                Assert.Equal(_study.Steps[step].Predicted, changed.Steps[step].Predicted);
            }
        }
    }

    [Fact]
    public void The_first_step_is_the_same_for_all_networks_and_effort_is_counted()
    {
        ContinuedTrainingStep first = _study.Steps[0], last = _study.Steps[1];
        Assert.Equal(first.Predicted[(int)ContinuedTrainingMethod.NetworkFrozen], first.Predicted[(int)ContinuedTrainingMethod.NetworkRefit]);
        Assert.Equal(first.Predicted[(int)ContinuedTrainingMethod.NetworkFrozen], first.Predicted[(int)ContinuedTrainingMethod.NetworkWarmStartWithReplay]);
        int songs = 500 - _study.Steps.Sum(step => step.Popularity.Count), second = first.Popularity.Count;
        Assert.Equal(6L * songs, last.Visits[(int)ContinuedTrainingMethod.NetworkFrozen]);
        Assert.Equal(6L * (songs + songs + second), last.Visits[(int)ContinuedTrainingMethod.NetworkRefit]);
        Assert.Equal((6L * songs) + (4 * second), last.Visits[(int)ContinuedTrainingMethod.NetworkWarmStart]);
        Assert.Equal((6L * songs) + (8 * second), last.Visits[(int)ContinuedTrainingMethod.NetworkWarmStartWithReplay]);
        Assert.Equal(_study.Steps[0].Popularity.Average(), last.Predicted[(int)ContinuedTrainingMethod.LastMean][0], 12);
    }

    [Fact]
    public void Seeds_are_put_beside_each_other()
    {
        ContinuedTrainingStudy other = ContinuedTrainingStudy.Run(MadeUpCatalogue.Drawn(500, 9), _settings with { Seed = 2 });
        string text = ContinuedTrainingStudy.Spread(_study, other).ToText();
        double[] errors = [.. new[] { _study, other }.Select(run => run.AbsoluteErrors(ContinuedTrainingMethod.NetworkFrozen).Average())];
        Assert.NotEqual(errors[0], errors[1]);
        string row = text.Split('\n').Single(line => line.StartsWith("network, frozen", StringComparison.Ordinal));
        Assert.Contains(errors.Average().ToString("0.00", CultureInfo.InvariantCulture), row, StringComparison.Ordinal);
        Assert.Contains("of 2", row, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ContinuedTrainingStudy.Spread(_study));
    }

    [Fact]
    public void It_is_shown_and_refused_where_nothing_comes_in()
    {
        Assert.Contains("2006-08 (", _study.ToText(), StringComparison.Ordinal);
        Assert.Contains("one snapshot", _study.ToText(), StringComparison.Ordinal);
        Assert.Contains("Warm start on new songs − refit on all: ", _study.ToText(), StringComparison.Ordinal);
        Assert.NotEmpty(_study.ToFigure().ToHtml());
        PopularitySongs songs = MadeUpCatalogue.Drawn(50, 1);
        Assert.Throws<ArgumentException>(() => ContinuedTrainingStudy.Run(songs, _settings with { LastFirstYear = 2011 }));
        Assert.Throws<ArgumentException>(() => ContinuedTrainingStudy.Run(songs, _settings with { LastFirstYear = 1999 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContinuedTrainingStudy.Run(songs, _settings with { YearsPerStep = 0 }));

        // Any year and any width ends.
        Assert.Throws<ArgumentException>(() => ContinuedTrainingStudy.Run(songs, _settings with { LastFirstYear = int.MaxValue }));
        Assert.Throws<ArgumentException>(() => ContinuedTrainingStudy.Run(songs, _settings with { LastFirstYear = int.MinValue }));
        ContinuedTrainingStep whole = Assert.Single(ContinuedTrainingStudy.Run(songs, _settings with { YearsPerStep = int.MaxValue }).Steps);
        Assert.Equal((2006, songs.Years.ToArray().Max()), (whole.FirstYear, whole.LastYear));
    }
}
