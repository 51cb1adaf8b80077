using System.Runtime.ExceptionServices;

namespace MusicRec.Numerics;

/// <summary>
/// Independent pieces of work on several threads. Each piece writes only what is its own, and sums are taken
/// afterwards in a fixed order, so that a result never depends on the number of threads.
/// </summary>
public static class ParallelLoop
{
    /// <summary>Threads used by default: the environment variable MUSICREC_THREADS, else one per processor.</summary>
    public static int ThreadCount { get; } = ReadThreadCount(Environment.GetEnvironmentVariable("MUSICREC_THREADS"));

    /// <summary>
    /// Runs <paramref name="body"/> once for each of 0 to <paramref name="count"/> − 1, in no particular order. When pieces throw, what
    /// the one with the smallest number threw comes out as it was thrown, with one thread or many; pieces behind it may not have run.
    /// </summary>
    public static void For(int count, Action<int> body)
    {
        Throw.IfBelow(count, 0);
        if (ThreadCount == 1 || count < 2)
        {
            for (int index = 0; index < count; index++)
            {
                body(index);
            }

            return;
        }

        // Break lets every piece before the failed one run to its end, so that the smallest number is always found.
        (int Piece, Exception What)? failure = null;
        object gate = new();
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount }, (index, state) =>
        {
            try
            {
                body(index);
            }
            catch (Exception exception)
            {
                lock (gate)
                {
                    failure = failure is { } earlier && earlier.Piece < index ? earlier : (index, exception);
                }

                state.Break();
            }
        });
        if (failure is { } first)
        {
            ExceptionDispatchInfo.Throw(first.What);
        }
    }

    internal static int ReadThreadCount(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Environment.ProcessorCount;
        }

        if (!int.TryParse(text, out int threads) || threads < 1 || threads > 1024)
        {
            throw new InvalidOperationException($"MUSICREC_THREADS is '{text}'; allowed: a whole number from 1 to 1024.");
        }

        return threads;
    }
}
