using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Embeddings;

public sealed class SkipGramTests
{
    private static readonly SkipGramSettings _small = new() { Dimension = 12, Epochs = 15, BatchWords = 200, LearningRate = 0.05, SubsamplingThreshold = 0 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Words_of_one_group_end_up_together(bool isHogwild)
    {
        // Two groups whose words never meet.
        NamedVectors vectors = Fit(3, _small with { IsHogwild = isHogwild });
        int right = Enumerable.Range(0, 20).Count(word => vectors.MostSimilar($"w{word}", 9).All(found => int.Parse(found.Name[1..], null) / 10 == word / 10));
        Assert.InRange(right, 19, 20);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_threads_and_another_seed_others()
    {
        SkipGramSettings settings = _small with { Epochs = 2, PassesPerEpoch = 2, ShufflesSentences = true, ShufflesWords = true, SubsamplingThreshold = 0.005 };
        float[] first = Fit(3, settings).Values.ToArray();
        bool before = WorkerPool.IsSerial;
        WorkerPool.IsSerial = true;
        try
        {
            Assert.Equal(first, Fit(3, settings).Values.ToArray());
        }
        finally
        {
            WorkerPool.IsSerial = before;
        }

        Assert.NotEqual(first, Fit(4, settings).Values.ToArray());
        foreach (SkipGramSettings other in new[]
        {
            settings with { ShufflesSentences = false }, settings with { ShufflesWords = false }, settings with { SubsamplingThreshold = 0 },
            settings with { PassesPerEpoch = 1 }, settings with { ShrinksWindow = false }, settings with { NegativeExponent = 0 }, settings with { Window = 2 },
        })
        {
            Assert.NotEqual(first, Fit(3, other).Values.ToArray());
        }
    }

    [Fact]
    public void Training_follows_the_loss_down_as_plain_steps_do()
    {
        // One batch, one pass: what the model does is its pairs' steps from its first vectors.
        SkipGramSettings settings = _small with { Epochs = 1, BatchWords = 100_000 };
        (SkipGramVocabulary vocabulary, SkipGramCorpus corpus) = SkipGramVocabulary.Of(MadeUp(), settings);
        SkipGramBatch batch = new();
        batch.Make(corpus, vocabulary, settings, corpus.Order(null), 0, corpus.SentenceCount, (float)settings.LearningRate, new RandomStream(9).Split(2).Split(0).Split(0));
        RandomStream first = new RandomStream(9).Split(0);
        int stride = SkipGramKernel.Stride(12);
        float[] inputs = new float[20 * stride], outputs = new float[20 * stride];
        for (int place = 0; place < 20 * 12; place++)
        {
            inputs[(place / 12 * stride) + (place % 12)] = ((first.NextSingle() * 2) - 1) / 12;
        }

        SkipGramReference.Train(inputs, outputs, stride, batch.Contexts, batch.Targets(6), 6, batch.LearningRate);
        float[] expected = [.. Enumerable.Range(0, 20 * 12).Select(place => inputs[(place / 12 * stride) + (place % 12)])];
        Assert.Equal(expected, Fit(9, settings).Values.ToArray());
    }

    [Fact]
    public void Pairs_stay_within_windows_and_negatives_are_drawn_by_the_table()
    {
        SkipGramSettings settings = _small with { Window = 4, Negatives = 3 };
        string[][] sentences = [[.. Enumerable.Range(0, 3000).Select(place => $"w{place}")]];
        (SkipGramVocabulary vocabulary, SkipGramCorpus corpus) = SkipGramVocabulary.Of(sentences, settings);
        SkipGramBatch batch = new();
        batch.Make(corpus, vocabulary, settings, [0], 0, 1, 0.1f, new RandomStream(1));
        int[] contexts = batch.Contexts.ToArray(), targets = batch.Targets(4).ToArray();
        int[] distances = [.. contexts.Select((context, pair) => Math.Abs(context - targets[pair * 4]))];
        Assert.InRange(distances.Min(), 1, 1);
        Assert.InRange(distances.Max(), 4, 4);

        // A window drawn from 1 to 4 reaches distance d with probability (5 − d) / 4.
        for (int distance = 1; distance <= 4; distance++)
        {
            Assert.InRange(distances.Count(found => found == distance) / 6000.0, ((5 - distance) / 4.0) - 0.04, ((5 - distance) / 4.0) + 0.04);
        }

        // Every word stands once, so every negative is as likely.
        int[] negatives = [.. targets.Where((_, place) => place % 4 > 0)];
        Assert.Equal(0, negatives.Count(word => word < -1));
        Assert.InRange(negatives.Where(word => word >= 0).Average(), 1450, 1550);
        Assert.All(targets.Chunk(4), pair => Assert.DoesNotContain(pair[0], pair[1..]));
    }

    [Fact]
    public void The_guide_draws_what_a_search_in_the_whole_table_draws()
    {
        RandomStream random = new(5);
        string[][] sentences = [[.. Enumerable.Range(0, 5000).Select(_ => $"w{(int)(400 * random.NextDouble() * random.NextDouble())}")]];
        (SkipGramVocabulary vocabulary, _) = SkipGramVocabulary.Of(sentences, _small);
        for (int draw = 0; draw < 5000; draw++)
        {
            uint bits = draw switch { 0 => 0, 1 => uint.MaxValue, _ => random.NextUInt32() };
            uint value = (uint)(((ulong)bits * SkipGramVocabulary.Domain) >> 32);
            int expected = 0;
            while (vocabulary.Cumulative[expected] < value)
            {
                expected++;
            }

            Assert.Equal(expected, vocabulary.Draw(bits));
        }
    }

    [Fact]
    public void Frequent_words_are_left_out_as_often_as_their_share_says()
    {
        SkipGramSettings settings = _small with { SubsamplingThreshold = 0.01 };
        string[][] sentences = [[.. Enumerable.Range(0, 20_000).Select(place => place % 2 == 0 ? "often" : $"w{place}")]];
        (SkipGramVocabulary vocabulary, SkipGramCorpus corpus) = SkipGramVocabulary.Of(sentences, settings);
        SkipGramBatch batch = new();
        batch.Make(corpus, vocabulary, settings with { ShrinksWindow = false, Window = 1 }, [0], 0, 1, 0.1f, new RandomStream(1));
        int often = 0;
        foreach (int context in batch.Contexts)
        {
            often += context == 0 ? 1 : 0;
        }

        // Share 0.5 at a threshold of 0.01: kept with probability √0.02 + 0.02 = 0.161; nearly every word has two neighbours.
        Assert.InRange(often / 2 / 10_000.0, 0.145, 0.177);
    }

    [Fact]
    public void What_cannot_be_trained_is_named_and_a_training_that_is_ended_leaves_the_model_as_it_was()
    {
        Assert.Throws<InvalidOperationException>(() => new SkipGram(1).Vectors);
        Assert.Throws<ArgumentException>(() => new SkipGram(1).Fit([]));
        Assert.Contains("MinimumCount", Assert.Throws<ArgumentException>(() => new SkipGram(1, new SkipGramSettings { MinimumCount = 3 }).Fit([["a", "b", "a"]])).Message, StringComparison.Ordinal);
        Assert.Contains("Sentence 1", Assert.Throws<ArgumentException>(() => new SkipGram(1).Fit([["a"], ["b", ""]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SkipGram(1).Fit([["a"], null!]));
        foreach (SkipGramSettings wrong in new SkipGramSettings[]
        {
            new() { Dimension = 0 }, new() { Window = 0 }, new() { Negatives = 0 }, new() { Negatives = 64 }, new() { MinimumCount = 0 }, new() { Epochs = 0 },
            new() { PassesPerEpoch = 0 }, new() { BatchWords = 0 }, new() { LearningRate = double.NaN }, new() { MinimumLearningRate = 0.1 },
            new() { SubsamplingThreshold = 1.5 }, new() { NegativeExponent = double.PositiveInfinity },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new SkipGram(1, wrong));
        }

        using CancellationTokenSource source = new();
        SkipGram model = new(1, _small);
        model.Fit([["a", "b"], ["c"], []]);
        Assert.Equal(["a", "b", "c"], model.Vectors.Names);
        Assert.Equal([1L, 1, 1], model.Counts);
        int epochs = 0;
        Assert.Throws<OperationCanceledException>(() => model.Fit(MadeUp(), epoch => { epochs = epoch; source.Cancel(); }, source.Token));
        Assert.Equal(1, epochs);
        Assert.Equal(["a", "b", "c"], model.Vectors.Names);
    }

    private static NamedVectors Fit(ulong seed, SkipGramSettings settings)
    {
        SkipGram model = new(seed, settings);
        model.Fit(MadeUp());
        return model.Vectors;
    }

    private static string[][] MadeUp()
    {
        RandomStream random = new(8);
        return [.. Enumerable.Range(0, 120).Select(sentence => (string[])[.. Enumerable.Range(0, 12).Select(_ => $"w{(10 * (sentence % 2)) + random.NextInt32(10)}")])];
    }
}
