using FsCheck;
using FsCheck.Fluent;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class TopicModelInversionTests
{
    private const int TrainingRows = 480;
    private static readonly int[] _train = TopicGolden.Rows(0, TrainingRows);
    private static readonly int[] _test = TopicGolden.Rows(TrainingRows, TopicGolden.Counts.Rows);

    [Fact]
    public void Topics_and_vocabulary_are_read_from_weights_of_some_topics()
    {
        TopicModelInversion inversion = Fitted();
        Assert.Equal(16, inversion.Model.TopicCount);
        Assert.Equal(1.0 / 16, inversion.Model.DocumentPrior);
        Assert.Equal(TopicGolden.Known, inversion.Words);
    }

    [Fact]
    public void Weights_of_documents_never_seen_come_out_as_the_model_would_have_them()
    {
        Matrix weights = Fitted().Predict(TopicGolden.Counts.SelectRows(_test)), expected = TopicGolden.Weights.SelectRows(_test);
        double error = weights.Values.Zip(expected.Values, (left, right) => Math.Abs(left - right)).Average();
        int hits = _test.Where((_, row) => Largest(weights.Row(row)) == Largest(expected.Row(row))).Count();
        Assert.InRange(error, 0, 0.004);
        Assert.InRange(hits, 0.95 * _test.Length, _test.Length);
    }

    [Fact]
    public void Same_seed_same_bits()
    {
        Assert.Equal(Fitted().Model.WordTopics.Values, Fitted().Model.WordTopics.Values);
        TopicModelInversion other = new(new TopicModelInversionSettings { Seed = 5 });
        other.Fit(TopicGolden.Counts.SelectRows(_train), TopicGolden.Weights.SelectRows(_train));
        Assert.NotEqual(Fitted().Model.WordTopics.Values, other.Model.WordTopics.Values);
    }

    [Fact]
    public void Without_hidden_topics_the_model_is_found_too()
    {
        Matrix wordTopics = TopicGolden.Root.Matrix("wordTopics");
        SparseMatrix counts = TopicGolden.Select(TopicGolden.Counts, TopicGolden.Known);
        Matrix weights = new TopicModel(wordTopics, 1.0 / 16).Infer(counts);
        TopicModelInversion inversion = new();
        inversion.Fit(counts.SelectRows(_train), weights.SelectRows(_train));
        Matrix found = inversion.Predict(counts.SelectRows(_test)), expected = weights.SelectRows(_test);
        Assert.Equal(16, inversion.Model.TopicCount);
        Assert.InRange(found.Values.Zip(expected.Values, (left, right) => Math.Abs(left - right)).Average(), 0, 0.004);
    }

    [Fact]
    public void Rounded_weights_are_refused_with_the_reason()
    {
        Matrix rounded = TopicGolden.Weights.SelectRows(_train);
        foreach (ref double weight in rounded.Values.AsSpan())
        {
            weight = Math.Round(weight, 4);
        }

        Assert.False(TopicModelInversion.CanFit(TopicGolden.Counts.SelectRows(_train), rounded, out string reason));
        Assert.Contains("480 rows", reason, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new TopicModelInversion().Fit(TopicGolden.Counts.SelectRows(_train), rounded)).Message, StringComparison.Ordinal);
        Assert.True(TopicModelInversion.CanFit(TopicGolden.Counts, TopicGolden.Weights, out string none));
        Assert.Equal("", none);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(0.99)]
    public void Numbers_that_are_no_weights_are_refused_by_row(double bad)
    {
        Matrix weights = TopicGolden.Weights.SelectRows(_train);
        weights[7, 3] = bad;
        weights[7, 4] = 0.5;
        Assert.False(TopicModelInversion.CanFit(TopicGolden.Counts.SelectRows(_train), weights, out string reason));
        Assert.Contains("row 7", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_other_documents_are_refused()
    {
        int[] reversed = [.. _train.Reverse()];
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => new TopicModelInversion().Fit(TopicGolden.Counts.SelectRows(_train), TopicGolden.Weights.SelectRows(reversed)));
        Assert.Contains("no vocabulary", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        TopicModelInversion inversion = new();
        Assert.Throws<InvalidOperationException>(() => inversion.Predict(TopicGolden.Counts));
        Assert.Throws<InvalidOperationException>(() => inversion.Model);
        Assert.Throws<ArgumentException>(() => inversion.Fit(TopicGolden.Counts, TopicGolden.Weights.SelectRows(_train)));
        Assert.Throws<ArgumentException>(() => inversion.Fit(SparseMatrix.From(new Matrix(1, 1, [0.5])), new Matrix(1, 1, [1])));
        Assert.Throws<ArgumentException>(() => inversion.Fit(SparseMatrix.From(new Matrix(0, 1)), new Matrix(0, 4)));
        Assert.Throws<ArgumentException>(() => Fitted().Predict(SparseMatrix.From(new Matrix(1, 3))));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopicModelInversion(new TopicModelInversionSettings { Penalty = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopicModelInversion(new TopicModelInversionSettings { FirstIterations = 0 }));
    }

    [Fact]
    public void Every_document_fits_the_vocabulary_found() => Prop.ForAll<ulong, byte>(FitsItsVocabulary).QuickCheckThrowOnFailure();

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        Assert.True(TopicPosteriors.TryRead(TopicGolden.Weights, out TopicPosteriors? posteriors, out _));
        SparseMatrix counts = TopicGolden.Select(TopicGolden.Counts, TopicGolden.Known);
        TopicDocuments documents = new(counts, posteriors, new RandomStream(1));
        TopicWordObjective objective = new(documents, [0, 3, 5, 8, 13, 21, 34, 55], 0.02, -1);
        RandomStream random = new(2);
        double[] point = [.. Enumerable.Range(0, documents.Words * documents.Topics).Select(_ => random.NextGaussian())];
        double[] gradient = new double[point.Length], unused = new double[point.Length];
        objective.Evaluate(point, gradient);
        for (int index = 0; index < point.Length; index += 37)
        {
            double[] moved = [.. point];
            moved[index] += 1e-5;
            double above = objective.Evaluate(moved, unused);
            moved[index] -= 2e-5;
            double slope = (above - objective.Evaluate(moved, unused)) / 2e-5;
            Assert.InRange(gradient[index], slope - 1e-6 - (1e-5 * Math.Abs(slope)), slope + 1e-6 + (1e-5 * Math.Abs(slope)));
        }
    }

    [Fact]
    public void The_minimum_of_a_curved_valley_is_found()
    {
        double[] point = [-1.2, 1];
        double value = LimitedMemoryBfgs.Minimize(new Valley(), point, 100);
        Assert.InRange(value, 0, 1e-20);
        Assert.InRange(point[0], 1 - 1e-9, 1 + 1e-9);
        Assert.InRange(point[1], 1 - 1e-9, 1 + 1e-9);
    }

    private static bool FitsItsVocabulary(ulong seed, byte rows)
    {
        RandomStream random = new(seed);
        const int Words = 25;
        Matrix counts = new((rows % 40) + 1, Words);
        int[] known = new int[counts.Rows];
        for (int row = 0; row < counts.Rows; row++)
        {
            for (int draw = 0; draw < 9; draw++)
            {
                int word = random.NextInt32(Words);
                counts[row, word]++;
                known[row] += word % 3 == 0 ? 0 : 1;
            }
        }

        int[]? found = VocabularyRecovery.Solve(SparseMatrix.From(counts), known);
        return found is not null && Enumerable.Range(0, counts.Rows).All(row => found.Sum(word => counts[row, word]) == known[row]);
    }

    private static TopicModelInversion Fitted()
    {
        TopicModelInversion inversion = new();
        inversion.Fit(TopicGolden.Counts.SelectRows(_train), TopicGolden.Weights.SelectRows(_train));
        return inversion;
    }

    private static int Largest(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int index = 1; index < values.Length; index++)
        {
            best = values[index] > values[best] ? index : best;
        }

        return best;
    }

    // Rosenbrock's function.
    private sealed class Valley : ISmoothObjective
    {
        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
        {
            (double x, double y) = (point[0], point[1]);
            double rise = y - (x * x);
            gradient[0] = (-400 * x * rise) - (2 * (1 - x));
            gradient[1] = 200 * rise;
            return (100 * rise * rise) + ((1 - x) * (1 - x));
        }
    }
}
