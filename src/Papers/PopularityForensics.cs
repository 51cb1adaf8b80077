using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Where can paper 000's four figures come from? Every combination of what "popular" means, how rows and inputs are made, and a model, with
/// accuracy, precision, recall and F1, held against the paper's.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityForensics : IRenderable
{
    private readonly string _rows;

    private PopularityForensics(
        IReadOnlyList<PopularityCut> cuts, IReadOnlyList<PopularityProtocol> protocols, IReadOnlyList<string> models, IReadOnlyList<PopularityForensicsCell> cells, string rows) =>
        (Cuts, Protocols, Models, Cells, _rows) = (cuts, protocols, models, cells, rows);

    /// <summary>Accuracy 95.56 %, precision 93.91 %, recall 97.34 %, F1 95.59 %, as paper 000 prints them.</summary>
    public static ReportedFigures Paper { get; } = new(new(95.56, 2), new(93.91, 2), new(97.34, 2), new(95.59, 2));

    /// <summary>The three protocols of the grid.</summary>
    public static IReadOnlyList<PopularityProtocol> GridProtocols { get; } =
        [PopularityProtocol.Honest, PopularityProtocol.PopularityAmongInputs, PopularityProtocol.OversampledBeforeSplit];

    /// <summary>What "popular" meant in the cells; those without songs on both sides are left out.</summary>
    public IReadOnlyList<PopularityCut> Cuts { get; }

    /// <summary>The protocols.</summary>
    public IReadOnlyList<PopularityProtocol> Protocols { get; }

    /// <summary>The models' names.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>All cells: by protocol, then cut, then model.</summary>
    public IReadOnlyList<PopularityForensicsCell> Cells { get; }

    /// <summary>The cuts of the grid: 1, 15, 30, 50 and 70, and above the median.</summary>
    public static IReadOnlyList<PopularityCut> GridCuts(PopularitySongs songs) =>
        [.. ((IEnumerable<PopularityCut>)[new(1), new(15), PopularityCut.AboveMedian(songs), new(30), new(50), new(70)]).OrderBy(cut => cut.Smallest)];

    /// <summary>Fits and judges every model under every protocol and cut, several at a time; the digits do not depend on how many.</summary>
    /// <param name="songs">The songs.</param>
    /// <param name="cuts">What "popular" may mean; null for <see cref="GridCuts"/>. Those that leave no song on one side are left out.</param>
    /// <param name="protocols">How rows and inputs are made; null for <see cref="GridProtocols"/>.</param>
    /// <param name="models">The models, each with a name of its own; null for <see cref="PopularityForensicsModel.All"/>.</param>
    /// <param name="splits">Random splits of four fifths to one, 1 or more.</param>
    /// <param name="mostSongs">Of more songs than this, 10 or more, as many are drawn at random.</param>
    /// <param name="seed">Decides which songs, splits, copies and what models draw.</param>
    /// <exception cref="ArgumentException">Nothing to run is given, two models have one name, or no cut has songs on both sides.</exception>
    public static PopularityForensics Run(
        PopularitySongs songs, IReadOnlyList<PopularityCut>? cuts = null, IReadOnlyList<PopularityProtocol>? protocols = null,
        IReadOnlyList<PopularityForensicsModel>? models = null, int splits = 1, int mostSongs = 10_000, ulong seed = 42)
    {
        ArgumentNullException.ThrowIfNull(songs);
        Throw.IfBelow(songs.Count, 10, "the number of songs");
        Throw.IfBelow(splits, 1);
        int all = songs.Count;
        songs = AtMost(songs, mostSongs, seed);
        cuts ??= GridCuts(songs);
        protocols ??= GridProtocols;
        models ??= PopularityForensicsModel.All();
        Throw.IfEmpty(protocols.Count, nameof(protocols));
        Throw.IfEmpty(models.Count, nameof(models));
        if (models.DistinctBy(model => model.Name).Count() < models.Count)
        {
            throw new ArgumentException($"Two of the models have one name: {string.Join(", ", models.Select(model => model.Name))}.", nameof(models));
        }

        foreach (PopularityCut cut in cuts)
        {
            cut.Check();
        }

        PopularityCut[] kept = [.. cuts.Distinct().Where(cut => HasBothSides(songs, cut))];
        if (kept.Length == 0)
        {
            throw new ArgumentException($"None of the cuts ({string.Join(", ", cuts)}) has songs on both sides.", nameof(cuts));
        }

        List<PopularityForensicsWork> work = PopularityForensicsWork.Of(songs, kept, protocols, models, splits, seed);
        ParallelLoop.For(work.Count, piece => work[piece].Run());
        PopularityForensicsCell[] cells =
        [
            .. from protocol in protocols
               from cut in kept
               from model in models
               select PopularityForensicsCell.Mean(cut, protocol, model.Name, [.. work.Where(piece => piece.Is(protocol, cut, model)).Select(piece => piece.Of(cut))]),
        ];
        string rows = string.Create(CultureInfo.InvariantCulture, $"{songs.Count:#,0} songs{(songs.Count < all ? $" drawn from {all:#,0}" : "")}, {(splits == 1 ? "one random split" : $"{splits} random splits")} of four fifths to one");
        return new PopularityForensics(kept, protocols, [.. models.Select(model => model.Name)], cells, rows);
    }

    /// <summary>The cell of a cut, protocol and model.</summary>
    /// <exception cref="ArgumentException">There is no such cell.</exception>
    public PopularityForensicsCell this[PopularityCut cut, PopularityProtocol protocol, string model] =>
        Cells.FirstOrDefault(cell => cell.Cut == cut && cell.Protocol == protocol && cell.Model == model)
        ?? throw new ArgumentException($"There is no cell '{cut}', '{protocol.Text()}', '{model}'. Cuts: {string.Join(", ", Cuts)}; protocols: {string.Join(", ", Protocols)}; models: {string.Join(", ", Models)}.");

    /// <summary>The cells nearest to a paper's figures, the nearest first; equally near ones in their order.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="paper">The figures; null for <see cref="Paper"/>.</param>
    public IReadOnlyList<PopularityForensicsCell> Nearest(int count, ReportedFigures? paper = null)
    {
        Throw.IfBelow(count, 1);
        return [.. Cells.OrderBy(cell => cell.Distance(paper ?? Paper)).Take(count)];
    }

    /// <summary>How far each cell is from the paper's figures: the largest difference of the four, in points. The nearest cells are framed.</summary>
    /// <param name="framed">How many, 0 or more.</param>
    public Figure Distances(int framed = 3) => Cut(cell => cell.Distance(Paper), "points", "0.0", framed, strongestAt: 30)
        .Title("How far each set-up is from the paper's four figures")
        .Subtitle($"Largest difference of accuracy, precision, recall and F1, in points (30 and more in one colour); {Framed(framed)}");

    /// <summary>One of the four figures in every cell, in per cent. The cells nearest to all four of the paper's are framed.</summary>
    /// <param name="figure">Which.</param>
    /// <param name="framed">How many, 0 or more.</param>
    public Figure HeatMap(PopularityFigure figure, int framed = 3)
    {
        ReportedPercentage printed = figure switch
        {
            PopularityFigure.Accuracy => Paper.Accuracy,
            PopularityFigure.Precision => Paper.Precision,
            PopularityFigure.Recall => Paper.Recall,
            _ => Paper.F1,
        };
        return Cut(cell => 100 * cell[figure], "per cent", "0", framed)
            .Title($"{figure} by what \"popular\" means, how rows and inputs are made, and model")
            .Subtitle($"The paper prints {printed}; {Framed(framed)}");
    }

    /// <summary>The nearest cells as a table, with the paper's line first.</summary>
    /// <param name="count">How many, 1 or more.</param>
    public Table NearestTable(int count = 10) => ToTable(Nearest(count))
        .Caption($"The {count} set-ups nearest to the paper's figures, of {Cells.Count}");

    /// <summary>For each protocol the cell nearest to the paper's figures, of all models, of the paper's network alone, and of those whose test set has 45 to 55 per cent popular songs.</summary>
    public Table ProtocolTable()
    {
        Table table = new("protocol", "nearest of", "popular", "model", "base rate", "accuracy", "precision", "recall", "F1", "distance");
        foreach (PopularityProtocol protocol in Protocols)
        {
            PopularityForensicsCell[] cells = [.. Cells.Where(cell => cell.Protocol == protocol).OrderBy(cell => cell.Distance(Paper))];
            Add("all cells", cells);
            Add("cells with as many popular songs as others", [.. cells.Where(cell => cell.BaseRate is >= 0.45 and <= 0.55)]);
            Add("the paper's network", [.. cells.Where(cell => cell.Model.Contains("LSTM", StringComparison.Ordinal))]);
        }

        return Formatted(table).Caption("The nearest that each protocol comes to the paper's figures");

        void Add(string of, PopularityForensicsCell[] cells)
        {
            if (cells.Length > 0)
            {
                table.Row([cells[0].Protocol.Text(), of, .. Values(cells[0])]);
            }
        }
    }

    /// <summary>All cells of one protocol as a table, with the paper's line first.</summary>
    public Table CellTable(PopularityProtocol protocol) => ToTable([.. Cells.Where(cell => cell.Protocol == protocol)]).Caption(protocol.Text());

    /// <summary>Records the four figures of every cell of a protocol, and the distance of the nearest cell.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (PopularityForensicsCell cell in Cells)
        {
            string key = KeyOf(set, cell);
            Metrics.Record($"{key}.accuracy", cell.Accuracy);
            Metrics.Record($"{key}.f1", cell.F1);
        }

        Metrics.Record($"{set}.nearest-distance", Nearest(1)[0].Distance(Paper));
    }

    /// <inheritdoc/>
    public string ToHtml() => NearestTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => NearestTable().ToText();

    /// <summary>The nearest cells as text.</summary>
    public override string ToString() => ToText();

    internal static string KeyOf(string set, PopularityForensicsCell cell) => string.Create(
        CultureInfo.InvariantCulture, $"{set}.{Key(cell.Protocol.Text())}.{(cell.Cut.IsAbove ? "above-" : "")}{cell.Cut.Value}.{Key(cell.Model)}");

    /// <summary>The songs, or so many of them drawn at random.</summary>
    internal static PopularitySongs AtMost(PopularitySongs songs, int mostSongs, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(songs);
        Throw.IfBelow(mostSongs, 10);
        return songs.Count > mostSongs ? songs.Select([.. new RandomStream(seed).Split(7).Permutation(songs.Count).Take(mostSongs).Order()]) : songs;
    }

    internal static bool HasBothSides(PopularitySongs songs, PopularityCut cut)
    {
        int popular = 0;
        foreach (double popularity in songs.Popularity)
        {
            popular += cut.Holds(popularity) ? 1 : 0;
        }

        return popular > 0 && popular < songs.Count;
    }

    private static string Key(string name) => name.Replace(",", "", StringComparison.Ordinal).Replace(' ', '-');

    private string Framed(int framed) => $"{_rows}{(framed == 0 ? "" : $"; framed: the {(framed == 1 ? "cell" : $"{framed} cells")} nearest to all four of the paper's figures")}";

    private Figure Cut(Func<PopularityForensicsCell, double> value, string unit, string format, int framed, double? strongestAt = null)
    {
        Throw.IfBelow(framed, 0);
        Matrix values = new(Protocols.Count * Cuts.Count, Models.Count, [.. Cells.Select(value)]);
        bool stronger = strongestAt > values.Values.Min();
        Figure figure = Figure.HeatMap(
            [.. Protocols.SelectMany(protocol => Cuts.Select(cut => $"{protocol.Text()}, {cut}"))], Models, values, unit, format, strongestAt: stronger ? strongestAt : null);
        foreach (PopularityForensicsCell cell in framed == 0 ? [] : Nearest(framed))
        {
            int place = Cells.Index().First(pair => ReferenceEquals(pair.Item, cell)).Index;
            figure.FrameCell(place / Models.Count, place % Models.Count);
        }

        return figure;
    }

    private Table ToTable(IReadOnlyList<PopularityForensicsCell> cells)
    {
        Table table = new("protocol", "popular", "model", "base rate", "accuracy", "precision", "recall", "F1", "distance");
        table.Row("paper", "not stated", "LSTM", 100 * Paper.BaseRate.Estimate, Paper.Accuracy.Percent, Paper.Precision.Percent, Paper.Recall.Percent, Paper.F1.Percent, null);
        foreach (PopularityForensicsCell cell in cells)
        {
            table.Row([cell.Protocol.Text(), .. Values(cell)]);
        }

        return Formatted(table);
    }

    private Table Formatted(Table table)
    {
        foreach (string header in (ReadOnlySpan<string>)["base rate", "accuracy", "precision", "recall", "F1", "distance"])
        {
            table.Format(header, "0.00");
        }

        return table.Note($"In per cent; distance: the largest difference of the four figures from the paper's, in points. The paper's base rate is solved from its figures. {_rows}.");
    }

    private static object?[] Values(PopularityForensicsCell cell) =>
        [cell.Cut.ToString(), cell.Model, 100 * cell.BaseRate, 100 * cell.Accuracy, 100 * cell.Precision, 100 * cell.Recall, 100 * cell.F1, cell.Distance(Paper)];
}
