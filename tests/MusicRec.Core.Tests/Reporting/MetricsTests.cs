using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

[Collection(ReportingCollection.Name)]
public sealed class MetricsTests : IDisposable
{
    private readonly object? hostBefore = AppDomain.CurrentDomain.GetData(Metrics.HostKey);

    public MetricsTests() => Metrics.Clear();

    public void Dispose()
    {
        Metrics.Clear();
        AppDomain.CurrentDomain.SetData(Metrics.HostKey, hostBefore);
    }

    [Fact]
    public void A_metric_is_kept_by_name_and_handed_to_the_host()
    {
        Dictionary<string, double> host = [];
        AppDomain.CurrentDomain.SetData("MusicRec.Metrics", host);
        Metrics.Record("network accuracy", 0.8);
        Metrics.Record("network accuracy", 0.8);
        Metrics.Record("auc", 0.9);
        Assert.Equal(["auc", "network accuracy"], Metrics.Recorded.Keys);
        Assert.Equal(0.8, host["network accuracy"]);
        Metrics.Clear();
        Assert.Empty(host);
        Assert.Empty(Metrics.Recorded);
    }

    [Fact]
    public void A_second_value_under_the_same_name_is_refused()
    {
        Metrics.Record("accuracy", 0.8);
        string message = Assert.Throws<InvalidOperationException>(() => Metrics.Record("accuracy", 0.81)).Message;
        Assert.Contains("'accuracy' was recorded as 0.8 and now as 0.81", message, StringComparison.Ordinal);
        Assert.Equal(0.8, Metrics.Recorded["accuracy"]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Only_finite_values_are_recorded(double value) =>
        Assert.Contains("accuracy", Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Record("accuracy", value)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" accuracy")]
    [InlineData("a\nb")]
    public void Names_are_plain_text(string name) => Assert.Throws<ArgumentException>(() => Metrics.Record(name, 1));
}
