using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>One training of <see cref="SkipGram"/>.</summary>
internal sealed class SkipGramTraining
{
    private readonly SkipGramCorpus _corpus;
    private readonly SkipGramVocabulary _vocabulary;
    private readonly SkipGramSettings _settings;
    private readonly RandomStream _batchDraws;
    private readonly RandomStream _passDraws;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputs;
    private readonly int _stride;

    public SkipGramTraining(SkipGramCorpus corpus, SkipGramVocabulary vocabulary, SkipGramSettings settings, ulong seed)
    {
        (_corpus, _vocabulary, _settings) = (corpus, vocabulary, settings);
        _stride = SkipGramKernel.Stride(settings.Dimension);
        if ((long)_stride * vocabulary.Words.Length > int.MaxValue)
        {
            Throw.OutOfRange(nameof(settings.Dimension), settings.Dimension, $"with {vocabulary.Words.Length} words 1 to {int.MaxValue / vocabulary.Words.Length / 8 * 8}");
        }

        _inputs = new AlignedBuffer(_stride * vocabulary.Words.Length);
        _outputs = new AlignedBuffer(_stride * vocabulary.Words.Length);
        RandomStream random = new(seed), first = random.Split(0);
        _passDraws = random.Split(1);
        _batchDraws = random.Split(2);
        for (int word = 0; word < vocabulary.Words.Length; word++)
        {
            foreach (ref float number in _inputs.Span.Slice(word * _stride, settings.Dimension))
            {
                number = ((first.NextSingle() * 2) - 1) / settings.Dimension;
            }
        }
    }

    public void Run(Action<int>? onEpoch, CancellationToken cancellation)
    {
        for (int epoch = 0; epoch < _settings.Epochs; epoch++)
        {
            for (int pass = 0; pass < _settings.PassesPerEpoch; pass++)
            {
                RunPass((epoch * (long)_settings.PassesPerEpoch) + pass, cancellation);
            }

            onEpoch?.Invoke(epoch + 1);
        }
    }

    /// <summary>The words' vectors, row after row.</summary>
    public float[] Vectors()
    {
        float[] vectors = new float[_vocabulary.Words.Length * _settings.Dimension];
        for (int word = 0; word < _vocabulary.Words.Length; word++)
        {
            _inputs.Span.Slice(word * _stride, _settings.Dimension).CopyTo(vectors.AsSpan(word * _settings.Dimension));
        }

        return vectors;
    }

    /// <summary>Gensim's learning rate in a pass, counted from 0 over all epochs, where so many of its sentences are done.</summary>
    internal static double LearningRate(SkipGramSettings settings, long pass, int done, int sentences)
    {
        double progress = (pass + ((double)done / sentences)) / ((double)settings.Epochs * settings.PassesPerEpoch);
        return Math.Max(settings.MinimumLearningRate, settings.LearningRate - ((settings.LearningRate - settings.MinimumLearningRate) * progress));
    }

    private void RunPass(long pass, CancellationToken cancellation)
    {
        int[] order = _corpus.Order(_settings.ShufflesSentences ? _passDraws.Split((ulong)pass) : null);
        List<(int First, int End)> batches = _corpus.Batches(order, _settings.BatchWords);
        RandomStream draws = _batchDraws.Split((ulong)pass);
        if (_settings.IsHogwild)
        {
            RunHogwild(pass, order, batches, draws, cancellation);
            return;
        }

        // While the pairs of some batches are trained on, those of the next are drawn.
        SkipGramBatch[] current = NewBatches(), next = NewBatches();
        Make(pass, order, batches, draws, 0, current);
        for (int first = 0; first < batches.Count; first += current.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(current.Length, batches.Count - first), following = Math.Clamp(batches.Count - first - current.Length, 0, next.Length);
            SkipGramBatch[] trained = current, made = next;
            int start = first;
            ParallelLoop.For(1 + following, piece =>
            {
                if (piece > 0)
                {
                    MakeOne(pass, order, batches, draws, start + trained.Length + piece - 1, made[piece - 1]);
                    return;
                }

                foreach (SkipGramBatch batch in trained.AsSpan(0, count))
                {
                    Train(batch);
                }
            });
            (current, next) = (next, current);
        }
    }

    private void RunHogwild(long pass, int[] order, List<(int First, int End)> batches, RandomStream draws, CancellationToken cancellation) =>
        ParallelLoop.For(batches.Count, batch =>
        {
            cancellation.ThrowIfCancellationRequested();
            SkipGramBatch made = new();
            MakeOne(pass, order, batches, draws, batch, made);
            Train(made);
        });

    // So many that drawing them can be shared out among a few threads.
    private static SkipGramBatch[] NewBatches() => [new(), new(), new(), new()];

    private void Make(long pass, int[] order, List<(int First, int End)> batches, RandomStream draws, int first, SkipGramBatch[] made) =>
        ParallelLoop.For(Math.Min(made.Length, batches.Count - first), piece => MakeOne(pass, order, batches, draws, first + piece, made[piece]));

    private void MakeOne(long pass, int[] order, List<(int First, int End)> batches, RandomStream draws, int batch, SkipGramBatch made)
    {
        (int first, int end) = batches[batch];
        made.Make(
            _corpus, _vocabulary, _settings, order, first, end, (float)LearningRate(_settings, pass, first, order.Length), draws.Split((ulong)batch));
    }

    private void Train(SkipGramBatch batch)
    {
        int targets = _settings.Negatives + 1;
        SkipGramKernel.Train(_inputs.Span, _outputs.Span, _stride, batch.Contexts, batch.Targets(targets), targets, batch.LearningRate);
    }
}
