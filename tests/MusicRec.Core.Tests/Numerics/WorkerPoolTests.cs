using System.Diagnostics;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

[Collection(nameof(WorkerPool))]
public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(150_000)]
    public void Every_piece_runs_once(int count)
    {
        int[] runs = new int[count];
        for (int trial = 1; trial <= 200 && trial * count <= 1_000_000; trial++)
        {
            Counting pieces = new(runs);
            WorkerPool.For(count, ref pieces);
            Assert.Equal(count, runs.Count(times => times == trial));
        }
    }

    // The workers fall asleep in between; they must wake, and what they are handed must be the new work.
    [Fact]
    public void Work_after_a_pause_is_done_too()
    {
        int[] runs = new int[64];
        for (int trial = 1; trial <= 20; trial++)
        {
            Counting pieces = new(runs);
            WorkerPool.For(runs.Length, ref pieces);
            Assert.All(runs, times => Assert.Equal(trial, times));
            Thread.Sleep(trial % 3);
        }
    }

    // Around the time after which caller and workers stop watching and sleep.
    [Fact]
    public void Pieces_that_end_while_the_caller_falls_asleep_are_not_waited_for_in_vain()
    {
        int[] runs = new int[2];
        for (int trial = 0; trial < 20_000; trial++)
        {
            Lasting pieces = new(runs, trial % 2, trial % 400 * 200);
            WorkerPool.For(2, ref pieces);
        }

        Assert.Equal([20_000, 20_000], runs);
    }

    [Fact]
    public void Pieces_started_inside_a_piece_run_one_after_another_on_its_thread()
    {
        int[] threads = new int[16 * 16];
        Outer pieces = new(threads);
        WorkerPool.For(16, ref pieces);
        foreach (int[] row in threads.Chunk(16))
        {
            Assert.Single(row.Distinct());
            Assert.NotEqual(0, row[0]);
        }
    }

    [Fact]
    public void Several_threads_may_start_pieces_at_the_same_time()
    {
        int[][] runs = [.. Enumerable.Range(0, 4).Select(_ => new int[100])];
        Thread[] threads = [.. runs.Select(own => new Thread(() =>
        {
            for (int trial = 0; trial < 500; trial++)
            {
                Counting pieces = new(own);
                WorkerPool.For(own.Length, ref pieces);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(runs.SelectMany(own => own), times => Assert.Equal(500, times));
    }

    [Fact]
    public void The_failure_with_the_smallest_number_comes_out_and_the_workers_go_on()
    {
        for (int trial = 0; trial < 200; trial++)
        {
            int[] runs = new int[200];
            Failing failing = new(runs);
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => WorkerPool.For(runs.Length, ref failing));
            Assert.Equal("piece 37", error.Message);
            Assert.All(runs[..37], times => Assert.Equal(1, times));
            Counting pieces = new(runs);
            Array.Clear(runs);
            WorkerPool.For(runs.Length, ref pieces);
            Assert.All(runs, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void An_interrupted_caller_waits_until_its_pieces_are_done()
    {
        if (ParallelLoop.ThreadCount == 1)
        {
            return;
        }

        using ManualResetEventSlim begun = new(), mayEnd = new();
        bool isDone = false, wasDone = false, isInterrupted = false;
        Thread caller = new(() =>
        {
            try
            {
                // Another test may have the workers, or they wake late; then the caller does both pieces and tries again.
                while (!begun.IsSet)
                {
                    Held pieces = new(Environment.CurrentManagedThreadId, begun, mayEnd, () => Volatile.Write(ref isDone, true));
                    WorkerPool.For(2, ref pieces);
                }

                wasDone = Volatile.Read(ref isDone);
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        });
        caller.Start();
        begun.Wait();
        SpinWait.SpinUntil(() => (caller.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0);
        caller.Interrupt();
        caller.Join(50);
        mayEnd.Set();
        caller.Join();
        Assert.True(wasDone);
        Assert.True(isInterrupted);
    }

    [Fact]
    public void Starting_pieces_allocates_nothing()
    {
        int[] runs = new int[8];
        Counting pieces = new(runs);
        WorkerPool.For(runs.Length, ref pieces);
        long own = GC.GetAllocatedBytesForCurrentThread();
        for (int trial = 0; trial < 100; trial++)
        {
            WorkerPool.For(runs.Length, ref pieces);
        }

        Assert.Equal(own, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Pieces_may_hold_spans()
    {
        Span<int> values = stackalloc int[40];
        Filling pieces = new(values);
        WorkerPool.For(values.Length, ref pieces);
        Assert.Equal(Enumerable.Range(0, 40), values.ToArray());
    }

    [Fact]
    public void Small_work_is_not_cut()
    {
        Assert.Equal(1, WorkerPool.Pieces(1000, 100));
        Assert.Equal(ParallelLoop.ThreadCount == 1 ? 1 : 3, WorkerPool.Pieces(long.MaxValue, 3));
        WorkerPool.IsSerial = true;
        Assert.Equal(1, WorkerPool.Pieces(long.MaxValue, 3));
        WorkerPool.IsSerial = false;
    }

    [Fact]
    public void Work_is_cut_finely_only_on_the_thread_that_asks_for_it()
    {
        using TinyPieces pieces = new();
        Assert.Equal(1, WorkerPool.SmallestPiece);
        long other = 0;
        Thread thread = new(() => other = WorkerPool.SmallestPiece);
        thread.Start();
        thread.Join();
        Assert.Equal(125_000, other);
    }

    // The caller's pieces are short, the worker's one lasts until it may end.
    private readonly struct Held(int caller, ManualResetEventSlim begun, ManualResetEventSlim mayEnd, Action done) : IPieces
    {
        public void Run(int piece)
        {
            if (Environment.CurrentManagedThreadId != caller)
            {
                begun.Set();
                mayEnd.Wait();
                done();
                return;
            }

            long start = Stopwatch.GetTimestamp();
            while (!begun.IsSet && Stopwatch.GetElapsedTime(start).TotalMilliseconds < 20)
            {
                Thread.SpinWait(20);
            }
        }
    }

    private readonly struct Counting(int[] runs) : IPieces
    {
        public void Run(int piece) => Interlocked.Increment(ref runs[piece]);
    }

    private readonly struct Lasting(int[] runs, int longest, int nanoseconds) : IPieces
    {
        public void Run(int piece)
        {
            runs[piece]++;
            long start = Stopwatch.GetTimestamp();
            while (piece == longest && Stopwatch.GetElapsedTime(start).TotalNanoseconds < nanoseconds)
            {
            }
        }
    }

    private readonly struct Failing(int[] runs) : IPieces
    {
        public void Run(int piece)
        {
            Interlocked.Increment(ref runs[piece]);
            if (piece % 50 == 37)
            {
                throw new InvalidOperationException($"piece {piece}");
            }
        }
    }

    private readonly struct Outer(int[] threads) : IPieces
    {
        public void Run(int piece)
        {
            Inner pieces = new(threads, piece * 16);
            WorkerPool.For(16, ref pieces);
        }
    }

    private readonly struct Inner(int[] threads, int first) : IPieces
    {
        public void Run(int piece) => threads[first + piece] = Environment.CurrentManagedThreadId;
    }

    private readonly ref struct Filling(Span<int> values) : IPieces
    {
        private readonly Span<int> _values = values;

        public void Run(int piece) => _values[piece] = piece;
    }
}
