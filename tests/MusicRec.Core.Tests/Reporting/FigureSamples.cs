using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

/// <summary>One figure of every kind, with texts that try to break out of the JSON, the HTML and plotly.js's own markup.</summary>
internal static class FigureSamples
{
    public const string Evil = "</script><b>x</b> & \"y\" %{z}";

    public static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>
    {
        ["histogram"] = () => Figure.Histogram([1, 2, 2, 3, double.NaN, 9]).XAxis("tempo", "BPM"),
        ["two histograms"] = () => Figure.Histogram((Evil, [1, 2, 2, 3, 9]), ("b", [4, 5, 5, 8])).XAxis("tempo", "BPM"),
        ["box"] = () => Figure.Box((Evil, [1, 2, 3, 4, 50]), ("b", [2, 2, 2, 2])).XAxis("loudness", "dB"),
        ["bar"] = () => Figure.Bar([Evil, "b"], [1, 2], [0.5, 0], format: ".1f").YAxis("plays", "thousands"),
        ["horizontal bar"] = () => Figure.Bar(["a", "b"], [1, 2], horizontal: true, ordered: true).XAxis("plays", "thousands").VerticalLine(1.5, Evil),
        ["grouped bar"] = () => Figure.GroupedBar(["a", "b"], (Evil, [1, double.NaN]), ("t", [3, 4])).YAxis("share", "of all plays", percent: true),
        ["intervals"] = () => Figure.Intervals((Evil, 0.5, 0.4, 0.6), ("b", 0.7, 0.7, 0.9)).XAxis("accuracy", "of songs", percent: true),
        ["line"] = () => Figure.Line(new Series(Evil, [1, 2, 4], [1, double.NaN, 3], [0, 1, 2], [2, 3, 4]), new Series("b", [1, 2], [5, 6])).XAxis("list length", "songs").XLogarithmic().HorizontalLine(2, "line"),
        ["learning curves"] = () => Figure.LearningCurves([0.7, 0.5, 0.4], [0.7, 0.6, 0.65], "log loss", 2).YAxis("log loss", "nats"),
        ["scatter"] = () => Figure.Scatter([1, 2, double.NaN], [3, 4, 5], [Evil, "song b", "song c"], ["liked", Evil, "liked"]).XAxis("tempo", "BPM"),
        ["map"] = () => Figure.Map([1, 2, 1.5], [3, 4, 3], [Evil, "song b", "song c"], ["liked", Evil, "liked"]).XAxis("tempo", "BPM"),
        ["heat map"] = () => Figure.HeatMap([Evil, "b"], ["c", "d", "e"], new Matrix(2, 3, [1, 2, 3, double.NaN, 5, 6]), Evil).FrameCell(1, 2).XAxis("tempo", "BPM"),
        ["spectrogram"] = () => Figure.Spectrogram(new Matrix(200, 2, [.. Enumerable.Range(0, 400).Select(value => (double)value)]), 0.02, [100, 4000], Evil),
        ["correlations"] = () => Figure.Correlations([Evil, "b"], new Matrix(2, 2, [1, -0.5, -0.5, 1])).XAxis("feature", "z"),
        ["ROC"] = () => Figure.Roc((Evil, [0, 0.2, 1], [0, 0.9, 1], 0.85)).XAxis("false positive rate", "share"),
        ["precision and recall"] = () => Figure.PrecisionRecall(0.2, (Evil, [1, 0.5, 0], [0.2, 0.5, 1], 0.4)).XAxis("recall", "share"),
        ["ROC beside precision"] = () => Figure.RocAndPrecisionRecall(0.2, (Evil, [0, 0.2, 1], [0, 0.9, 1], 0.85, [1, 0.5, 0], [0.2, 0.5, 1], 0.4), ("b", [0, 1], [0, 1], 0.5, [1, 0], [0.2, 1], 0.2)).YAxis("all", "share"),
        ["true against predicted"] = () => Figure.TrueAgainstPredicted([1, 2, 40], [2, 2, 30], [Evil, "b", "c"]).XAxis("predicted popularity", "0 to 100"),
        ["partial dependence"] = () => Figure.PartialDependence([1, 2, 4], [0.5, 0.6, 0.4], new Matrix(2, 3, [0.4, 0.7, 0.2, 0.6, 0.5, 0.6])).XAxis("tempo", "BPM"),
        ["calibration"] = () => Figure.Calibration((Evil, [(0.1, 0.2, 10), (0.9, 0.8, 20)])).XAxis("probability", "share"),
        ["confusion matrix"] = () => Figure.ConfusionMatrix([Evil, "b"], new Matrix(2, 2, [5, 1, 0, 0])).XAxis("predicted", "class"),
        ["grouped bar with errors"] = () => Figure.GroupedBar(["a", "b"], (Evil, [1, 2], [0.1, 0]), ("t", [3, 4], [0.2, 0.3])).YAxis("share", "of all plays"),
        ["stacked shares"] = () => Figure.StackedShares([Evil, "1960s"], (Evil, [1, 0]), ("t", [3, 4])).YAxis("share", "of songs", percent: true),
        ["learning curves of runs"] = () => Figure.LearningCurves("log loss", (Evil, [[0.7, 0.5], [0.6, 0.3]]), ("t", [[0.8, 0.5], [0.6, 0.6]])).YAxis("log loss", "nats"),
        ["elbow and silhouette"] = () => Figure.ElbowAndSilhouette([2, 3, 4], [9, 5, 4], [0.3, 0.4, 0.2], 3),
        ["biplot"] = () => Figure.Biplot(new Matrix(3, 2, [1, 2, -3, 0.5, 0, 1]), new Matrix(2, 3, [0.5, 0.5, -0.7, 0.1, 0.2, 0.7]), [Evil, "b", "c"], [0.4, 0.2], [Evil, "b", "b"]),
        ["named points"] = () => Figure.NamedPoints([(Evil, 0.5, 0.2, 0.1, 0.3), ("b", 20, 0.25, null, null)], logarithmicX: true).XAxis("time", "s"),
        ["small multiples"] = () => Figure.SmallMultiples([Figure.Histogram(("a", [1, 2, 3]), ("b", [2, 3])).Title(Evil).XAxis("tempo", "BPM"), Figure.Line([1, 2], [3, 4]).Title("second").XAxis("tempo", "BPM")], 2),
    };
}
