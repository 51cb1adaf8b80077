using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>
/// The next track after each of fifty: embedding of 64 → LSTM of 128 → a softmax over 10,000 tracks at every position;
/// steps of Adam on one batch.
/// </summary>
internal sealed class NextTrackLstmComparison : TrainingComparison
{
    private const int Batch = 64;
    private const int Length = 50;
    private const int Tracks = 10_000;
    private const int EmbeddingSize = 64;
    private const int HiddenSize = 128;
    private const int Steps = 2;
    // One for all rounds, as PyTorch keeps its memory too.
    private readonly Tape tape = new();
    private readonly IndexTensor inputs, targets;

    public NextTrackLstmComparison()
    {
        RandomStream random = new(1);
        int[] from = new int[Batch * Length], to = new int[Batch * Length];
        for (int row = 0; row < Batch; row++)
        {
            int track = random.NextInt32(Tracks);
            for (int place = 0; place < Length; place++)
            {
                from[(row * Length) + place] = track;
                track = ((track * 7) + random.NextInt32(20)) % Tracks;
                to[(row * Length) + place] = track;
            }
        }

        inputs = IndexTensor.From(from, Batch, Length);
        targets = IndexTensor.From(to, Batch * Length);
        Write<int>(inputs.Values);
        Write<int>(targets.Values);
        WriteParameters(new Network());
    }

    public override string Name => "next-track-lstm";

    public override string Workload => "next track: 10,000 → 64 → LSTM 128 → 10,000 at each of 50 positions, batch 64, two steps of Adam";

    public override string PeerScript => "next_track_lstm_torch.py";

    public override double SpeedUpToReach => 1.8;

    protected override IReadOnlyList<int> Sizes => [Batch, Length, Tracks, EmbeddingSize, HiddenSize, Steps];

    protected override (double Seconds, double Check) Train()
    {
        Network network = new();
        Adam adam = new(network.Parameters);
        Loss<IndexTensor> loss = Loss.CrossEntropy();
        return Repeat(Steps, tape, adam, () => loss.Of(network.Forward(inputs), targets));
    }

    private sealed class Network : Module<IndexTensor>
    {
        private readonly Embedding embedding;
        private readonly Lstm lstm;
        private readonly Linear output;

        public Network()
        {
            RandomStream random = new(2);
            embedding = AddChild("embedding", new Embedding(Tracks, EmbeddingSize, random));
            lstm = AddChild("lstm", new Lstm(EmbeddingSize, HiddenSize, random));
            output = AddChild("output", new Linear(HiddenSize, Tracks, random));
        }

        public override Tensor Forward(IndexTensor input) =>
            output.Forward(lstm.Forward(embedding.Forward(input)).Outputs.Reshape(Batch * Length, HiddenSize));
    }
}
