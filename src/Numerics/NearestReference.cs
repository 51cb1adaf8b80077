namespace MusicRec.Numerics;

/// <summary>What <see cref="NearestKernel"/> computes, as plain loops.</summary>
internal static class NearestReference
{
    /// <inheritdoc cref="NearestKernel.Scores"/>
    public static void Scores(ReadOnlySpan<float> panels, ReadOnlySpan<float> query, Span<float> scores)
    {
        for (int row = 0; row < scores.Length; row++)
        {
            int place = (row / NearestKernel.Height * NearestKernel.Height * query.Length) + (row % NearestKernel.Height);
            float sum = 0;
            for (int column = 0; column < query.Length; column++)
            {
                sum = MathF.FusedMultiplyAdd(query[column], panels[place + (column * NearestKernel.Height)], sum);
            }

            scores[row] = sum;
        }
    }
}
