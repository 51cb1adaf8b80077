using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace MusicRec.Numerics;

/// <summary>Pieces of work that may run at the same time, as a struct (it may hold spans) so that starting them allocates nothing.</summary>
internal interface IPieces
{
    /// <summary>Does piece number <paramref name="piece"/>; it writes only what no other piece reads or writes.</summary>
    void Run(int piece);
}

/// <summary>
/// Threads that stay ready for short pieces of work: they watch for it for some microseconds and then sleep. Whoever
/// starts the pieces works on them too and waits only for those that another thread has begun, so a worker that the
/// system does not run delays nobody.
/// </summary>
internal static unsafe partial class WorkerPool
{
    private const int CallerSleeps = 1 << 30;
    private const int MostAtOnce = ushort.MaxValue;
    private const long UsualSmallestPiece = 125_000;

    [ThreadStatic]
    private static bool _isSerial;

    [ThreadStatic]
    private static long _smallestPieceOfTest;

    private static readonly Worker[] _workers = new Worker[ParallelLoop.ThreadCount - 1];
    private static readonly AutoResetEvent _finished = new(false);
    private static bool _isStarted;
    private static long _lastShortWork;
    private static int _isTaken;

    // The work at hand. The low 16 bits of the state say how many pieces nobody has taken, the next 16 the first of them, the
    // high half which work it is. The caller takes the first, a worker the last: in work that is started again and again each
    // finds what it wrote the last time in its own cache.
    // What stands between is written before the state and not again until every piece is done: whoever takes a piece by
    // exchanging the state has therefore read what belongs to it.
    private static long _state;
    private static int _count;
    private static int _offset;
    private static void* _pieces;
    private static delegate*<void*, int, void> _run;
    private static int _done;
    private static Failure? _failure;

    /// <summary>Whether pieces started by this thread run one after another; so it is inside a piece, and measurements on one thread set it.</summary>
    public static bool IsSerial
    {
        get => _isSerial;
        set => _isSerial = value;
    }

    /// <summary>
    /// Multiply-adds (or work of that length) below which a piece is not worth handing over: some 2 µs. Tests set 1 to have
    /// tiny work cut; that holds for what the same thread starts, so tests beside each other do not disturb one another.
    /// </summary>
    public static long SmallestPiece
    {
        get => _smallestPieceOfTest == 0 ? UsualSmallestPiece : _smallestPieceOfTest;
        set => _smallestPieceOfTest = value == UsualSmallestPiece ? 0 : value;
    }

    /// <summary>
    /// Into how many pieces, at most <paramref name="most"/>, work of this many multiply-adds is best cut; 1 when it would run
    /// serially anyway. Not always the same, so a result must not depend on it.
    /// </summary>
    public static int Pieces(long multiplyAdds, int most)
    {
        long pieces = multiplyAdds / SmallestPiece;
        if (pieces < 2 || _workers.Length == 0 || _isSerial || IsNotWorthWaking(pieces))
        {
            return 1;
        }

        // As few as there are threads while handing over is noticeable, more of them as soon as waiting for a slow one is.
        int threads = ParallelLoop.ThreadCount;
        return (int)Math.Min(Math.Max(1, most), pieces <= threads ? pieces : Math.Clamp(pieces / 8, threads, 4 * threads));
    }

    /// <summary>
    /// Waking a thread that sleeps costs some 10 µs, more than short work is worth, unless more of it follows: then
    /// the workers, once awake, stay so. Nor is it worth it while something else runs on the other processors.
    /// </summary>
    private static bool IsNotWorthWaking(long pieces)
    {
        if (pieces >= 32)
        {
            return false;
        }

        if (_smallestPieceOfTest == 0 && ShortWork.IsOn)
        {
            return true;
        }

        if (_workers[0] is { Sleeps: false })
        {
            return false;
        }

        long now = Stopwatch.GetTimestamp(), last = Interlocked.Exchange(ref _lastShortWork, now);
        return now - last > SpinUntil.Limit;
    }

