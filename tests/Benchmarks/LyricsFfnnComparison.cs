using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>Paper 001's network on TF-IDF rows: 5,000 features of which a song has about 40, eight topics, one epoch of exact dense Adam.</summary>
internal sealed class LyricsFfnnComparison : TrainingComparison
{
    private const int Rows = 22_700;
    private const int Features = 5000;
    private const int Words = 52;
    private const int BatchSize = 64;
    private const int Topics = 8;
    private const ulong Seed = 3;
    private static readonly int[] _layers = [Features, 256, 128, Topics];
    private readonly SparseMatrix songs;
    private readonly IndexTensor topics;

    public LyricsFfnnComparison()
    {
        (songs, int[] labels) = MakeData();
        topics = IndexTensor.From(labels, Rows);
        Write(songs.RowStarts);
        Write(songs.ColumnIndices);
        Write(songs.Values);
        Write<int>(labels);

        // The order in which the trainer goes through the rows.
        Write<int>(new RandomStream(Seed).Split(1).Permutation(Rows));
        WriteParameters(new Network());
    }

    public override string Name => "lyrics-ffnn";

    public override string Workload => "lyrics FFNN 5000→256→128→8, 22,700 rows, batch 64, one epoch of Adam (sparse rows)";

    public override string PeerScript => "lyrics_ffnn_torch.py";

    public override double SpeedUpToReach => 5;

    protected override IReadOnlyList<int> Sizes => [Rows, BatchSize, songs.Count, .. _layers];

    protected override (double Seconds, double Check) Train()
    {
        Network network = new();
        SupervisedObjective<SparseTensor, IndexTensor> objective = Objective.Supervised(network, RowSource.Of(songs), RowSource.Of(topics), Loss.CrossEntropy());
        Trainer trainer = new(network, new Adam(network.Parameters)) { Epochs = 1, BatchSize = BatchSize, Seed = Seed };
        return Fit(trainer, objective);
    }

    // Frequent words are as frequent as in real lyrics; a third of a song's words tell its topic.
    internal static (SparseMatrix Songs, int[] Labels) MakeData()
    {
        RandomStream random = new(1);
        int[] labels = new int[Rows], starts = new int[Rows + 1];
        List<int> columns = [];
        List<float> values = [];
        float[] counts = new float[Features];
        for (int row = 0; row < Rows; row++)
        {
            labels[row] = random.NextInt32(Topics);
            Array.Clear(counts);
            for (int word = 0; word < Words; word++)
            {
                int rank = (int)(8 * (Math.Pow((Features / 8.0) + 1, random.NextDouble()) - 1));
                int feature = random.NextInt32(3) == 0 ? (rank / Topics * Topics) + labels[row] : rank;
                counts[Math.Min(feature, Features - 1)]++;
            }

            for (int feature = 0; feature < Features; feature++)
            {
                if (counts[feature] > 0)
                {
                    columns.Add(feature);
                    values.Add(counts[feature] * (1 + (float)Math.Sqrt(feature / (double)Features)));
                }
            }

            starts[row + 1] = columns.Count;
        }

        return (new SparseMatrix(Rows, Features, starts, columns.ToArray(), values.ToArray()).NormalizeRows(), labels);
    }

    private sealed class Network : Module<SparseTensor>
    {
        private readonly SparseLinear first;
        private readonly Linear second, third;

        public Network()
        {
            RandomStream random = new(2);
            first = AddChild("0", new SparseLinear(_layers[0], _layers[1], random, Activation.Relu));
            second = AddChild("2", new Linear(_layers[1], _layers[2], random));
            third = AddChild("4", new Linear(_layers[2], _layers[3], random));
        }

        public override Tensor Forward(SparseTensor input) => third.Forward(second.Forward(first.Forward(input), Activation.Relu));
    }
}
