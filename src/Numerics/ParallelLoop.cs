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
        ArgumentNullException.ThrowIfNull(body);
        Bodies bodies = new(body);
        WorkerPool.For(count, ref bodies);
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

    private readonly struct Bodies(Action<int> body) : IPieces
    {
        public void Run(int piece) => body(piece);
    }
}
