namespace MusicRec.Numerics;

/// <summary>
/// Independent pieces of work on several threads. Each piece writes only what is its own, and sums are taken
/// afterwards in a fixed order, so that a result never depends on the number of threads.
/// </summary>
public static class ParallelLoop
{
    /// <summary>Threads used by default: the environment variable MUSICREC_THREADS, else one per processor.</summary>
    public static int ThreadCount { get; } = ReadThreadCount(Environment.GetEnvironmentVariable("MUSICREC_THREADS"));

    /// <summary>Runs <paramref name="body"/> once for each of 0 to <paramref name="count"/> − 1, in no particular order.</summary>
    /// <exception cref="AggregateException">A piece of work threw.</exception>
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

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = ThreadCount }, body);
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