    /// <summary>
    /// Runs pieces 0 to <paramref name="count"/> − 1, in no particular order; inside another piece, and while another thread has the
    /// workers, one after another. When pieces throw, what the one with the smallest number threw comes out; later ones may not have run.
    /// A thread interrupted while it waits here for the last pieces waits on and is interrupted when it next waits.
    /// </summary>
    public static void For<TPieces>(int count, ref TPieces pieces)
        where TPieces : struct, IPieces, allows ref struct
    {
        if (count < 2 || _workers.Length == 0 || _isSerial || Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            for (int piece = 0; piece < count; piece++)
            {
                pieces.Run(piece);
            }

            return;
        }

        Exception? failure = null;
        try
        {
            // Workers reach the pieces through a pointer: it must lead to this stack, where nothing moves.
            TPieces own = pieces;
            for (int first = 0; first < count && failure is null; first += MostAtOnce)
            {
                failure = Share(first, Math.Min(MostAtOnce, count - first), Unsafe.AsPointer(ref own), &RunPiece<TPieces>);
            }

            pieces = own;
        }
        finally
        {
            Volatile.Write(ref _isTaken, 0);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static void RunPiece<TPieces>(void* pieces, int piece)
        where TPieces : struct, IPieces, allows ref struct => Unsafe.AsRef<TPieces>(pieces).Run(piece);

    private static Exception? Share(int first, int count, void* pieces, delegate*<void*, int, void> run)
    {
        if (!_isStarted)
        {
            for (int worker = 0; worker < _workers.Length; worker++)
            {
                _workers[worker] = new Worker(worker, new AutoResetEvent(false));
            }

            _isStarted = true;
        }

        _count = count;
        _offset = first;
        _pieces = pieces;
        _run = run;
        _done = 0;
        _failure = null;
        long work = (_state >> 32) + 1;
        Interlocked.Exchange(ref _state, (work << 32) | (uint)count);
        for (int worker = 0; worker < Math.Min(_workers.Length, count - 1); worker++)
        {
            _workers[worker].Wake();
        }

        _isSerial = true;
        long begun = Stopwatch.GetTimestamp();
        while (TryRunOne(isWorker: false))
        {
        }

        _isSerial = false;
        if (Volatile.Read(ref _done) != count)
        {
            long waits = Stopwatch.GetTimestamp();
            WaitForOthers(count);
            long now = Stopwatch.GetTimestamp();
            ShortWork.Consider(waits - begun, now - waits, now);
        }

        Exception? failure = _failure?.Exception;
        _failure = null;
        return failure;
    }

    private static void WaitForOthers(int count)
    {
        SpinUntil spin = new();
        while (Volatile.Read(ref _done) != count)
        {
            if (spin.Once())
            {
                continue;
            }

            // The last piece may have ended since the look above; then nobody will call.
            if (Interlocked.Add(ref _done, CallerSleeps) != count + CallerSleeps)
            {
                WaitUntilFinished();
            }

            break;
        }
    }

    // Leaving early would free the stack that the pieces still running write to.
    private static void WaitUntilFinished()
    {
        bool isInterrupted = false;
        while (true)
        {
            try
            {
                _finished.WaitOne();
                break;
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    /// <summary>Takes a piece and does it; false when none is left.</summary>
    private static bool TryRunOne(bool isWorker)
    {
        while (true)
        {
            long state = Volatile.Read(ref _state);
            int left = (ushort)state, first = (ushort)(state >> 16);
            if (left == 0)
            {
                return false;
            }

            int count = _count, piece = _offset + (isWorker ? first + left - 1 : first);
            void* pieces = _pieces;
            delegate*<void*, int, void> run = _run;
            if (Interlocked.CompareExchange(ref _state, state - 1 + (isWorker ? 0 : 1 << 16), state) != state)
            {
                continue;
            }

            int finished = 1;
            try
            {
                run(pieces, piece);
            }
            catch (Exception exception)
            {
                Keep(new Failure(piece, exception));
                if (!isWorker)
                {
                    // All pieces with smaller numbers have been taken before; what is left need not run.
                    finished += (ushort)Interlocked.And(ref _state, ~(long)ushort.MaxValue);
                }
            }

            if (Interlocked.Add(ref _done, finished) is int done && done >= CallerSleeps && done - CallerSleeps == count)
            {
                _finished.Set();
            }

            return true;
        }
    }
}
