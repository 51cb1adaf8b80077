namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="PairwiseRankingKernel"/>: the same bits.</summary>
internal static class PairwiseRankingReference
{
    /// <inheritdoc cref="PairwiseRankingKernel.Train"/>
    public static void Train(
        Span<float> users, Span<float> items, Span<float> offsets, int stride, ReadOnlySpan<int> triples, float learningRate, float regularization)
    {
        float keep = 1 - (learningRate * regularization);
        float[] lanes = new float[8];
        for (int place = 0; place < triples.Length; place += 3)
        {
            (int user, int better, int worse) = (triples[place], triples[place + 1], triples[place + 2]);
            if (worse < 0)
            {
                continue;
            }

            Span<float> own = users.Slice(user * stride, stride), liked = items.Slice(better * stride, stride), other = items.Slice(worse * stride, stride);
            Array.Clear(lanes);
            for (int index = 0; index < stride; index++)
            {
                lanes[index % 8] = MathF.FusedMultiplyAdd(own[index], liked[index] - other[index], lanes[index % 8]);
            }

            float difference = ReductionsReference.SumLanes<float>(lanes) + (offsets.IsEmpty ? 0 : offsets[better] - offsets[worse]);
            float slope = learningRate * VectorMath.Sigmoid(-difference);
            for (int index = 0; index < stride; index++)
            {
                (float mine, float first, float second) = (own[index], liked[index], other[index]);
                own[index] = MathF.FusedMultiplyAdd(slope, first - second, mine * keep);
                liked[index] = MathF.FusedMultiplyAdd(slope, mine, first * keep);
                other[index] = MathF.FusedMultiplyAdd(-slope, mine, second * keep);
            }

            if (!offsets.IsEmpty)
            {
                offsets[better] = MathF.FusedMultiplyAdd(keep, offsets[better], slope);
                offsets[worse] = MathF.FusedMultiplyAdd(keep, offsets[worse], -slope);
            }
        }
    }
}
