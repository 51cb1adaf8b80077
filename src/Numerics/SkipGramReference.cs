namespace MusicRec.Numerics;

/// <summary>The steps of <see cref="SkipGramKernel"/> as plain loops.</summary>
internal static class SkipGramReference
{
    /// <inheritdoc cref="SkipGramKernel.Train"/>
    public static void Train(
        Span<float> inputs, Span<float> outputs, int stride, ReadOnlySpan<int> contexts, ReadOnlySpan<int> targets, int targetCount, float learningRate)
    {
        SkipGramKernel.Check(inputs, outputs, stride, contexts, targets, targetCount);
        float[] work = new float[stride];
        for (int pair = 0; pair < contexts.Length; pair++)
        {
            Span<float> input = inputs.Slice(contexts[pair] * stride, stride);
            Array.Clear(work);
            for (int place = 0; place < targetCount; place++)
            {
                int target = targets[(pair * targetCount) + place];
                if (target >= 0)
                {
                    Step(input, outputs.Slice(target * stride, stride), place == 0 ? 1 : 0, learningRate, work);
                }
            }

            for (int index = 0; index < stride; index++)
            {
                input[index] += work[index];
            }
        }
    }

    private static void Step(ReadOnlySpan<float> input, Span<float> output, float label, float learningRate, Span<float> work)
    {
        float[] lanes = new float[SkipGramKernel.Width];
        for (int index = 0; index < input.Length; index++)
        {
            int lane = index % lanes.Length;
            lanes[lane] = MathF.FusedMultiplyAdd(input[index], output[index], lanes[lane]);
        }

        // The order of VectorMath.SumLanes.
        float dot = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
        float gradient = MathF.Abs(dot) < SkipGramKernel.LargestDot ? (label - SkipGramKernel.Sigmoid(dot)) * learningRate : 0;
        for (int index = 0; index < input.Length; index++)
        {
            work[index] = MathF.FusedMultiplyAdd(gradient, output[index], work[index]);
            output[index] = MathF.FusedMultiplyAdd(gradient, input[index], output[index]);
        }
    }
}
