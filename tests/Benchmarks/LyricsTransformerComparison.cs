using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// The Transformer of paper 001 over one vector: TF-IDF rows, a projection, a learned position, two encoder layers with
/// PyTorch's defaults (normalised after the sums, ReLU, dropout 0.1), eight topics. The paper does not state the sizes.
/// With 128 numbers, 4 heads and 512 hidden ones an epoch on dense rows takes PyTorch 3.6 s, as in the first trial
/// (3.66 s). Here PyTorch's input is a bag of embeddings with weights, which is the fastest it has; ours is sparse.
/// </summary>
internal sealed class LyricsTransformerComparison : TrainingComparison
{
    private const int Rows = 22_700;
    private const int BatchSize = 64;
    private const int Features = 5000;
    private const int Words = 48;
    private const int Topics = 8;
    private const int Size = 128;
    private const int Heads = 4;
    private const int Hidden = 512;
    private const int Layers = 2;
    private const ulong Seed = 3;
    private readonly SparseMatrix lyrics;
    private readonly IndexTensor topics;

    public LyricsTransformerComparison()
    {
        (lyrics, topics) = MakeData();
        Write(lyrics.ColumnIndices);
        Write(lyrics.Values);
        Write<int>(topics.Values);

        // The order in which the trainer goes through the rows.
        Write<int>(new RandomStream(Seed).Split(1).Permutation(Rows));
        WriteParameters(new Network());
    }

    public override string Name => "lyrics-transformer";

    public override string Workload =>
        "TF-IDF 5,000 → 128, position, 2 encoder layers (4 heads, 512 hidden, dropout 0.1) on one vector → 8; 22,700 rows, batch 64, one epoch of Adam";

    public override string PeerScript => "lyrics_transformer_torch.py";

    public override double SpeedUpToReach => 3.5;

    protected override IReadOnlyList<int> Sizes => [Rows, BatchSize, Features, Words, Size, Heads, Hidden, Layers, Topics];

    protected override (double Seconds, double Check) Train()
    {
        Network network = new();
        Trainer trainer = new(network, new Adam(network.Parameters)) { Epochs = 1, BatchSize = BatchSize, Seed = Seed };
        Objective objective = Objective.Supervised(network, RowSource.Of(lyrics), RowSource.Of(topics), Loss.CrossEntropy());
        return Fit(trainer, objective);
    }

    // As many words in every row, so that the peer's batches are plain tables: the fastest it can have.
    private static (SparseMatrix Lyrics, IndexTensor Topics) MakeData()
    {
        RandomStream random = new(1);
        int[] labels = new int[Rows], starts = new int[Rows + 1], columns = new int[Rows * Words];
        float[] values = new float[Rows * Words];
        for (int row = 0; row < Rows; row++)
        {
            int topic = random.NextInt32(Topics);
            labels[row] = random.NextDouble() < 0.1 ? random.NextInt32(Topics) : topic;
            starts[row + 1] = (row + 1) * Words;
            SortedSet<int> words = [];
            while (words.Count < Words)
            {
                // Few words are frequent; some belong to the topic.
                double uniform = random.NextDouble();
                words.Add(random.NextDouble() < 0.15 ? (topic * 200) + 1000 + (int)(uniform * 200) : (int)(uniform * uniform * Features));
            }

            Span<float> own = values.AsSpan(row * Words, Words);
            words.CopyTo(columns, row * Words);
            for (int index = 0; index < Words; index++)
            {
                own[index] = 1f + random.NextSingle();
            }
        }

        return (new SparseMatrix(Rows, Features, starts, columns, values).NormalizeRows(), IndexTensor.From(labels, Rows));
    }

    private sealed class Network : Module<SparseTensor>
    {
        private readonly SparseLinear projection;
        private readonly LearnedPositions positions;
        private readonly TransformerEncoder encoder;
        private readonly Linear output;

        public Network()
        {
            RandomStream random = new(2);
            projection = AddChild("projection", new SparseLinear(Features, Size, random));
            positions = AddChild("positions", new LearnedPositions(1, Size, random));
            encoder = AddChild("encoder", new TransformerEncoder(
                [.. Enumerable.Range(0, Layers).Select(_ => new TransformerEncoderLayer(Size, Heads, random, Hidden))]));
            output = AddChild("output", new Linear(Size, Topics, random));
        }

        public override Tensor Forward(SparseTensor input)
        {
            int batch = input.Shape[0];
            Tensor encoded = encoder.Forward(positions.Forward(projection.Forward(input).Reshape(batch, 1, Size)));
            return output.Forward(encoded.Reshape(batch, Size));
        }
    }
}
