using System.Diagnostics;

namespace MusicRec.Numerics;

/// <summary>When short work stays on its own thread because the other processors are wanted by somebody else.</summary>
internal static unsafe partial class WorkerPool
{
    internal static readonly Rest ShortWork = new();

    /// <summary>
    /// A worker that is put aside in the middle of a piece keeps the caller waiting for milliseconds, a hundred times as long as
    /// short work takes. After such a wait short work is handed over no more for a while, and for longer if it happens again soon.
    /// </summary>
    internal sealed class Rest
    {
        private static readonly long _leastWait = Stopwatch.Frequency / 10_000;
        private static readonly long _shortest = Stopwatch.Frequency / 200;
        private static readonly long _longest = Stopwatch.Frequency / 5;
        private long _until;
        private long _length;

        public bool IsOn => Volatile.Read(ref _until) != 0 && IsOnAt(Stopwatch.GetTimestamp());

        public bool IsOnAt(long time) => time < Volatile.Read(ref _until);

        /// <summary>Begins a rest if the others took far longer than the caller, who had as much to do; all in ticks of <see cref="Stopwatch"/>.</summary>
        public void Consider(long worked, long waited, long now)
        {
            if (waited < _leastWait || waited < 4 * worked)
            {
                return;
            }

            _length = now - _until < 2 * _length ? Math.Min(2 * _length, _longest) : _shortest;
            Volatile.Write(ref _until, now + _length);
        }

        public void End() => Volatile.Write(ref _until, 0);
    }
}
