namespace MusicRec.Numerics;

/// <summary>What pieces threw.</summary>
internal static unsafe partial class WorkerPool
{
    // Without a lock: the caller may be interrupted where it waits for one.
    private static void Keep(Failure failure)
    {
        Failure? kept = Volatile.Read(ref _failure);
        while (kept is null || failure.Piece < kept.Piece)
        {
            Failure? before = Interlocked.CompareExchange(ref _failure, failure, kept);
            if (before == kept)
            {
                return;
            }

            kept = before;
        }
    }

    private sealed class Failure(int piece, Exception exception)
    {
        public int Piece => piece;

        public Exception Exception => exception;
    }
}
