using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Recommenders;

namespace MusicRec.DigitsProbe;

/// <summary>A network of one kind, ready to be trained on made-up rows.</summary>
internal sealed record Training(Module Module, Objective Objective, Optimizer Optimizer, Schedule? Schedule = null, double? MaximumGradientNorm = null);

/// <summary>One kind of network. All are tiny: without hardware intrinsics a fused multiply-add takes 150 times as long.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Make">Makes it; only first weights and dropout depend on the seed.</param>
internal sealed record Architecture(string Name, Func<ulong, Training> Make)
{
    private const int Rows = 60;

    /// <summary>Every kind of network of the library.</summary>
    public static IReadOnlyList<Architecture> All { get; } =
    [
        new("likes", seed =>
        {
            RandomStream random = new(seed);
            Sequential module = new(
                new Linear(13, 32, random, Initialization.GlorotUniform), new Relu(), new Dropout(0.25, random.Split(1)), new Linear(32, 17, random),
                new Tanh(), new Linear(17, 1, random));
            return new Training(
                module, Objective.Supervised(module, Numbers(Rows, 13), Labels(1), Loss.BinaryCrossEntropyWithLogits), new Adam(module.Parameters, weightDecay: 0.01));
        }),
        new("lyrics", seed =>
        {
            SparseClassifier module = new(70, 27, 3, new RandomStream(seed));
            AdamW optimizer = new(module.Parameters);
            return new Training(
                module, Objective.Supervised(module, RowSource.Of(Sparse(Rows, 70)), Indices(3, Rows), Loss.CrossEntropy([1, 2, 0.5], labelSmoothing: 0.1)), optimizer,
                new CosineSchedule(optimizer, 5));
        }),
        new("lyricsTransformer", seed => Lyrics(seed, acrossBatch: false)),
        new("lyricsTransformerAcrossBatch", seed => Lyrics(seed, acrossBatch: true)),
        new("trackEmbedding", seed =>
        {
            TrackEmbeddingNetwork.Layers layers = TrackEmbeddingNetwork.Layers.Create(8, 21, 5, new RandomStream(seed), dropout: 0.2);
            float[] features = [.. Enumerable.Range(0, 8 * Rows).Select(place => ((float)(place * 37 % 101) / 50) - 1)];
            int[][] sets = [.. Enumerable.Range(0, Rows).Select(row => row % 4 == 0 ? (int[])[row % 5, (row + 1) % 5] : [row % 5])];
            return new Training(
                layers.Module, new LabelSetObjective(layers.Module, Tensor.From(features, Rows, 8), sets, 5, TrackEmbeddingLoss.SoftmaxBinaryCrossEntropy), new Adam(layers.Module.Parameters));
        }),
        new("popularityLstm", seed => Popularity(seed, sequence: true)),
        new("popularityLstmOnePosition", seed => Popularity(seed, sequence: false)),
        new("embeddings", seed =>
        {
            Factors module = new(9, 21, 19, new RandomStream(seed));
            return new Training(
                module, new RankingObjective(module, Indices(9, Rows), Indices(21, Rows), Indices(21, Rows)), new Adam(module.Parameters, 0.01));
        }),
        new("lstm", seed => Sequence(seed, random => new Lstm(5, 19, random, layers: 2, dropout: 0.2), parameters => new Adam(parameters))),
        new("gru", seed => Sequence(seed, random => new Gru(5, 17, random), parameters => new Sgd(parameters, 0.05, momentum: 0.9, nesterov: true))),
        new("rnn", seed => Sequence(seed, random => new Rnn(5, 23, random), parameters => new AdamW(parameters, 0.01))),
        new("nextTrack", seed =>
        {
            NextTrack module = new(19, 11, 13, new RandomStream(seed));
            return new Training(
                module, Objective.Supervised(module, RowSource.Of(Indices(19, Rows, 6), Lengths(6)), Indices(19, Rows, 6), Loss.CrossEntropy(ignoredClass: 0)),
                new Adam(module.Parameters), MaximumGradientNorm: 0.5);
        }),
        new("transformer", seed =>
        {
            TransformerClassifier module = new(19, 6, 18, 3, new RandomStream(seed));
            return new Training(
                module, Objective.Supervised(module, RowSource.Of(Indices(19, Rows, 6), Lengths(6)), Indices(3, Rows), Loss.CrossEntropy()), new AdamW(module.Parameters));
        }),
        new("melNetwork", seed =>
        {
            RandomStream random = new(seed);
            Sequential module = new(
                new Conv2d(1, 5, 3, random, padding: 1), new BatchNorm2d(5), new Relu(), new MaxPool2d(2),
                new Conv2d(5, 9, 3, random, stride: 2), new BatchNorm2d(9), new Relu(), new GlobalAveragePool2d(), new Linear(9, 3, random));
            return new Training(
                module, Objective.Supervised(module, Numbers(Rows, 1, 12, 10), Indices(3, Rows), Loss.CrossEntropy()), new Sgd(module.Parameters, 0.05, momentum: 0.9));
        }),
        new("nextItem", seed => NextItem(new RecurrentNextItemNetwork(23, new RecurrentNextItemOptions { Size = 7 }, new RandomStream(seed)), sampledItems: 5)),
        new("nextItemAttention", seed => NextItem(
            new SelfAttentionNextItemNetwork(23, new SelfAttentionNextItemOptions { Size = 6, Heads = 2, MaximumLength = 5 }, new RandomStream(seed)), sampledItems: 0)),
        new("multVae", seed =>
        {
            MultVae module = new(75, 21, 9, new RandomStream(seed));
            return new Training(module, new MultVaeObjective(module, RowSource.Of(Sparse(Rows, 75))), new Adam(module.Parameters));
        }),
    ];

