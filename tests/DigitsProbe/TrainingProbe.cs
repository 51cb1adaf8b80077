using System.Globalization;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.DigitsProbe;

/// <summary>Trains every architecture for three epochs: for its digits, interrupted, and to see what a step allocates.</summary>
internal static class TrainingProbe
{
    private const int Epochs = 3;
    private const int BatchSize = 23;

    /// <summary>The numbers of each trained module and its losses.</summary>
    public static IEnumerable<(string Name, double[] Values)> Digits()
    {
        foreach (Architecture architecture in Architecture.All)
        {
            Training training = architecture.Make(7);
            History history = Trainer(training, Epochs, null).Fit(training.Objective, training.Objective);
            yield return ($"networks.{architecture.Name}", State(training.Module));
            yield return ($"networks.{architecture.Name}.history", [.. history.Losses, .. history.ValidationLosses]);
        }
    }

    /// <summary>Trains each a second time, interrupted after every epoch, and says whether the same came out.</summary>
    public static void Resume()
    {
        string path = Path.Combine(Path.GetTempPath(), $"musicrec-{Guid.NewGuid():N}.safetensors");
        foreach (Architecture architecture in Architecture.All)
        {
            Training whole = architecture.Make(7);
            double[] losses = Trainer(whole, Epochs, null).Fit(whole.Objective, whole.Objective).Losses;
            Training resumed = null!;
            double[] resumedLosses = [];
            for (int epoch = 1; epoch <= Epochs; epoch++)
            {
                // Made anew each time, with another seed once there is a file to go on from.
                resumed = architecture.Make(epoch == 1 ? 7UL : 8UL);
                resumedLosses = Trainer(resumed, epoch, path).Fit(resumed.Objective, resumed.Objective).Losses;
            }

            File.Delete(path);
            Training other = architecture.Make(8);
            Trainer(other, 1, null).Fit(other.Objective, other.Objective);
            bool same = Bits(State(whole.Module)).SequenceEqual(Bits(State(resumed.Module))) && Bits(losses).SequenceEqual(Bits(resumedLosses));
            bool differs = !Bits(State(whole.Module)).SequenceEqual(Bits(State(other.Module)));
            Console.WriteLine($"{architecture.Name} {(same && differs ? "same" : same ? "indifferent" : "different")}");
        }
    }

    /// <summary>What training steps of each allocate on all threads, once warm.</summary>
    public static void Allocations()
    {
        WorkerPool.SmallestPiece = 1;
        foreach (Architecture architecture in Architecture.All)
        {
            Training training = architecture.Make(7);
            Trainer trainer = Trainer(training, Epochs, null);
            ScoreSum sum = default;
            int[] rows = [.. Enumerable.Range(0, training.Objective.Rows)];
            Steps(60);
            long[] allocated = new long[5];
            for (int time = 0; time < allocated.Length; time++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                Steps(40);
                allocated[time] = GC.GetTotalAllocatedBytes(precise: true) - before;
            }

            // In falling order: what the runtime itself takes once, when a thread first waits for a busy machine, stands first and alone.
            Array.Sort(allocated, (one, other) => other.CompareTo(one));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{architecture.Name} {string.Join(' ', allocated)}"));

            void Steps(int count)
            {
                for (int step = 0; step < count; step++)
                {
                    trainer.Step(training.Objective, rows.AsSpan(step % 4 * 9, BatchSize), ref sum);
                }
            }
        }
    }

    private static Trainer Trainer(Training training, int epochs, string? path) => new(training.Module, training.Optimizer)
    {
        Epochs = epochs,
        BatchSize = BatchSize,
        Patience = Epochs,
        Schedule = training.Schedule,
        MaximumGradientNorm = training.MaximumGradientNorm,
        CheckpointPath = path,
        Resume = path is not null,
    };

    private static double[] State(Module module)
    {
        StateDictionary state = new(module);
        return [.. state.Names.SelectMany(name => state[name].Values.ToArray()).Select(value => (double)value)];
    }

    private static IEnumerable<long> Bits(double[] values) => values.Select(BitConverter.DoubleToInt64Bits);
}
