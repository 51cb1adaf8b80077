using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Accuracy on the same held-out songs by how many songs models learn from, the fewer being among the more: whether more songs of the same kind
/// could close the gap to a paper's accuracy. Honest protocol.
/// </summary>
public sealed class PopularityLearningCurve
{
    private readonly int _testRows;

    private PopularityLearningCurve(PopularityCut cut, IReadOnlyList<(string, int, double)> points, int testRows) => (Cut, Points, _testRows) = (cut, points, testRows);

    /// <summary>Which songs count as popular.</summary>
    public PopularityCut Cut { get; }

    /// <summary>Model by model, ascending by songs.</summary>
    public IReadOnlyList<(string Model, int TrainingSongs, double Accuracy)> Points { get; }

    /// <summary>Learns from a half, a quarter … of the training songs, and from all.</summary>
    /// <param name="songs">The songs; a fifth is held out.</param>
    /// <param name="models">Each with a name of its own.</param>
    /// <param name="cut">Which songs count as popular.</param>
    /// <param name="halvings">How often to halve, 1 to 10; fewer when less than 50 songs would be left.</param>
    /// <param name="mostSongs">Of more songs than this, 10 or more, as many are drawn at random.</param>
    /// <param name="seed">Decides which songs are held out, and their order.</param>
    public static PopularityLearningCurve Run(
        PopularitySongs songs, IReadOnlyList<PopularityForensicsModel> models, PopularityCut cut, int halvings = 4, int mostSongs = 10_000, ulong seed = 42)
    {
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfEmpty(models.Count, nameof(models));
        Throw.IfOutside(halvings, 1, 10);
        cut.Check();
        songs = PopularityForensics.AtMost(songs, mostSongs, seed);
        RandomStream random = new(seed);
        PopularityForensicsTask task = PopularityForensicsTask.Draw(songs, PopularityProtocol.Honest, cut, random.Split(0).NextUInt64());
        int[] order = [.. task.TrainingRows];
        random.Shuffle(order.AsSpan());
        int[] sizes = [.. Enumerable.Range(0, halvings + 1).Select(halving => order.Length >> halving).Where((size, halving) => halving == 0 || size >= 50).Reverse()];
        (string, int, double)[] points = new (string, int, double)[models.Count * sizes.Length];
        ParallelLoop.For(points.Length, piece =>
        {
            (PopularityForensicsModel model, int size) = (models[piece / sizes.Length], sizes[piece % sizes.Length]);
            PopularityForensicsTask part = task.WithTrainingRows([.. order.Take(size).Order()]);
            points[piece] = (model.Name, size, ClassificationMetrics.Accuracy(part.TestLabels(cut), model.Answer(part, [cut], seed).Labels[0]));
        });
        return new PopularityLearningCurve(cut, points, task.TestRows.Count);
    }

    /// <summary>What the last doubling of the training songs gained, in points (hundredths) of accuracy; 0 where there is one point.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public double LastGain(string model)
    {
        double[] own = [.. Points.Where(point => point.Model == model).Select(point => point.Accuracy)];
        if (own.Length == 0)
        {
            Throw.Unknown("model", model, Points.Select(point => point.Model).Distinct());
        }

        return own.Length == 1 ? 0 : 100 * (own[^1] - own[^2]);
    }

    /// <summary>The curves, and the paper's accuracy as a line.</summary>
    public Figure ToFigure() => Figure.Line([.. Points.GroupBy(point => point.Model).Select(group => new Series(
            group.Key, [.. group.Select(point => (double)point.TrainingSongs)], [.. group.Select(point => point.Accuracy)]))])
        .XAxis("training songs").XLogarithmic().YAxis("accuracy", percent: true)
        .HorizontalLine(PopularityForensics.Paper.Accuracy.Percent / 100, $"paper: {PopularityForensics.Paper.Accuracy}")
        .Title("How accuracy grows with the number of training songs")
        .Subtitle(string.Create(CultureInfo.InvariantCulture, $"Popular {Cut}, {_testRows:#,0} songs held out; the last doubling gained: {string.Join(", ", Points.Select(point => point.Model).Distinct().Select(model => string.Create(CultureInfo.InvariantCulture, $"{model} {LastGain(model):0.0}")))} points"));
}
