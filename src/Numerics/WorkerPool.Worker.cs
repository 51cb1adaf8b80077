using System.Diagnostics;

namespace MusicRec.Numerics;

/// <summary>The threads, and how they and the caller watch for each other.</summary>
internal static unsafe partial class WorkerPool
{
    /// <summary>Waits busily for about 30 µs in all.</summary>
    private struct SpinUntil
    {
        public static readonly long Limit = Stopwatch.Frequency * 30 / 1_000_000;
        private long _end;

        public bool Once()
        {
            if (_end == 0)
            {
                _end = Stopwatch.GetTimestamp() + Limit;
            }

            Thread.SpinWait(1);
            return Stopwatch.GetTimestamp() < _end;
        }
    }

    private sealed class Worker
    {
        private readonly AutoResetEvent _wake;
        private int _sleeps;

        public Worker(int number, AutoResetEvent wake)
        {
            _wake = wake;
            new Thread(Work) { IsBackground = true, Name = $"MusicRec worker {number + 1}" }.Start();
        }

        public bool Sleeps => Volatile.Read(ref _sleeps) == 1;

        public void Wake()
        {
            if (Volatile.Read(ref _sleeps) == 1 && Interlocked.Exchange(ref _sleeps, 0) == 1)
            {
                _wake.Set();
            }
        }

        private void Work()
        {
            _isSerial = true;
            while (true)
            {
                SpinUntil spin = new();
                while ((ushort)Volatile.Read(ref _state) == 0 && spin.Once())
                {
                }

                while (TryRunOne(isWorker: true))
                {
                    spin = new SpinUntil();
                }

                if (spin.Once())
                {
                    continue;
                }

                // Announced first and looked once more after: work that appears in between wakes this thread or is seen.
                Interlocked.Exchange(ref _sleeps, 1);
                if ((ushort)Volatile.Read(ref _state) == 0)
                {
                    _wake.WaitOne();
                }

                Volatile.Write(ref _sleeps, 0);
            }
        }
    }
}
