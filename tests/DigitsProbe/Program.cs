using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

// Prints one line per computation: its name and the bits of its result. SameDigitsTests runs this program with other
// thread counts and instruction sets and compares what it prints. Keep shapes tiny: without hardware intrinsics a fused
// multiply-add takes 150 times as long. The first line says under what the program runs and is not compared.
Console.WriteLine($"# threads={ParallelLoop.ThreadCount} avx2={Avx2.IsSupported} vectors={Vector128.IsHardwareAccelerated}");
RandomStream random = new(1);
Print("random.gaussian", [.. Enumerable.Range(0, 64).Select(_ => random.NextGaussian())]);

Matrix rows = new(24, 3);
int[] classes = new int[24];
for (int row = 0; row < classes.Length; row++)
{
    classes[row] = row % 3;
    for (int column = 0; column < 3; column++)
    {
        rows[row, column] = random.NextGaussian() + (column == 0 ? classes[row] : 0);
    }
}

foreach ((string name, IClassifier model) in new (string, IClassifier)[]
{
    ("learning.randomForest", new RandomForest(1, 5)),
    ("learning.extraTrees", new ExtraTrees(1, 5)),
    ("learning.logisticRegression", new Pipeline(new LogisticRegression(), new StandardScaler())),
    ("learning.nearestNeighbors", new Pipeline(new KNearestNeighbors(5, NeighborWeights.Distance), new MinMaxScaler())),
})
{
    model.Fit(rows, classes);
    Print(name, model.PredictProbabilities(rows).Values);
}

foreach ((string name, Loss loss, ActivationModule activation) in new (string, Loss, ActivationModule)[]
{
    ("neural.reluEntropy", Loss.BinaryCrossEntropyWithLogits, new Relu()),
    ("neural.sigmoidEntropy", Loss.BinaryCrossEntropyWithLogits, new Sigmoid()),
    ("neural.tanhSquared", Loss.MeanSquaredError, new Tanh()),
})
{
    RandomStream seed = new(7);
    Sequential network = new(
        new Linear(3, 17, seed, Initialization.GlorotUniform), activation, new Dropout(0.25, seed.Split(1)), new Linear(17, 5, seed), new Tanh(),
        new Linear(5, 1, seed));
    TensorDataset examples = TensorDataset.From(rows, [.. classes.Select(label => label == 0 ? 0 : 1)]);
    History history = new Trainer(network, new Adam(network.Parameters, weightDecay: 0.01), loss) { Epochs = 3, BatchSize = 9, Patience = 2 }
        .Fit(examples, examples);
    Print(name, [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(value => (double)value)]);
    Print($"{name}.history", [.. history.Losses, .. history.ValidationLosses]);
    Print($"{name}.predictions", network.Predict(rows).Values);
}

static void Print(string name, params double[] values) =>
    Console.WriteLine($"{name} {string.Join(' ', values.Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x16", null)))}");
