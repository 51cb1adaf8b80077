using System.Diagnostics;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

/// <summary>When short work stays on its own thread.</summary>
[Collection(nameof(WorkerPool))]
public sealed class WorkerPoolRestTests
{
    // A worker that something else keeps from its piece is not handed short work for a while.
    [Fact]
    public void A_long_wait_brings_a_rest_and_another_soon_after_a_longer_one()
    {
        long second = Stopwatch.Frequency, now = 10 * second;
        WorkerPool.Rest rest = new();
        Assert.False(rest.IsOnAt(now));
        rest.Consider(worked: 1, waited: second / 20_000, now);
        Assert.False(rest.IsOnAt(now)); // too short a wait to matter
        rest.Consider(worked: second, waited: 3 * second, now);
        Assert.False(rest.IsOnAt(now)); // the caller had worked nearly as long

        long length = second / 200;
        for (int again = 0; again < 8; again++)
        {
            rest.Consider(worked: second / 1_000, waited: second / 100, now);
            Assert.True(rest.IsOnAt(now + length - 1));
            Assert.False(rest.IsOnAt(now + length));
            now += length + 1;
            length = Math.Min(2 * length, second / 5);
        }

        now += second;
        rest.Consider(worked: second / 1_000, waited: second / 100, now);
        Assert.True(rest.IsOnAt(now + (second / 200) - 1));
        Assert.False(rest.IsOnAt(now + (second / 200)));
    }

    [Fact]
    public void During_a_rest_short_work_stays_on_its_thread_and_long_work_does_not()
    {
        if (ParallelLoop.ThreadCount == 1)
        {
            return;
        }

        try
        {
            WorkerPool.ShortWork.Consider(worked: 1, waited: Stopwatch.Frequency, now: Stopwatch.GetTimestamp() + (100 * Stopwatch.Frequency));
            Assert.Equal(1, WorkerPool.Pieces(1_000_000, 100));
            Assert.NotEqual(1, WorkerPool.Pieces(1_000_000_000, 100));
        }
        finally
        {
            WorkerPool.ShortWork.End();
        }
    }
}
