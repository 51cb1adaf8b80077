using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Papers;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

public sealed class ListenerCountStudyTests
{
    private static readonly Interactions _plays = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")).LastFm().Plays;

    private static readonly Lazy<ListenerCountStudy> _study = new(() => ListenerCountStudy.Run(_plays, 1, heldOut: 40, methods:
    [
        ListenerCountMethods.All[0],
        new("user neighbours", new ParameterSpace().Choice("neighbours", 5, 20), (values, _) => new UserNeighbors(new NeighborOptions { Neighbors = values!.Integer("neighbours") })),
    ]));

    [Fact]
    public void The_same_listeners_are_judged_at_every_size_and_nothing_of_theirs_is_learnt()
    {
        ListenerCountStudy study = _study.Value;
        Assert.Equal(3, study.Listeners.Count);
        Assert.Equal((study.Listeners[2] / 4, study.Listeners[2] / 2), (study.Listeners[0], study.Listeners[1]));
        Assert.True(study.Listeners[2] <= _plays.UserCount - 80, $"{study.Listeners[2]} of {_plays.UserCount} learnt from");
        int[] judged = study.Results[0].Sizes[0].Users;
        Assert.Equal(40, judged.Length);
        Assert.All(study.Results, result => Assert.All(result.Sizes, size => Assert.Equal(judged, size.Users)));
        Assert.Equal("nothing to choose", study.Results[0].Settings);
        Assert.Contains("neighbours", study.Results[1].Settings, StringComparison.Ordinal);

        // Sizes are told apart: other listeners were learnt from.
        Assert.NotEqual(study.Results[1].Sizes[0].Ndcg, study.Results[1].Sizes[2].Ndcg);
        Assert.Equal(study.Results[1].Sizes[2].NdcgAtK - study.Results[1].Sizes[1].NdcgAtK, study.Gain("user neighbours").Mean.Estimate, 12);
        Assert.Throws<ArgumentException>(() => study.Gain("nobody"));
        Assert.Throws<ArgumentException>(() => ListenerCountStudy.Run(_plays, 1, heldOut: _plays.UserCount / 2));
        Assert.Throws<ArgumentException>(() => ListenerCountStudy.Run(_plays, 1, heldOut: 40, methods: []));
    }

    [Fact]
    public void Tables_figure_and_metrics_show_what_was_found()
    {
        ListenerCountStudy study = _study.Value;
        Assert.Contains("mean over 40 others", study.ToText(), StringComparison.Ordinal);
        Assert.Contains("popularity", study.ToHtml(), StringComparison.Ordinal);
        ListenerCountResult best = study.Results.MaxBy(result => result.Sizes[^1].NdcgAtK)!, other = study.Results.Single(result => result != best);
        string experiments = study.Experiments().ToText();
        double[] first = best.Sizes[^1].Ndcg, second = other.Sizes[^1].Ndcg;
        Assert.Contains($"{SampleSize.PerGroup(first, second):#,0}", experiments, StringComparison.Ordinal);
        Assert.Contains($"{SampleSize.Paired([.. first.Zip(second, (one, two) => one - two)]):#,0}", experiments, StringComparison.Ordinal);
        Assert.NotNull(study.Picture());
        study.Record("listener-count-test");
        Assert.Equal(best.Sizes[0].NdcgAtK, Metrics.Recorded[$"listener-count-test.{best.Name.Replace(' ', '-')}.ndcg-10.of-25-percent"]);
    }
}
