using System.Text.Json;
using MusicRec.Embeddings;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Embeddings.EmbeddingsGolden;

namespace MusicRec.Core.Tests.Embeddings;

/// <summary>What skip-gram has in common with gensim's, number by number.</summary>
public sealed class SkipGramGoldenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Order_counts_subsampling_and_the_table_of_negatives_are_gensims(int number)
    {
        JsonElement golden = Root.GetProperty("vocabularies")[number];
        SkipGramSettings settings = new()
        {
            MinimumCount = golden.GetProperty("minimumCount").GetInt32(),
            SubsamplingThreshold = golden.GetProperty("sample").GetDouble(),
            NegativeExponent = golden.GetProperty("exponent").GetDouble(),
        };
        (SkipGramVocabulary vocabulary, _) = SkipGramVocabulary.Of(Sentences(golden.GetProperty("sentences")), settings);
        Assert.Equal(Texts(golden.GetProperty("words")), vocabulary.Words);
        Assert.Equal(Numbers(golden.GetProperty("counts")), vocabulary.Counts.Select(count => (double)count));
        Assert.Equal(Numbers(golden.GetProperty("keepThresholds")), vocabulary.KeepThresholds.Select(threshold => (double)threshold));

        // Powers of another library's making may round the last bit of 53 to the other side: 1 in 2³¹ at most.
        double[] cumulative = Numbers(golden.GetProperty("cumulative"));
        Assert.Equal(cumulative.Length, vocabulary.Cumulative.Length);
        Assert.All(cumulative, (expected, word) => Assert.InRange(vocabulary.Cumulative[word], expected - 1, expected + 1));
    }

    [Fact]
    public void Batches_and_learning_rates_are_gensims()
    {
        JsonElement golden = Root.GetProperty("learningRates");
        SkipGramSettings settings = new() { BatchWords = golden.GetProperty("batchWords").GetInt32(), Epochs = golden.GetProperty("epochs").GetInt32() };
        (_, SkipGramCorpus corpus) = SkipGramVocabulary.Of(Sentences(golden.GetProperty("sentences")), settings);
        int[] order = corpus.Order(null);
        double[] expected = Rows(golden.GetProperty("jobs"));
        List<double> found = [];
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            foreach ((int first, int end) in corpus.Batches(order, settings.BatchWords))
            {
                found.AddRange([end - first, SkipGramTraining.LearningRate(settings, epoch, first, order.Length)]);
            }
        }

        Assert.Equal(expected.Length, found.Count);
        Assert.All(expected, (value, place) => Assert.Equal(value, found[place], 1e-15));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_batch_of_steps_from_given_vectors_and_pairs_is_gensims(int number)
    {
        JsonElement golden = Root.GetProperty("steps")[number];
        int dimension = golden.GetProperty("dimension").GetInt32(), targetCount = golden.GetProperty("negatives").GetInt32() + 1;
        int stride = SkipGramKernel.Stride(dimension);
        float[] inputs = Padded(Rows(golden.GetProperty("inputs")), dimension, stride), outputs = Padded(Rows(golden.GetProperty("outputs")), dimension, stride);
        int[] contexts = [.. Numbers(golden.GetProperty("contexts")).Select(value => (int)value)];
        int[] targets = [.. Rows(golden.GetProperty("targets")).Select(value => (int)value)];
        SkipGramKernel.Train(inputs, outputs, stride, contexts, targets, targetCount, (float)golden.GetProperty("learningRate").GetDouble());
        Check(Padded(Rows(golden.GetProperty("trainedInputs")), dimension, stride), inputs);
        Check(Padded(Rows(golden.GetProperty("trainedOutputs")), dimension, stride), outputs);

        static void Check(float[] expected, float[] found) =>
            Assert.All(expected, (value, place) => Assert.Equal(value, found[place], 2e-6f * Math.Max(1, Math.Abs(value))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_most_similar_names_are_gensims(int number)
    {
        JsonElement golden = Root.GetProperty("vectors"), answer = golden.GetProperty("answers")[number];
        IReadOnlyList<SimilarName> found = Vectors(golden).MostSimilar(Texts(answer.GetProperty("positive")), Texts(answer.GetProperty("negative")), 4);
        Assert.Equal(Texts(answer.GetProperty("names")), found.Select(name => name.Name));
        Assert.All(Numbers(answer.GetProperty("cosines")), (cosine, place) => Assert.Equal(cosine, found[place].Similarity, 1e-6));
    }

    [Fact]
    public void Gensims_text_files_are_read_and_gensim_reads_ours()
    {
        using TemporaryFolder folder = new();
        JsonElement golden = Root.GetProperty("vectors");
        NamedVectors vectors = Vectors(golden);
        string path = folder.File("theirs.txt", golden.GetProperty("theirs").GetString()!);
        NamedVectors theirs = NamedVectors.LoadWord2Vec(path);
        Assert.Equal(vectors.Names, theirs.Names);
        Assert.Equal(vectors.Values.ToArray(), theirs.Values.ToArray());

        // The script that made the expected text has opened it with gensim.
        vectors.SaveWord2Vec(path);
        Assert.Equal(golden.GetProperty("ours").GetString(), File.ReadAllText(path));
    }

    private static NamedVectors Vectors(JsonElement golden) =>
        new(Texts(golden.GetProperty("names")), [.. Rows(golden.GetProperty("values")).Select(value => (float)value)]);

    private static float[] Padded(double[] rows, int dimension, int stride)
    {
        float[] padded = new float[rows.Length / dimension * stride];
        for (int place = 0; place < rows.Length; place++)
        {
            padded[(place / dimension * stride) + (place % dimension)] = (float)rows[place];
        }

        return padded;
    }
}
