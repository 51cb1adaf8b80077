using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class TopicModelTests
{
    [Fact]
    public void Shares_equal_what_scikit_learn_transforms_the_documents_to()
    {
        TopicModel model = new(TopicGolden.Root.Matrix("wordTopics"), TopicGolden.Root.GetProperty("prior").GetDouble());
        Matrix shares = model.Infer(TopicGolden.Select(TopicGolden.Counts, TopicGolden.Known));
        Golden.AssertClose(TopicGolden.Weights, shares.SelectColumns(TopicGolden.Rows(0, TopicGolden.Weights.Columns)), 1e-7);
        Assert.All(Enumerable.Range(0, shares.Rows), row => Assert.Equal(1, shares.Row(row).ToArray().Sum(), 1e-12));
    }

    [Fact]
    public void Only_proportions_within_a_word_matter()
    {
        Matrix wordTopics = TopicGolden.Root.Matrix("wordTopics"), scaled = TopicGolden.Root.Matrix("wordTopics");
        for (int word = 0; word < scaled.Rows; word++)
        {
            foreach (ref double number in scaled.Row(word))
            {
                number *= word + 0.5;
            }
        }

        Assert.Equal(new TopicModel(wordTopics, 0.1).WordTopics.Values, new TopicModel(scaled, 0.1).WordTopics.Values, (left, right) => Math.Abs(left - right) < 1e-15);
    }

    [Fact]
    public void A_document_without_words_has_the_priors_shares()
    {
        TopicModel model = new(new Matrix(2, 4, [1, 2, 3, 4, 4, 3, 2, 1]), 0.25);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], model.Infer(SparseMatrix.From(new Matrix(1, 2))).Values);
    }

    [Fact]
    public void A_word_whose_topics_the_document_lacks_leaves_no_NaN()
    {
        TopicModel model = new(new Matrix(2, 2, [1, 0, 0, 1]), 1e-4);
        Matrix shares = model.Infer(SparseMatrix.From(new Matrix(2, 2, [1000, 1, 0, 1])));
        Assert.All(shares.Values, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void What_is_not_a_topic_model_is_refused()
    {
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new TopicModel(new Matrix(2, 2, [1, 1, 0, 0]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => new TopicModel(new Matrix(1, 2, [1, -1]), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TopicModel(new Matrix(1, 2, [1, double.NaN]), 1));
        Assert.Throws<ArgumentException>(() => new TopicModel(new Matrix(1, 0), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopicModel(new Matrix(1, 1, [1]), 0));
        TopicModel model = new(new Matrix(2, 2, [1, 2, 2, 1]), 1);
        Assert.Contains("3 words", Assert.Throws<ArgumentException>(() => model.Infer(SparseMatrix.From(new Matrix(1, 3)))).Message, StringComparison.Ordinal);
        Assert.Contains("-1", Assert.Throws<ArgumentException>(() => model.Infer(SparseMatrix.From(new Matrix(1, 2, [-1, 1])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Digamma_equals_scipys()
    {
        double[] arguments = TopicGolden.Root.GetProperty("digamma").Numbers("x"), values = TopicGolden.Root.GetProperty("digamma").Numbers("y");
        for (int index = 0; index < arguments.Length; index++)
        {
            double tolerance = 2e-14 * Math.Max(1, Math.Abs(values[index]));
            Assert.InRange(Elementary.Digamma(arguments[index]), values[index] - tolerance, values[index] + tolerance);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Elementary.Digamma(0));
    }
}
