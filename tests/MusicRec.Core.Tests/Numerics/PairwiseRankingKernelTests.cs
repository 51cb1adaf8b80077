using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class PairwiseRankingKernelTests
{
    [Theory]
    [InlineData(8, true)]
    [InlineData(64, false)]
    [InlineData(72, true)]
    public void Steps_equal_the_plain_loops(int stride, bool hasOffsets)
    {
        RandomStream random = new((ulong)stride);
        float[] users = SameBits.Random(random, 7 * stride), items = SameBits.Random(random, 11 * stride), offsets = hasOffsets ? SameBits.Random(random, 11) : [];
        int[] triples = [.. Enumerable.Range(0, 200).SelectMany(_ => Triple(random))];
        float[] expectedUsers = [.. users], expectedItems = [.. items], expectedOffsets = [.. offsets];
        PairwiseRankingReference.Train(expectedUsers, expectedItems, expectedOffsets, stride, triples, 0.05f, 0.02f);
        PairwiseRankingKernel.Train(users, items, offsets, stride, triples, 0.05f, 0.02f);
        SameBits.Assert(expectedUsers, users);
        SameBits.Assert(expectedItems, items);
        SameBits.Assert(expectedOffsets, offsets);
    }

    [Fact]
    public void Triples_that_do_not_fit_are_refused()
    {
        float[] users = new float[16], items = new float[24];
        void Try(int[] triples, float[] offsets) => PairwiseRankingKernel.Train(users, items, offsets, 8, triples, 0.1f, 0);
        Try([1, 2, 0], new float[3]);
        Try([1, 2, -1], []);
        Assert.Throws<ArgumentException>(() => Try([2, 0, 1], []));
        Assert.Throws<ArgumentException>(() => Try([0, 3, 1], []));
        Assert.Throws<ArgumentException>(() => Try([0, -1, 1], []));
        Assert.Throws<ArgumentException>(() => Try([0, 0, 3], []));
        Assert.Throws<ArgumentException>(() => Try([0, 0], []));
        Assert.Throws<ArgumentException>(() => Try([0, 0, 1], new float[2]));
    }

    // Now and then a listener has all items.
    private static int[] Triple(RandomStream random)
    {
        int better = random.NextInt32(11), worse = random.NextInt32(12) - 1;
        return [random.NextInt32(7), better, worse == better ? -1 : worse];
    }
}
