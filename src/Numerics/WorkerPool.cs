namespace MusicRec.Numerics;

/// <summary>Pieces of work that may run at the same time, as a struct so that starting them allocates nothing.</summary>
internal interface IPieces
{
    /// <summary>Does piece number <paramref name="piece"/>; it writes only what no other piece reads or writes.</summary>
    void Run(int piece);
}

/// <summary>Threads that stay ready for short pieces of work.</summary>
internal static class WorkerPool
{
    /// <summary>Runs pieces 0 to <paramref name="count"/> − 1, in no particular order; inside another piece, one after another.</summary>
    public static void For<TPieces>(int count, ref TPieces pieces)
        where TPieces : struct, IPieces
    {
        for (int piece = 0; piece < count; piece++)
        {
            pieces.Run(piece);
        }
    }
}
