using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>More set-ups than the grid has that could lead to paper 000's figures, each measured instead of guessed at.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityHypotheses : IRenderable
{
    private readonly int _songs;

    private PopularityHypotheses(IReadOnlyList<(string Hypothesis, PopularityForensicsCell Cell)> cells, int songs) => (Cells, _songs) = (cells, songs);

    /// <summary>What was supposed, and what came of it.</summary>
    public IReadOnlyList<(string Hypothesis, PopularityForensicsCell Cell)> Cells { get; }

    /// <summary>Measures all of them on one random split of four fifths to one.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="mostSongs">Of more songs than this, 10 or more, as many are drawn at random.</param>
    /// <param name="settings">Of the networks; null for this project's reading.</param>
    /// <param name="seed">Decides which songs, the split, copies and what models draw.</param>
    public static PopularityHypotheses Run(PopularitySongs songs, int mostSongs = 10_000, PopularityNetworkSettings? settings = null, ulong seed = 42)
    {
        ArgumentNullException.ThrowIfNull(songs);
        settings ??= new PopularityNetworkSettings();

        // Drawn once and first: the median is that of the songs judged, and a cut is left out when these have one side only.
        songs = PopularityForensics.AtMost(songs, mostSongs, seed);
        PopularityCut median = PopularityCut.AboveMedian(songs);
        PopularityForensicsModel boosting = PopularityForensicsModel.Boosting("boosting", 100), forest = PopularityForensicsModel.Forest();
        PopularityForensicsModel popularity = PopularityForensicsModel.Network("LSTM, popularity", settings), label = PopularityForensicsModel.LabelNetwork("LSTM, popular or not", settings);
        PopularityNetworkSettings large = settings with { HiddenSize = 4 * settings.HiddenSize, DenseSize = 2 * settings.DenseSize };
        List<(string, PopularityForensicsCell)> cells = [];
        Add("popularity is an input, and training is short (32 times as large batches)", PopularityProtocol.PopularityAmongInputs, [median],
            PopularityForensicsModel.Network("LSTM, popularity", settings with { BatchSize = 32 * settings.BatchSize }),
            PopularityForensicsModel.LabelNetwork("LSTM, popular or not", settings with { BatchSize = 32 * settings.BatchSize }));
        Add("copies before the split, cuts between those of the grid", PopularityProtocol.OversampledBeforeSplit, [new(40), new(60)], label, boosting, forest);
        Add("copies before the split, and a network four times as wide", PopularityProtocol.OversampledBeforeSplit, [new(50), new(55)], PopularityForensicsModel.LabelNetwork("wide LSTM, popular or not", large));
        Add("the artist's mean popularity, counted over test songs too", PopularityProtocol.ArtistMeansOfAllSongs, [median], boosting, forest);
        Add("figures of the training songs", PopularityProtocol.JudgedOnTrainingSongs, [median], popularity, label, boosting, forest);
        Add("classes made equal by leaving songs out", PopularityProtocol.UndersampledBeforeSplit, [median, new(50)], label, boosting);
        return new PopularityHypotheses([.. cells], songs.Count);

        void Add(string hypothesis, PopularityProtocol protocol, IReadOnlyList<PopularityCut> cuts, params PopularityForensicsModel[] models)
        {
            PopularityCut[] usable = [.. cuts.Where(cut => PopularityForensics.HasBothSides(songs, cut))];
            if (usable.Length > 0)
            {
                cells.AddRange(PopularityForensics.Run(songs, usable, [protocol], models, 1, mostSongs, seed).Cells.Select(cell => (hypothesis, cell)));
            }
        }
    }

    /// <summary>Records accuracy and distance of every cell.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach ((_, PopularityForensicsCell cell) in Cells)
        {
            string key = PopularityForensics.KeyOf(set, cell);
            Metrics.Record($"{key}.accuracy", cell.Accuracy);
            Metrics.Record($"{key}.distance", cell.Distance(PopularityForensics.Paper));
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The measurements as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        ReportedFigures paper = PopularityForensics.Paper;
        Table table = new("supposed", "popular", "model", "base rate", "accuracy", "precision", "recall", "F1", "RMSE", "distance");
        table.Row("paper", "not stated", "LSTM", 100 * paper.BaseRate.Estimate, paper.Accuracy.Percent, paper.Precision.Percent, paper.Recall.Percent, paper.F1.Percent, null, null);
        foreach ((string hypothesis, PopularityForensicsCell cell) in Cells)
        {
            table.Row(
                hypothesis, cell.Cut.ToString(), cell.Model, 100 * cell.BaseRate, 100 * cell.Accuracy, 100 * cell.Precision, 100 * cell.Recall, 100 * cell.F1,
                cell.RootMeanSquaredError, cell.Distance(paper));
        }

        foreach (string header in (ReadOnlySpan<string>)["base rate", "accuracy", "precision", "recall", "F1", "RMSE", "distance"])
        {
            table.Format(header, "0.00");
        }

        return table.Best("distance", Best.Lowest)
            .Note(FormattableString.Invariant($"In per cent, the RMSE in points of popularity; distance: the largest difference of the four figures from the paper's, in points. {_songs:#,0} songs, one random split of four fifths to one."));
    }
}
