using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class NaiveBayesTests
{
    [Theory]
    [InlineData("multinomial", 0)]
    [InlineData("multinomial", 1)]
    [InlineData("multinomial", 2)]
    [InlineData("complement", 0)]
    [InlineData("complement", 1)]
    [InlineData("complement", 2)]
    public void Weights_and_probabilities_equal_scikit_learn(string kind, int index)
    {
        JsonElement golden = Golden.Classifiers.GetProperty($"{kind}NaiveBayes")[index];
        double smoothing = golden.GetProperty("smoothing").GetDouble();
        DiscreteNaiveBayes model = kind == "multinomial" ? new MultinomialNaiveBayes(smoothing) : new ComplementNaiveBayes(smoothing);
        SparseMatrix features = SparseMatrix.From(golden.Matrix("features"));
        model.Fit(features, golden.Labels());
        Golden.AssertClose(golden.Matrix("logProbabilities"), model.Weights, 1e-10);
        Golden.AssertClose(golden.Matrix("probabilities"), model.PredictProbabilities(features), 1e-10);
    }

    [Fact]
    public void A_worked_example()
    {
        // Class 0 says word 0 three times and word 1 once, class 1 word 1 twice; one is added to each; two rows of three are class 0.
        MultinomialNaiveBayes model = new();
        model.Fit(new SparseMatrix(3, 2, [0, 1, 2, 3], [0, 1, 1], [3, 1, 2]), [0, 0, 1]);
        double first = 2.0 / 3 * (4.0 / 6), second = 1.0 / 3 * (1.0 / 4);
        Assert.Equal(first / (first + second), model.PredictProbabilities(new SparseMatrix(1, 2, [0, 1], [0], [1]))[0, 0], 12);
    }

    [Fact]
    public void An_amount_below_0_is_named_by_row_and_column()
    {
        SparseMatrix negative = new(2, 3, [0, 1, 2], [0, 2], [1, -0.5f]), fine = new(2, 3, [0, 1, 2], [0, 2], [1, 0.5f]);
        MultinomialNaiveBayes model = new();
        Assert.Contains("features[1, 2] is -0.5", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(negative, [0, 1])).Message, StringComparison.Ordinal);
        model.Fit(fine, [0, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.PredictProbabilities(negative));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Smoothing_that_is_no_amount_is_refused(double bad)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultinomialNaiveBayes(bad));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComplementNaiveBayes(bad));
    }

    [Theory]
    [InlineData(1e-10)]
    [InlineData(1e10)]
    public void Amounts_and_smoothing_of_any_size_give_probabilities(double smoothing)
    {
        SparseMatrix features = new(3, 3, [0, 1, 2, 4], [0, 1, 0, 2], [float.MaxValue, float.Epsilon, 1, float.MaxValue]);
        foreach (DiscreteNaiveBayes model in new DiscreteNaiveBayes[] { new MultinomialNaiveBayes(smoothing), new ComplementNaiveBayes(smoothing) })
        {
            model.Fit(features, [0, 1, 2]);
            Assert.All(model.PredictProbabilities(features).Values, value => Assert.InRange(value, 0, 1));
        }
    }
}
