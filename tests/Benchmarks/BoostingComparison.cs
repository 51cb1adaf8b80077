using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>Gradient-boosted trees; the check is the loss on rows that neither side has seen.</summary>
internal sealed class BoostingComparison : IComparison
{
    private const int Rows = 100_000;
    private const int NewRows = 20_000;
    private const int Columns = 15;
    private readonly bool isBinary;
    private readonly Matrix features;
    private readonly Matrix newFeatures;
    private readonly double[] targets = new double[Rows + NewRows];
    private readonly string path = Path.Combine(Path.GetTempPath(), $"boosting-{Guid.NewGuid():N}.bin");

    public BoostingComparison(bool isBinary)
    {
        // Like songs: a dozen fine columns that go together, a key, a mode, and a column that a tenth of the rows lack.
        this.isBinary = isBinary;
        RandomStream random = new(11);
        Matrix all = new(Rows + NewRows, Columns);
        for (int row = 0; row < all.Rows; row++)
        {
            Span<double> values = all.Row(row);
            double shared = random.NextGaussian();
            for (int column = 0; column < Columns; column++)
            {
                values[column] = random.NextGaussian() + (0.5 * shared);
            }

            values[12] = random.NextInt32(12);
            values[13] = random.NextInt32(2);
            double signal = (Math.Abs(values[0]) * values[1]) + (values[2] > 0 ? values[3] : values[4]) + (values[5] * values[5] * 0.5)
                + (values[12] % 5 == values[13] ? 1 : 0) + (0.7 * values[14]) + (0.3 * values[6]);
            values[14] = random.NextInt32(10) == 0 ? double.NaN : values[14];
            targets[row] = signal + random.NextGaussian();
            targets[row] = isBinary ? (targets[row] > 0.5 ? 1 : 0) : targets[row];
        }

        features = all.SelectRows([.. Enumerable.Range(0, Rows)]);
        newFeatures = all.SelectRows([.. Enumerable.Range(Rows, NewRows)]);
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<double>(all.Values));
        file.Write(MemoryMarshal.AsBytes<double>(targets));
    }

    public string Name => isBinary ? "boosting-binary" : "boosting";

    public string Workload => $"gradient-boosted trees, {(isBinary ? "two classes" : "squared error")}, 100,000 rows × 15, 100 iterations, 31 leaves";

    public string PeerScript => "boosting_sklearn.py";

    public IReadOnlyList<string> PeerArguments =>
        [path, .. new[] { Rows, NewRows, Columns, isBinary ? 1 : 0 }.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "PASSIVE" },
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "2" },
    ];

    public double SpeedUpToReach => 1;

    // Cuts that are equally good but for rounding may be decided otherwise.
    public double CheckTolerance => 1e-3;

    public (double Seconds, double Check) Run()
    {
        Stopwatch clock = Stopwatch.StartNew();
        double seconds, loss = 0;
        if (isBinary)
        {
            int[] labels = [.. targets.Take(Rows).Select(target => (int)target)];
            GradientBoostingClassifier model = new(1);
            clock.Restart();
            model.Fit(features, labels);
            seconds = clock.Elapsed.TotalSeconds;
            Matrix probabilities = model.PredictProbabilities(newFeatures);
            for (int row = 0; row < NewRows; row++)
            {
                loss -= Elementary.Log(probabilities[row, (int)targets[Rows + row]]) / NewRows;
            }

            return (seconds, loss);
        }

        GradientBoostingRegressor regressor = new(1);
        clock.Restart();
        regressor.Fit(features, targets.AsSpan(0, Rows));
        seconds = clock.Elapsed.TotalSeconds;
        double[] predicted = regressor.Predict(newFeatures);
        for (int row = 0; row < NewRows; row++)
        {
            double difference = predicted[row] - targets[Rows + row];
            loss += difference * difference / NewRows;
        }

        return (seconds, loss);
    }

    public void Dispose() => File.Delete(path);
}
