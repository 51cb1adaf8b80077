using MusicRec.Learning;
using MusicRec.Numerics;

// Prints one line per computation: its name and the bits of its result. SameDigitsTests runs this program with other
// thread counts and instruction sets and compares what it prints.
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

static void Print(string name, params double[] values) =>
    Console.WriteLine($"{name} {string.Join(' ', values.Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x16", null)))}");
