using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// The two innermost loops of convolutions, twelve sums in registers each. Nothing may be called from them, or the sums
/// would live in memory.
/// </summary>
internal static unsafe class ConvolutionTiles
{
    /// <summary>
    /// Outputs of four channels at three groups of eight neighbouring places: start + Σ weight · input over the taps in order.
    /// </summary>
    /// <param name="weights">[taps, 4].</param>
    /// <param name="input0">Where the first group's tap of offset 0 stands.</param>
    /// <param name="input1">The same for the second group.</param>
    /// <param name="input2">The same for the third group.</param>
    /// <param name="offsets">Where each tap stands, [taps].</param>
    /// <param name="taps">How many there are.</param>
    /// <param name="bias">What the four channels start from; null for 0.</param>
    /// <param name="accumulate">Whether they start from what stands in the outputs instead.</param>
    /// <param name="rectify">Whether max(0, x) is written.</param>
    /// <param name="output0">The first group of the first channel.</param>
    /// <param name="output1">The second group.</param>
    /// <param name="output2">The third group.</param>
    /// <param name="channelStride">Distance to the same group of the next channel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outputs(
        float* weights, float* input0, float* input1, float* input2, int* offsets, int taps, float* bias, bool accumulate, bool rectify,
        float* output0, float* output1, float* output2, nint channelStride)
    {
        Vector256<float> a0, a1, a2, b0, b1, b2, c0, c1, c2, d0, d1, d2;
        if (accumulate)
        {
            a0 = Vector256.Load(output0);
            a1 = Vector256.Load(output1);
            a2 = Vector256.Load(output2);
            b0 = Vector256.Load(output0 + channelStride);
            b1 = Vector256.Load(output1 + channelStride);
            b2 = Vector256.Load(output2 + channelStride);
            c0 = Vector256.Load(output0 + (2 * channelStride));
            c1 = Vector256.Load(output1 + (2 * channelStride));
            c2 = Vector256.Load(output2 + (2 * channelStride));
            d0 = Vector256.Load(output0 + (3 * channelStride));
            d1 = Vector256.Load(output1 + (3 * channelStride));
            d2 = Vector256.Load(output2 + (3 * channelStride));
        }
        else if (bias != null)
        {
            a0 = a1 = a2 = Vector256.Create(bias[0]);
            b0 = b1 = b2 = Vector256.Create(bias[1]);
            c0 = c1 = c2 = Vector256.Create(bias[2]);
            d0 = d1 = d2 = Vector256.Create(bias[3]);
        }
        else
        {
            a0 = a1 = a2 = b0 = b1 = b2 = c0 = c1 = c2 = d0 = d1 = d2 = Vector256<float>.Zero;
        }

        for (int* end = offsets + taps; offsets < end; offsets++)
        {
            nint offset = *offsets;
            Vector256<float> x0 = Vector256.Load(input0 + offset), x1 = Vector256.Load(input1 + offset), x2 = Vector256.Load(input2 + offset);
            Vector256<float> weight = Vector256.Create(weights[0]);
            a0 = Vector256.FusedMultiplyAdd(weight, x0, a0);
            a1 = Vector256.FusedMultiplyAdd(weight, x1, a1);
            a2 = Vector256.FusedMultiplyAdd(weight, x2, a2);
            weight = Vector256.Create(weights[1]);
            b0 = Vector256.FusedMultiplyAdd(weight, x0, b0);
            b1 = Vector256.FusedMultiplyAdd(weight, x1, b1);
            b2 = Vector256.FusedMultiplyAdd(weight, x2, b2);
            weight = Vector256.Create(weights[2]);
            c0 = Vector256.FusedMultiplyAdd(weight, x0, c0);
            c1 = Vector256.FusedMultiplyAdd(weight, x1, c1);
            c2 = Vector256.FusedMultiplyAdd(weight, x2, c2);
            weight = Vector256.Create(weights[3]);
            d0 = Vector256.FusedMultiplyAdd(weight, x0, d0);
            d1 = Vector256.FusedMultiplyAdd(weight, x1, d1);
            d2 = Vector256.FusedMultiplyAdd(weight, x2, d2);
            weights += 4;
        }

        if (rectify)
        {
            Vector256<float> zero = Vector256<float>.Zero;
            a0 = Vector256.ConditionalSelect(Vector256.LessThan(a0, zero), zero, a0);
            a1 = Vector256.ConditionalSelect(Vector256.LessThan(a1, zero), zero, a1);
            a2 = Vector256.ConditionalSelect(Vector256.LessThan(a2, zero), zero, a2);
            b0 = Vector256.ConditionalSelect(Vector256.LessThan(b0, zero), zero, b0);
            b1 = Vector256.ConditionalSelect(Vector256.LessThan(b1, zero), zero, b1);
            b2 = Vector256.ConditionalSelect(Vector256.LessThan(b2, zero), zero, b2);
            c0 = Vector256.ConditionalSelect(Vector256.LessThan(c0, zero), zero, c0);
            c1 = Vector256.ConditionalSelect(Vector256.LessThan(c1, zero), zero, c1);
            c2 = Vector256.ConditionalSelect(Vector256.LessThan(c2, zero), zero, c2);
            d0 = Vector256.ConditionalSelect(Vector256.LessThan(d0, zero), zero, d0);
            d1 = Vector256.ConditionalSelect(Vector256.LessThan(d1, zero), zero, d1);
            d2 = Vector256.ConditionalSelect(Vector256.LessThan(d2, zero), zero, d2);
        }

        a0.Store(output0);
        a1.Store(output1);
        a2.Store(output2);
        b0.Store(output0 + channelStride);
        b1.Store(output1 + channelStride);
        b2.Store(output2 + channelStride);
        c0.Store(output0 + (2 * channelStride));
        c1.Store(output1 + (2 * channelStride));
        c2.Store(output2 + (2 * channelStride));
        d0.Store(output0 + (3 * channelStride));
        d1.Store(output1 + (3 * channelStride));
        d2.Store(output2 + (3 * channelStride));
    }

    /// <summary>
    /// Weight gradients of four output channels at three taps: adds Σ gradient · input over rows of whole vectors to eight
    /// lanes each. Gradients past the end of a row are zeros.
    /// </summary>
    /// <param name="gradients0">The first channel's gradients.</param>
    /// <param name="gradients1">The second channel's.</param>
    /// <param name="gradients2">The third channel's.</param>
    /// <param name="gradients3">The fourth channel's.</param>
    /// <param name="gradientRow">Distance of their rows.</param>
    /// <param name="input0">What the first tap meets at the first output.</param>
    /// <param name="input1">The second tap.</param>
    /// <param name="input2">The third tap.</param>
    /// <param name="inputRow">Distance of their rows.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="width">Numbers per row, a multiple of 8.</param>
    /// <param name="lanes">[4, 3, 8].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(
        float* gradients0, float* gradients1, float* gradients2, float* gradients3, nint gradientRow,
        float* input0, float* input1, float* input2, nint inputRow, int rows, int width, float* lanes)
    {
        Vector256<float> a0 = Vector256.Load(lanes), a1 = Vector256.Load(lanes + 8), a2 = Vector256.Load(lanes + 16);
        Vector256<float> b0 = Vector256.Load(lanes + 24), b1 = Vector256.Load(lanes + 32), b2 = Vector256.Load(lanes + 40);
        Vector256<float> c0 = Vector256.Load(lanes + 48), c1 = Vector256.Load(lanes + 56), c2 = Vector256.Load(lanes + 64);
        Vector256<float> d0 = Vector256.Load(lanes + 72), d1 = Vector256.Load(lanes + 80), d2 = Vector256.Load(lanes + 88);
        for (int row = 0; row < rows; row++)
        {
            for (nint column = 0; column < width; column += 8)
            {
                Vector256<float> x0 = Vector256.Load(input0 + column), x1 = Vector256.Load(input1 + column), x2 = Vector256.Load(input2 + column);
                Vector256<float> gradient = Vector256.Load(gradients0 + column);
                a0 = Vector256.FusedMultiplyAdd(gradient, x0, a0);
                a1 = Vector256.FusedMultiplyAdd(gradient, x1, a1);
                a2 = Vector256.FusedMultiplyAdd(gradient, x2, a2);
                gradient = Vector256.Load(gradients1 + column);
                b0 = Vector256.FusedMultiplyAdd(gradient, x0, b0);
                b1 = Vector256.FusedMultiplyAdd(gradient, x1, b1);
                b2 = Vector256.FusedMultiplyAdd(gradient, x2, b2);
                gradient = Vector256.Load(gradients2 + column);
                c0 = Vector256.FusedMultiplyAdd(gradient, x0, c0);
                c1 = Vector256.FusedMultiplyAdd(gradient, x1, c1);
                c2 = Vector256.FusedMultiplyAdd(gradient, x2, c2);
                gradient = Vector256.Load(gradients3 + column);
                d0 = Vector256.FusedMultiplyAdd(gradient, x0, d0);
                d1 = Vector256.FusedMultiplyAdd(gradient, x1, d1);
                d2 = Vector256.FusedMultiplyAdd(gradient, x2, d2);
            }

            gradients0 += gradientRow;
            gradients1 += gradientRow;
            gradients2 += gradientRow;
            gradients3 += gradientRow;
            input0 += inputRow;
            input1 += inputRow;
            input2 += inputRow;
        }

        a0.Store(lanes);
        a1.Store(lanes + 8);
        a2.Store(lanes + 16);
        b0.Store(lanes + 24);
        b1.Store(lanes + 32);
        b2.Store(lanes + 40);
        c0.Store(lanes + 48);
        c1.Store(lanes + 56);
        c2.Store(lanes + 64);
        d0.Store(lanes + 72);
        d1.Store(lanes + 80);
        d2.Store(lanes + 88);
    }

    /// <summary>
    /// <see cref="Outputs"/> over a field of places, [height, width], of any width and any number of channels.
    /// </summary>
    /// <param name="weights">[channels / 4 rounded up, taps, 4].</param>
    /// <param name="input">Where the tap of offset 0 of the first place stands.</param>
    /// <param name="inputRow">Distance of rows there; vectors are read whole.</param>
    /// <param name="offsets">[taps].</param>
    /// <param name="taps">How many there are.</param>
    /// <param name="bias">[channels], with slack; null for 0.</param>
    /// <param name="accumulate">Whether the result is added to what stands in the output.</param>
    /// <param name="rectify">Whether max(0, x) is written.</param>
    /// <param name="output">The first place of the first channel.</param>
    /// <param name="outputRow">Distance of rows there.</param>
    /// <param name="outputColumn">Distance of columns there.</param>
    /// <param name="channelStride">Distance of channels there.</param>
    /// <param name="channels">How many there are.</param>
    /// <param name="height">Rows of places.</param>
    /// <param name="width">Places in a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Field(
        float* weights, float* input, nint inputRow, int* offsets, int taps, float* bias, bool accumulate, bool rectify,
        float* output, nint outputRow, nint outputColumn, nint channelStride, int channels, int height, int width)
    {
        const int PartLength = 4 * 3 * 8;
        float* part = stackalloc float[PartLength];
        int rowVectors = (width + 7) / 8, groups = height * rowVectors;
        for (int group = 0; group < groups; group += 3)
        {
            // Past the last group it is worked out again: all starts are read before anything is written.
            int second = Math.Min(group + 1, groups - 1), third = Math.Min(group + 2, groups - 1);
            int row0 = group / rowVectors, row1 = second / rowVectors, row2 = third / rowVectors;
            int column0 = 8 * (group - (row0 * rowVectors)), column1 = 8 * (second - (row1 * rowVectors)), column2 = 8 * (third - (row2 * rowVectors));
            float* input0 = input + (row0 * inputRow) + column0;
            float* input1 = input + (row1 * inputRow) + column1;
            float* input2 = input + (row2 * inputRow) + column2;
            float* output0 = output + (row0 * outputRow) + (column0 * outputColumn);
            float* output1 = output + (row1 * outputRow) + (column1 * outputColumn);
            float* output2 = output + (row2 * outputRow) + (column2 * outputColumn);
            int count0 = Math.Min(8, width - column0), count1 = Math.Min(8, width - column1), count2 = Math.Min(8, width - column2);
            bool whole = outputColumn == 1 && count0 + count1 + count2 == 24;
            for (int channel = 0; channel < channels; channel += 4)
            {
                float* packed = weights + ((nint)channel * taps);
                float* start = bias == null ? null : bias + channel;
                nint first = channel * channelStride;
                if (whole && channel + 4 <= channels)
                {
                    Outputs(
                        packed, input0, input1, input2, offsets, taps, start, accumulate, rectify,
                        output0 + first, output1 + first, output2 + first, channelStride);
                    continue;
                }

                int live = Math.Min(4, channels - channel);
                if (accumulate)
                {
                    for (int index = 0; index < live; index++)
                    {
                        nint from = first + (index * channelStride);
                        CopyLanes(output0 + from, outputColumn, part + (24 * index), 1, count0);
                        CopyLanes(output1 + from, outputColumn, part + (24 * index) + 8, 1, count1);
                        CopyLanes(output2 + from, outputColumn, part + (24 * index) + 16, 1, count2);
                    }
                }

                Outputs(packed, input0, input1, input2, offsets, taps, start, accumulate, rectify, part, part + 8, part + 16, 24);
                for (int index = 0; index < live; index++)
                {
                    nint to = first + (index * channelStride);
                    CopyLanes(part + (24 * index), 1, output0 + to, outputColumn, count0);
                    CopyLanes(part + (24 * index) + 8, 1, output1 + to, outputColumn, count1);
                    CopyLanes(part + (24 * index) + 16, 1, output2 + to, outputColumn, count2);
                }
            }
        }
    }

    private static void CopyLanes(float* from, nint fromStride, float* to, nint toStride, int count)
    {
        for (int lane = 0; lane < count; lane++)
        {
            to[lane * toStride] = from[lane * fromStride];
        }
    }
}
