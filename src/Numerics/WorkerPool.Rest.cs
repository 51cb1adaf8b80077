using System.Diagnostics;

namespace MusicRec.Numerics;

/// <summary>When short work stays on its own thread because the other processors are wanted by somebody else.</summary>
internal static unsafe partial class WorkerPool
{
    /// <summary>
    /// A worker that is put aside in the middle of a piece keeps the caller waiting for milliseconds, a hundred times as long as
    /// short work takes. After such a wait short work is handed over no more for a while, and for longer if it happens again soon.
    /// </summary>
    private static class Rest
    {
        private static readonly long _leastWait = Stopwatch.Frequency / 10_000;
        private static readonly long _shortest = Stopwatch.Frequency / 200;
        private static readonly long _longest = Stopwatch.Frequency / 5;
        private static long _until;
        private static long _length;

        public static bool IsOn
        {
            get
            {
                long until = Volatile.Read(ref _until);
                return until != 0 && Stopwatch.GetTimestamp() < until;
            }
        }

        /// <summary>Begins a rest if the others took far longer than the caller, who had as much to do.</summary>
        public static void Consider(long worked, long waited)
        {
            if (waited < _leastWait || waited < 4 * worked)
            {
                return;
            }

            long now = Stopwatch.GetTimestamp();
            _length = now - _until < 2 * _length ? Math.Min(2 * _length, _longest) : _shortest;
            Volatile.Write(ref _until, now + _length);
        }
    }
}