    private static Training Lyrics(ulong seed, bool acrossBatch)
    {
        LyricsTransformer module = new(70, 3, new RandomStream(seed), acrossBatch, size: 18, heads: 2, hidden: 21);
        return new Training(module, Objective.Supervised(module, RowSource.Of(Sparse(Rows, 70)), Indices(3, Rows), Loss.CrossEntropy()), new Adam(module.Parameters));
    }

    // Tied weights, with a softmax over some items and over all.
    private static Training NextItem(NextItemNetwork module, int sampledItems)
    {
        int[][] pieces = [.. Enumerable.Range(0, Rows).Select(row => new RandomStream((ulong)row).Permutation(23)[..(2 + (row % 4))])];
        return new Training(module, new NextItemObjective(module, pieces, sampledItems, new RandomStream(6)), new Adam(module.Parameters));
    }

    private static Training Popularity(ulong seed, bool sequence)
    {
        PopularityNetworkSettings settings = new() { EmbeddingSize = 5, HiddenSize = 9, DenseSize = 7, Dropout = 0.2, UsesNumericSequence = sequence };
        PopularityLstm module = new(11, 6, new RandomStream(seed), settings);
        float[] popularity = [.. Enumerable.Range(0, Rows).Select(row => (float)(row % 7) / 7)];
        return new Training(
            module,
            new PopularityObjective(
                module, RowSource.Of(RowSource.Of(Indices(11, Rows, 3), Lengths(3)), Numbers(Rows, 6)), Tensor.From(popularity, Rows, 1),
                sequence ? null : PopularityLabelLoss.SquaredError),
            new Adam(module.Parameters));
    }

    private static Training Sequence(ulong seed, Func<RandomStream, RecurrentModule> recurrent, Func<IReadOnlyList<Tensor>, Optimizer> optimizer)
    {
        RandomStream random = new(seed);
        SequenceRegression module = new(recurrent(random), random);
        Optimizer made = optimizer(module.Parameters);
        return new Training(
            module, Objective.Supervised(module, RowSource.Of(Numbers(Rows, 7, 5), Lengths(7)), Numbers(Rows, 1), Loss.MeanSquaredError), made,
            new PlateauSchedule(made, patience: 0));
    }

    private static RowSource<Tensor> Numbers(params ReadOnlySpan<int> sizes)
    {
        RandomStream random = new(2);
        float[] values = new float[new Shape(sizes).Count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextGaussian();
        }

        return RowSource.Of(Tensor.From(values, sizes));
    }

    private static RowSource<Tensor> Labels(int columns)
    {
        RandomStream random = new(3);
        return RowSource.Of(Tensor.From([.. Enumerable.Range(0, Rows * columns).Select(_ => (float)random.NextInt32(2))], Rows, columns));
    }

    private static RowSource<IndexTensor> Indices(int below, params ReadOnlySpan<int> sizes)
    {
        RandomStream random = new((ulong)below + 4);
        int[] values = new int[new Shape(sizes).Count];
        foreach (ref int value in values.AsSpan())
        {
            value = random.NextInt32(below);
        }

        return RowSource.Of(IndexTensor.From(values, sizes));
    }

    private static RowSource<IndexTensor> Lengths(int most) =>
        RowSource.Of(IndexTensor.From([.. Enumerable.Range(0, Rows).Select(row => 1 + (row * 5 % most))], Rows));

    private static SparseMatrix Sparse(int rows, int columns)
    {
        RandomStream random = new(5);
        Matrix dense = new(rows, columns);
        foreach (ref double value in dense.Values.AsSpan())
        {
            value = random.NextInt32(5) == 0 ? 1 + random.NextInt32(3) : 0;
        }

        // A row without any play would have no likelihood.
        for (int row = 0; row < rows; row++)
        {
            dense[row, row % columns] = 1;
        }

        return SparseMatrix.From(dense);
    }
}
