using MusicRec.Core.Tests.Reporting;
using MusicRec.Papers;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

[Collection(ReportingCollection.Name)]
public sealed class ListenerMetricsTests : IDisposable
{
    private readonly PopularitySongs _songs = MadeUpCatalogue.Drawn(160, 2);

    public ListenerMetricsTests() => Metrics.Clear();

    public void Dispose() => Metrics.Clear();

    [Fact]
    public void Studies_of_listeners_record_what_their_tables_say()
    {
        PopularityDialStudy dial = PopularityDialStudy.Run(new PopularityRecommender(_songs, _songs.Popularity), 3, 5);
        dial.Record("made up");
        Assert.Equal(dial.Gain(4).Estimate, Metrics.Recorded["made up.dial.dial-at-1.gain"]);
        FeedbackStudy feedback = FeedbackStudy.Run(_songs, _songs.Popularity, new FeedbackSettings { Listeners = 3, Rounds = 2 });
        feedback.Record("made up");
        Assert.Equal(feedback.Shares("indifferent", FeedbackMethod.Rocchio).Average(), Metrics.Recorded["made up.feedback.indifferent.Rocchio.liked"]);
        Assert.Equal(
            feedback.Gain("islands of sound", FeedbackMethod.Online, FeedbackMethod.OnlineWithoutFeedback).Estimate, Metrics.Recorded["made up.feedback.islands-of-sound.gain"]);
        ContinuedTrainingStudy continued = ContinuedTrainingStudy.Run(_songs, new ContinuedTrainingSettings { Network = new PopularityNetworkSettings { Epochs = 1, HiddenSize = 2 } });
        continued.Record("made up");
        Assert.Equal(
            continued.AbsoluteErrors(ContinuedTrainingMethod.NetworkRefit).Average(), Metrics.Recorded["made up.continued.network-refit-on-all.absolute-error"]);
        Assert.Equal((7 * 2) + (4 * 7) + (7 * 2), Metrics.Recorded.Count);
    }
}
