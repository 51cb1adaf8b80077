using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class ParallelLoopTests
{
    [Fact]
    public void Every_piece_runs_once()
    {
        int[] runs = new int[1_000];
        ParallelLoop.For(runs.Length, piece => Interlocked.Increment(ref runs[piece]));
        Assert.All(runs, times => Assert.Equal(1, times));
        ParallelLoop.For(0, _ => Assert.Fail("There is no piece to run."));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParallelLoop.For(-1, _ => { }));
    }

    // What a caller catches must not depend on the machine's processors or on which thread was faster.
    [Fact]
    public void The_failure_with_the_smallest_number_comes_out_as_it_was_thrown()
    {
        for (int trial = 0; trial < 50; trial++)
        {
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => ParallelLoop.For(200, piece =>
            {
                if (piece % 50 == 37)
                {
                    throw new InvalidOperationException($"piece {piece}");
                }
            }));
            Assert.Equal("piece 37", error.Message);
        }
    }
}
