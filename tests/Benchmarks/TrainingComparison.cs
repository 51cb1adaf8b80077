using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Neural;

namespace MusicRec.Benchmarks;

/// <summary>
/// A network trained here and by PyTorch: the same arrays, starting weights and batches on both sides, handed over in one
/// file of little-endian numbers that the peer reads with peers/training.py. The check is the loss at the end.
/// </summary>
internal abstract class TrainingComparison : IComparison
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"training-{Guid.NewGuid():N}.bin");
    private bool isWarm;

    protected TrainingComparison() => File.Create(path).Dispose();

    public abstract string Name { get; }

    public abstract string Workload { get; }

    public abstract string PeerScript { get; }

    public abstract double SpeedUpToReach { get; }

    public IReadOnlyList<string> PeerArguments => [path, .. Sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    // PyTorch may have one thread or two that wait without spinning, whichever is faster in a round. Two in its default,
    // busily waiting mode would be slower still; quoting that would flatter us.
    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "2" },
        new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "PASSIVE" },
    ];

    public double CheckTolerance => 0.02;

    /// <summary>The whole numbers that the peer is called with after the path of the file.</summary>
    protected abstract IReadOnlyList<int> Sizes { get; }

    public (double Seconds, double Check) Run()
    {
        // The runtime compiles what is hot once more in the background; until then the library is half as fast.
        for (Stopwatch warming = Stopwatch.StartNew(); !isWarm; isWarm = warming.Elapsed.TotalSeconds > 4)
        {
            _ = Train();
        }

        return Train();
    }

    public virtual void Dispose() => File.Delete(path);

    /// <summary>Trains from the same starting weights each time: the seconds of the training alone, and the loss at the end × 1000.</summary>
    protected abstract (double Seconds, double Check) Train();

    /// <summary>Times all epochs; the check is the loss of the last one.</summary>
    protected static (double Seconds, double Check) Fit(Trainer trainer, Objective objective)
    {
        Stopwatch clock = Stopwatch.StartNew();
        History history = trainer.Fit(objective);
        return (clock.Elapsed.TotalSeconds, 1000 * history.Losses[^1]);
    }

    /// <summary>Times steps on the same batch; the check is the loss of the last one.</summary>
    protected static (double Seconds, double Check) Repeat(int steps, Tape tape, Optimizer optimizer, Func<Tensor> loss)
    {
        double last = 0;
        Stopwatch clock = Stopwatch.StartNew();
        for (int step = 0; step < steps; step++)
        {
            using (tape.Record())
            {
                Tensor value = loss();
                optimizer.ClearGradients();
                value.Backward();
                optimizer.Step();
                last = value.Item;
            }
        }

        return (clock.Elapsed.TotalSeconds, 1000 * last);
    }

    /// <summary>Adds an array to the peer's file; the peer reads them in the same order.</summary>
    protected void Write<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        using FileStream file = new(path, FileMode.Append);
        file.Write(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>Adds every parameter of <paramref name="module"/>, in order.</summary>
    protected void WriteParameters(Module module)
    {
        foreach (Tensor parameter in module.Parameters)
        {
            Write<float>(parameter.Values);
        }
    }
}
