using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityForensicsTests
{
    private static readonly PopularitySongs _songs = Songs(400, 11);
    private static readonly PopularityForensicsModel _majority = PopularityForensicsModel.OfClassifier("constant", (_, _) => new Pipeline(new MajorityClassifier(), new OneHotEncoder()));
    private static readonly PopularityForensicsModel _nearest = PopularityForensicsModel.Nearest("nearest song", 1);

    // Knows the popularity of all songs, a fixed error added.
    private static PopularityForensicsModel Oracle(string name, double error = 0) =>
        PopularityForensicsModel.OfPopularity(name, (task, _) => [.. task.TestPopularity().Select(popularity => popularity + error)]);

    [Fact]
    public void Above_the_median_leaves_a_little_less_than_half_of_whole_numbers()
    {
        PopularityCut cut = PopularityCut.AboveMedian(_songs);
        double[] sorted = [.. _songs.Popularity];
        Array.Sort(sorted);
        Assert.Equal(Math.Floor((sorted[199] + sorted[200]) / 2), cut.Value);
        int above = sorted.Count(cut.Holds);
        Assert.InRange(above, 1, 200);
        Assert.True(sorted.Count(new PopularityCut(cut.Value).Holds) >= 200);
        Assert.Equal($"> {cut.Value}", cut.ToString());
        Assert.Equal((cut.Value + 1, "≥ 50"), (cut.Smallest, new PopularityCut(50).ToString()));
    }

    [Fact]
    public void Honest_splits_keep_songs_apart_and_copies_stand_on_both_sides()
    {
        PopularityCut cut = new(40);
        PopularityForensicsTask honest = PopularityForensicsTask.Draw(_songs, PopularityProtocol.Honest, cut, 3);
        Assert.Equal((320, 80), (honest.TrainingRows.Count, honest.TestRows.Count));
        Assert.Empty(honest.TrainingRows.Intersect(honest.TestRows));
        Assert.Equal(PopularitySongs.AudioFeatureNames.Count + 2, honest.TrainingFeatures().Columns);
        Assert.DoesNotContain("popularity", _songs.ColumnNames(PopularityColumns.Sound));
        Assert.Equal("genre", _songs.ColumnNames(PopularityColumns.Sound)[honest.GenreColumn]);

        int popular = _songs.Popularity.ToArray().Count(cut.Holds);
        PopularityForensicsTask copied = PopularityForensicsTask.Draw(_songs, PopularityProtocol.OversampledBeforeSplit, cut, 3);
        Assert.Equal(2 * (400 - popular), copied.TrainingRows.Count + copied.TestRows.Count);
        Assert.Equal(400 - popular, copied.TrainingLabels(cut).Sum() + copied.TestLabels(cut).Sum());
        int[] both = [.. copied.TrainingRows.Intersect(copied.TestRows)];
        Assert.NotEmpty(both);
        Assert.All(both, row => Assert.True(cut.Holds(_songs.Popularity[row])));
        Assert.Equal(400, copied.TrainingRows.Concat(copied.TestRows).Distinct().Count());

        PopularityForensicsTask fewer = PopularityForensicsTask.Draw(_songs, PopularityProtocol.UndersampledBeforeSplit, cut, 3);
        Assert.Equal(2 * popular, fewer.TrainingRows.Concat(fewer.TestRows).Distinct().Count());
        Assert.Equal(popular, fewer.TrainingLabels(cut).Sum() + fewer.TestLabels(cut).Sum());

        PopularityForensicsTask same = PopularityForensicsTask.Draw(_songs, PopularityProtocol.JudgedOnTrainingSongs, cut, 3);
        Assert.Equal(honest.TrainingRows, same.TrainingRows);
        Assert.Equal(same.TrainingRows, same.TestRows);
    }

    [Fact]
    public void The_leaks_are_in_the_last_column_and_nowhere_else()
    {
        PopularityForensicsTask leak = PopularityForensicsTask.Draw(_songs, PopularityProtocol.PopularityAmongInputs, new(40), 3);
        Matrix features = leak.TestFeatures();
        Assert.Equal(leak.TestPopularity(), features.Column(features.Columns - 1));
        PopularityForensicsTask honest = PopularityForensicsTask.Draw(_songs, PopularityProtocol.Honest, new(40), 3);
        Assert.Equal(honest.TestRows, leak.TestRows);
        Assert.Equal(honest.TestFeatures().Values, features.SelectColumns([.. Enumerable.Range(0, features.Columns - 1)]).Values);

        PopularityForensicsTask means = PopularityForensicsTask.Draw(_songs, PopularityProtocol.ArtistMeansOfAllSongs, new(40), 3);
        double[] column = means.TestFeatures().Column(features.Columns - 1);
        int row = means.TestRows[5];
        double expected = Enumerable.Range(0, 400).Where(other => _songs.Artists[other] == _songs.Artists[row]).Average(other => _songs.Popularity[other]);
        Assert.Equal(expected, column[5], 9);
    }

    [Fact]
    public void An_oracle_and_a_constant_guess_have_the_figures_that_follow()
    {
        PopularityCut cut = new(40);
        PopularityForensics forensics = PopularityForensics.Run(_songs, [cut, new(39, true)], [PopularityProtocol.Honest], [_majority, Oracle("oracle"), Oracle("too high", 3)], splits: 2, seed: 4);
        PopularityForensicsCell oracle = forensics[cut, PopularityProtocol.Honest, "oracle"], high = forensics[cut, PopularityProtocol.Honest, "too high"], constant = forensics[cut, PopularityProtocol.Honest, "constant"];
        Assert.Equal((1.0, 1.0, 1.0, 1.0), (oracle.Accuracy, oracle.Precision, oracle.Recall, oracle.F1));
        Assert.Equal((0.0, 0.0), (oracle.RootMeanSquaredError!.Value, oracle.Bias!.Value));
        Assert.Equal((3, 3), (high.RootMeanSquaredError!.Value, Math.Round(high.Bias!.Value, 9)));
        Assert.Equal(1, high.Recall);
        Assert.True(high.Precision < 1);
        Assert.Equal((1 - constant.BaseRate, 0.0, 0.0, 0.0), (constant.Accuracy, constant.Precision, constant.Recall, constant.F1));
        Assert.Equal(97.34, constant.Distance(PopularityForensics.Paper), 9);
        Assert.NotNull(constant.AccuracyDeviation);

        // Labels are the same by "> 39" and "≥ 40"; a prediction of 39 and a bit is popular by the first alone.
        PopularityForensics between = PopularityForensics.Run(_songs, [cut, new(39, true)], [PopularityProtocol.Honest], [Oracle("lower", -0.5)], seed: 4);
        Assert.Equal(1, between[new(39, true), PopularityProtocol.Honest, "lower"].Recall);
        Assert.True(between[cut, PopularityProtocol.Honest, "lower"].Recall < 1);
    }

    [Fact]
    public void The_nearest_cells_are_framed_and_stand_first()
    {
        PopularityForensics forensics = PopularityForensics.Run(
            _songs, [new(1), new(40)], PopularityForensics.GridProtocols, [_majority, _nearest, Oracle("oracle")], seed: 4);
        Assert.Equal(18, forensics.Cells.Count);
        IReadOnlyList<PopularityForensicsCell> nearest = forensics.Nearest(18);
        Assert.Equal(forensics.Cells.Min(cell => cell.Distance(PopularityForensics.Paper)), nearest[0].Distance(PopularityForensics.Paper));
        Assert.True(nearest.Zip(nearest.Skip(1)).All(pair => pair.First.Distance(PopularityForensics.Paper) <= pair.Second.Distance(PopularityForensics.Paper)));
        string text = forensics.HeatMap(PopularityFigure.Accuracy, framed: 1).ToText();
        string protocol = nearest[0].Protocol switch
        {
            PopularityProtocol.Honest => "honest",
            PopularityProtocol.OversampledBeforeSplit => "oversampled before split",
            _ => "popularity among inputs",
        };
        Assert.Contains($"framed: {protocol}, {nearest[0].Cut} · {nearest[0].Model}", text, StringComparison.Ordinal);
        Assert.Contains("95.56", text, StringComparison.Ordinal);
        Assert.DoesNotContain("framed", forensics.Distances(framed: 0).ToText(), StringComparison.Ordinal);
        Assert.Contains("97.34", forensics.ToText(), StringComparison.Ordinal);
        Assert.Contains("the paper's network", PopularityForensics.Run(_songs, [new(40)], null, [PopularityForensicsModel.Network("LSTM", new PopularityNetworkSettings { Epochs = 1, BatchSize = 64 })], seed: 4).ProtocolTable().ToText(), StringComparison.Ordinal);
        Assert.Equal(6, forensics.CellTable(PopularityProtocol.Honest).RowCount - 1);
    }

    [Fact]
    public void Copies_in_the_test_set_are_known_again()
    {
        PopularityForensics forensics = PopularityForensics.Run(_songs, [new(60)], PopularityForensics.GridProtocols, [_nearest], splits: 3, seed: 4);
        Assert.True(forensics[new(60), PopularityProtocol.OversampledBeforeSplit, "nearest song"].Recall > 0.9);
        Assert.True(forensics[new(60), PopularityProtocol.Honest, "nearest song"].Recall < 0.6);
        Assert.Equal(0.5, forensics[new(60), PopularityProtocol.OversampledBeforeSplit, "nearest song"].BaseRate, 1);
    }

    [Fact]
    public void Every_model_of_the_grid_runs_under_every_protocol_of_the_grid_with_the_same_digits()
    {
        PopularityNetworkSettings small = new() { Epochs = 1, BatchSize = 64, HiddenSize = 4, DenseSize = 4, EmbeddingSize = 2 };
        PopularityForensics first = PopularityForensics.Run(_songs, [new(40)], null, PopularityForensicsModel.All(small), seed: 9);
        PopularityForensics again = PopularityForensics.Run(_songs, [new(40)], null, PopularityForensicsModel.All(small), seed: 9);
        Assert.Equal(first.Cells, again.Cells);
        Assert.Equal(21, first.Cells.Count);
        Assert.NotEqual(first.Cells, PopularityForensics.Run(_songs, [new(40)], null, PopularityForensicsModel.All(small), seed: 10).Cells);
        PopularityForensicsCell Leaked(string model) => first[new(40), PopularityProtocol.PopularityAmongInputs, model];
        Assert.True(Leaked("boosting").Accuracy >= 0.99 && Leaked("logistic").Accuracy >= 0.9 && Leaked("forest").Accuracy >= 0.9);
    }

    [Fact]
    public void Cuts_without_songs_on_both_sides_are_left_out_and_misuse_is_named()
    {
        Assert.Equal([new PopularityCut(40)], PopularityForensics.Run(_songs, [new(0), new(40), new(100)], [PopularityProtocol.Honest], [_majority]).Cuts);
        Assert.Contains("both sides", Assert.Throws<ArgumentException>(() => PopularityForensics.Run(_songs, [new(0)], null, [_majority])).Message, StringComparison.Ordinal);
        Assert.Contains("one name", Assert.Throws<ArgumentException>(() => PopularityForensics.Run(_songs, null, null, [_majority, _majority])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PopularityForensics.Run(_songs, [new(101)], null, [_majority]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PopularityForensics.Run(_songs, null, null, [_majority], splits: 0));
        Assert.Contains("answer of 'short'", Assert.Throws<ArgumentException>(() =>
            PopularityForensics.Run(_songs, [new(40)], null, [PopularityForensicsModel.OfPopularity("short", (_, _) => [1])])).Message, StringComparison.Ordinal);
        Assert.Contains("no artist means", Assert.Throws<ArgumentException>(() =>
            PopularityForensics.Run(_songs, [new(40)], [PopularityProtocol.ArtistMeansOfAllSongs], [PopularityForensicsModel.Network("LSTM")])).Message, StringComparison.Ordinal);
        PopularityForensics few = PopularityForensics.Run(_songs, [new(40)], [PopularityProtocol.Honest], [_majority], mostSongs: 100);
        Assert.Equal(20, few.Cells[0].TestRows);
        Assert.Contains("100 songs drawn from 400", few.ToText(), StringComparison.Ordinal);
    }

    internal static PopularitySongs Songs(int count, ulong seed)
    {
        RandomStream random = new(seed);
        double[] quality = [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
        List<(string Name, Column Values)> columns =
        [
            ("artist_name", new TextColumn([.. Enumerable.Range(0, count).Select(row => $"artist {row % 37}")])),
            ("track_name", new TextColumn([.. Enumerable.Range(0, count).Select(row => $"song {row}")])),
            ("track_id", new TextColumn([.. Enumerable.Range(0, count).Select(row => $"id{row}")])),
            ("popularity", new IntegerColumn([.. quality.Select(value => (int)Math.Clamp(30 + (18 * value), 0, 90))])),
            ("year", new IntegerColumn([.. Enumerable.Range(0, count).Select(row => row == 7 ? 0 : 2000 + (row % 20))])),
            ("genre", new TextColumn([.. Enumerable.Range(0, count).Select(row => row == 8 ? "" : row % 3 == 0 ? "alt-rock" : "hip hop")])),
        ];
        columns.AddRange(PopularitySongs.AudioFeatureNames.Select((name, place) =>
            (name, (Column)new NumberColumn([.. quality.Select(value => (place == 0 ? value : 0) + random.NextGaussian())]))));
        return PopularitySongs.FromSpotify1M(new Frame([.. columns]));
    }
}
