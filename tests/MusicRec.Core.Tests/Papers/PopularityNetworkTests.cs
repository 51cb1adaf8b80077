using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class PopularityNetworkTests
{
    private static readonly PopularitySongs _songs = MadeUpPopularity.Songs(600, seed: 1);
    private static readonly int[] _train = MadeUpPopularity.Rows(0, 480), _test = MadeUpPopularity.Rows(480, 120);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_learns_what_popularity_follows_from(bool sequence)
    {
        PopularityNetwork network = new(3, new PopularityNetworkSettings { UsesNumericSequence = sequence, Epochs = 25, LearningRate = 4e-3 });
        network.Fit(_songs, _train, _test);
        Assert.True(ShareExplained(network.Predict(_songs, _test)) > 0.9, $"{ShareExplained(network.Predict(_songs, _test))}");
        Assert.Equal(25, network.History!.ValidationLosses.Length);
        Assert.InRange(network.History.ValidationLosses[^1], 0, 0.1);
        network.Fit(_songs, _train, 45, _test);
        Assert.Equal(45, network.Cut);
        Matrix probabilities = network.PredictProbabilities(_songs, _test);
        int right = _test.Index().Count(pair => probabilities[pair.Index, 1] > 0.5 == _songs.Popularity[pair.Item] >= 45);
        Assert.InRange(right, 108, 120);
        Assert.Equal(right / 120.0, network.History.ValidationAccuracies[^1], 12);
        Assert.All(probabilities.Values, value => Assert.InRange(value, 0, 1));
        Assert.Equal(1, probabilities[7, 0] + probabilities[7, 1], 12);
    }

    [Fact]
    public void Squared_error_of_labels_is_another_loss_than_cross_entropy_and_learns_as_well()
    {
        PopularityNetwork network = new(3, Quick() with { LabelLoss = PopularityLabelLoss.SquaredError, Epochs = 12 });
        network.Fit(_songs, _train, 45, _test);

        // Of a coin toss the squared error is a quarter, the cross-entropy 0.69.
        Assert.InRange(network.History!.Losses[0], 0.05, 0.26);
        Assert.True(network.History.ValidationAccuracies[^1] > 0.85);
    }

    [Fact]
    public void Popularity_among_the_inputs_is_read_off_and_otherwise_not_looked_at()
    {
        PopularityNetwork honest = new(3, Quick()), leaking = new(3, Quick() with { IncludesPopularity = true, Epochs = 25 });
        honest.Fit(_songs, _train);
        leaking.Fit(_songs, _train);
        Assert.Equal(14, honest.ColumnNames.Count);
        Assert.Equal("popularity", leaking.ColumnNames[^1]);
        PopularitySongs others = MadeUpPopularity.Songs(600, seed: 1).Select(MadeUpPopularity.Rows(0, 600));
        Assert.Equal(honest.Predict(_songs, _test), honest.Predict(others, _test));
        Assert.True(ShareExplained(leaking.Predict(_songs, _test)) > 0.99);
    }

    [Fact]
    public void Nothing_is_learnt_from_rows_that_are_not_for_training()
    {
        // The rows not named have other genres and years; their words must stay unknown.
        PopularitySongs others = MadeUpPopularity.Songs(600, seed: 1, genreOf: row => row < 480 ? _songs.Genres[row] : $"new-{row}", yearOf: row => row < 480 ? _songs.Years[row] : 1900);
        PopularityNetwork one = new(3, Quick()), two = new(3, Quick());
        one.Fit(_songs, _train);
        two.Fit(others, _train);
        Assert.Equal(one.Predict(_songs, _train), two.Predict(others, _train));
        Assert.Equal(["alt", "deep", "emo", "hard", "house", "n", "rock", "roll"], two.Words);
        Assert.All(two.Predict(others, _test), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Genres_and_years_that_are_missing_or_odd_are_read()
    {
        string?[] odd = ["", null, "ROCK", "rock/alt", "日本の音楽", string.Join('-', Enumerable.Repeat("rock", 40)), "—", "r&b"];
        PopularitySongs songs = MadeUpPopularity.Songs(80, seed: 2, row => odd[row % odd.Length], row => row % 3 == 0 ? 0 : 1990 + (row % 7));
        PopularityNetwork network = new(3, Quick());
        network.Fit(songs, MadeUpPopularity.Rows(0, 80));
        Assert.Equal(["alt", "b", "r", "rock", "日本の音楽"], network.Words);
        double[] predicted = network.Predict(songs, MadeUpPopularity.Rows(0, 80));
        Assert.All(predicted, value => Assert.True(double.IsFinite(value)));

        // Capitals do not matter, and no genre is as good as one that nobody knows.
        PopularitySongs small = MadeUpPopularity.Songs(80, seed: 2, row => row % odd.Length == 2 ? "rock" : row % odd.Length == 0 ? "?" : odd[row % odd.Length], row => row % 3 == 0 ? 0 : 1990 + (row % 7));
        Assert.Equal(predicted, network.Predict(small, MadeUpPopularity.Rows(0, 80)));

        // A year that nobody knows is the mean of those known in training.
        PopularitySongs unknown = MadeUpPopularity.Songs(80, seed: 2, row => odd[row % odd.Length], _ => 0);
        network.Fit(unknown, MadeUpPopularity.Rows(0, 80));
        Assert.All(network.Predict(unknown, [0, 1, 2]), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_digits_whatever_else_is_asked()
    {
        PopularityNetwork one = new(3, Quick()), again = new(3, Quick()), other = new(4, Quick());
        one.Fit(_songs, _train);
        again.Fit(_songs, _train, 45);
        again.Fit(_songs, _train, _test);
        other.Fit(_songs, _train);
        Assert.Equal(one.Predict(_songs, _test), again.Predict(_songs, _test));
        Assert.NotEqual(one.Predict(_songs, _test), other.Predict(_songs, _test));

        // What is predicted for a song does not depend on the songs beside it, though they may have longer genres.
        Assert.Equal(one.Predict(_songs, _test)[7], one.Predict(_songs, [_test[7]])[0]);
        Assert.Empty(one.Predict(_songs, []));
    }

    [Fact]
    public void Rows_named_twice_count_twice()
    {
        PopularityNetwork once = new(3, Quick()), twice = new(3, Quick());
        once.Fit(_songs, _train);
        twice.Fit(_songs, [.. _train, .. _train.Where(row => _songs.Popularity[row] > 60)]);
        Assert.True(twice.Predict(_songs, _test).Average() > once.Predict(_songs, _test).Average());
    }

    [Fact]
    public void Continued_training_starts_from_what_was_learnt_and_keeps_its_words()
    {
        PopularityNetwork network = new(3, Quick() with { Epochs = 1 });
        network.Fit(_songs, _train.AsSpan(0, 240));
        double first = ShareExplained(network.Predict(_songs, _test));
        double[] before = network.Module!.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(value => (double)value).ToArray();
        network.ContinueFit(_songs, _train.AsSpan(240), epochs: 3, learningRate: 1e-7);
        Assert.Equal(3, network.History!.Epochs.Count);
        double[] after = network.Module.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(value => (double)value).ToArray();
        Assert.InRange(before.Zip(after).Max(pair => Math.Abs(pair.First - pair.Second)), 1e-9, 1e-4);
        network.ContinueFit(_songs, _train.AsSpan(240), epochs: 8);
        Assert.True(ShareExplained(network.Predict(_songs, _test)) > first);
        PopularitySongs others = MadeUpPopularity.Songs(50, seed: 5, _ => "opera");
        network.ContinueFit(others, MadeUpPopularity.Rows(0, 50));
        Assert.DoesNotContain("opera", network.Words);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.ContinueFit(_songs, _train, epochs: 0));
        Assert.Throws<InvalidOperationException>(() => new PopularityNetwork(1).ContinueFit(_songs, _train));
    }

    [Fact]
    public void One_song_and_songs_that_are_all_alike_do_no_harm()
    {
        PopularityNetwork network = new(3, Quick());
        network.Fit(_songs, [5]);
        Assert.Equal(_songs.Popularity[5], network.Predict(_songs, [5])[0]);
        network.Fit(_songs, [5], 100);
        Assert.InRange(network.PredictProbabilities(_songs, [5, 6])[1, 1], 0, 1);
    }

    [Fact]
    public void Misuse_is_named()
    {
        PopularityNetwork network = new(3, Quick() with { Epochs = 1 });
        Assert.Contains("Fit first", Assert.Throws<InvalidOperationException>(() => network.Predict(_songs, _test)).Message, StringComparison.Ordinal);
        Assert.Contains("trainingRows", Assert.Throws<ArgumentException>(() => network.Fit(_songs, [])).Message, StringComparison.Ordinal);
        Assert.Contains("trainingRows[1] is 600", Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_songs, [0, 600])).Message, StringComparison.Ordinal);
        Assert.Contains("heldOutRows[0] is -1", Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_songs, [0], [-1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit(_songs, _train, 101));
        network.Fit(_songs, _train, 45);
        Assert.Contains("PredictProbabilities", Assert.Throws<InvalidOperationException>(() => network.Predict(_songs, _test)).Message, StringComparison.Ordinal);
        network.Fit(_songs, _train);
        Assert.Null(network.Cut);
        Assert.Contains("with a cut", Assert.Throws<InvalidOperationException>(() => network.PredictProbabilities(_songs, _test)).Message, StringComparison.Ordinal);
        foreach (PopularityNetworkSettings settings in (PopularityNetworkSettings[])
            [new() { EmbeddingSize = 0 }, new() { HiddenSize = 5000 }, new() { DenseSize = 0 }, new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { LearningRate = double.NaN }, new() { Dropout = 1 }, new() { LabelLoss = (PopularityLabelLoss)7 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PopularityNetwork(1, settings));
        }
    }

    [Fact]
    public void What_the_paper_leaves_open_is_said()
    {
        string paper = new PopularityNetworkSettings().Choices().ToText(), leak = new PopularityNetworkSettings { IncludesPopularity = true, Epochs = 3 }.Choices().ToText();
        Assert.Contains("batches of 32", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("measures the leak", paper, StringComparison.Ordinal);
        Assert.Contains("measures the leak", leak, StringComparison.Ordinal);
        Assert.Contains("not the paper's", leak, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributions_add_up_and_find_what_popularity_follows_from()
    {
        PopularityNetwork network = new(3, Quick() with { Epochs = 25 });
        network.Fit(_songs, _train);
        PopularityAttributions attributions = PopularityAttributions.Of(network, _songs, _test, steps: 256);
        Assert.Equal(["genre", .. network.ColumnNames], attributions.Names);

        // The ReLU bends on the way, so that the integral is off by points ∝ 1 / steps; popularity spans about 70 points.
        Assert.InRange(attributions.LargestGap, 0, 0.05);
        Assert.InRange(PopularityAttributions.Of(network, _songs, _test, steps: 32).LargestGap, 0, 0.3);
        double[] predicted = network.Predict(_songs, _test);
        for (int row = 0; row < _test.Length; row++)
        {
            Assert.Equal(predicted[row], attributions.Outputs[row], 3);
            Assert.Equal(attributions.Outputs[row] - attributions.Baselines[row], attributions.Values.Row(row).ToArray().Sum(), attributions.LargestGap + 1e-9);
        }

        Assert.Equal(["genre", "year", "energy"], attributions.MeanSizes.Index().OrderByDescending(pair => pair.Item).Take(3).Select(pair => attributions.Names[pair.Index]));
        Assert.Contains("points of popularity", attributions.ToText(), StringComparison.Ordinal);
        Assert.Contains("genre", attributions.Song(0).ToText(), StringComparison.Ordinal);
        network.Fit(_songs, _train, 45);
        Assert.Contains("log-odds", PopularityAttributions.Of(network, _songs, _test.AsSpan(0, 3)).ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PopularityAttributions.Of(network, _songs, []));
    }

    private static PopularityNetworkSettings Quick() =>
        new() { EmbeddingSize = 4, HiddenSize = 8, DenseSize = 8, Epochs = 6, LearningRate = 1e-2, UsesNumericSequence = false };

    private static double ShareExplained(double[] predicted)
    {
        double mean = _test.Average(row => _songs.Popularity[row]);
        return 1 - (_test.Index().Sum(pair => Square(predicted[pair.Index] - _songs.Popularity[pair.Item])) / _test.Sum(row => Square(_songs.Popularity[row] - mean)));
    }

    private static double Square(double value) => value * value;
}
