using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// Paper 000's network, whose sizes the paper leaves open; these are such that PyTorch's epoch takes about the 4.7 s noted
/// for it. The genre as up to four tokens (filled up in front) → embedding of 16 → LSTM of 32; the fourteen numeric columns
/// of the Spotify data, one per position → LSTM of 32; both last states → 32, ReLU → popularity. Squared error, Adam.
/// </summary>
internal sealed class PopularityLstmComparison : TrainingComparison
{
    private const int Rows = 200_000;
    private const int BatchSize = 256;
    private const int Tokens = 100;
    private const int TokensPerRow = 4;
    private const int Columns = 14;
    private const int EmbeddingSize = 16;
    private const int HiddenSize = 32;
    private const ulong Seed = 3;
    private readonly Tensor numbers, targets;
    private readonly IndexTensor tokens;

    public PopularityLstmComparison()
    {
        RandomStream random = new(1);
        int[] genres = new int[Rows * TokensPerRow];
        float[] columns = new float[Rows * Columns], popularity = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int place = TokensPerRow - 1 - random.NextInt32(TokensPerRow); place < TokensPerRow; place++)
            {
                genres[(row * TokensPerRow) + place] = 1 + random.NextInt32(Tokens - 1);
            }

            for (int column = 0; column < Columns; column++)
            {
                columns[(row * Columns) + column] = (float)random.NextGaussian();
            }

            int genre = genres[(row * TokensPerRow) + TokensPerRow - 1];
            popularity[row] = (float)((genre / 50.0) - 1 + (0.5 * columns[row * Columns]) - (0.3 * columns[(row * Columns) + 5]) + (0.3 * random.NextGaussian()));
        }

        tokens = IndexTensor.From(genres, Rows, TokensPerRow);
        numbers = Tensor.From(columns, Rows, Columns, 1);
        targets = Tensor.From(popularity, Rows, 1);
        Write<int>(tokens.Values);
        Write<float>(numbers.Values);
        Write<float>(targets.Values);

        // The order in which the trainer goes through the rows in its first epoch.
        Write<int>(new RandomStream(Seed).Split(1).Permutation(Rows));
        WriteParameters(new Network());
    }

    public override string Name => "popularity-lstm";

    public override string Workload =>
        "popularity from genre (4 tokens → 16 → LSTM 32) and 14 numbers (LSTM 32) → 32 → 1, 200,000 rows, batch 256, one epoch of Adam";

    public override string PeerScript => "popularity_lstm_torch.py";

    public override double SpeedUpToReach => 2.5;

    protected override IReadOnlyList<int> Sizes => [Rows, BatchSize, Tokens, TokensPerRow, Columns, EmbeddingSize, HiddenSize];

    protected override (double Seconds, double Check) Train()
    {
        Network network = new();
        Trainer trainer = new(network, new Adam(network.Parameters)) { Epochs = 1, BatchSize = BatchSize, Seed = Seed };
        return Fit(trainer, Objective.Supervised(
            network, RowSource.Of(RowSource.Of(tokens), RowSource.Of(numbers)), RowSource.Of(targets), Loss.MeanSquaredError));
    }

    private sealed class Network : Module<(IndexTensor Tokens, Tensor Numbers)>
    {
        private readonly Embedding embedding;
        private readonly Lstm genre, numeric;
        private readonly Linear hidden, output;

        public Network()
        {
            RandomStream random = new(2);
            embedding = AddChild("embedding", new Embedding(Tokens, EmbeddingSize, random, paddingIndex: 0));
            genre = AddChild("genre", new Lstm(EmbeddingSize, HiddenSize, random));
            numeric = AddChild("numeric", new Lstm(1, HiddenSize, random));
            hidden = AddChild("hidden", new Linear(2 * HiddenSize, HiddenSize, random));
            output = AddChild("output", new Linear(HiddenSize, 1, random));
        }

        public override Tensor Forward((IndexTensor Tokens, Tensor Numbers) input)
        {
            Tensor words = genre.Forward(embedding.Forward(input.Tokens)).LastHidden;
            Tensor columns = numeric.Forward(input.Numbers).LastHidden;
            return output.Forward(hidden.Forward(TensorOperations.Concatenate(words, columns), Activation.Relu));
        }
    }
}
