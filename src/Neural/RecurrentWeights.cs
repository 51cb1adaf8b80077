using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>
/// Between a recurrent layer's parameters, gate after gate of the hidden size, and scratch memory, where a gate takes whole
/// vectors and a GRU's gates stand in another order.
/// </summary>
internal static class RecurrentWeights
{
    /// <summary>Lays out weight_ih as [product width, inputs].</summary>
    public static void Place(in RecurrentSizes sizes, ReadOnlySpan<float> weights, Span<float> target)
    {
        target.Clear();
        for (int place = 0; place < sizes.Gates; place++)
        {
            weights.Slice(sizes.InputGate(place) * sizes.Hidden * sizes.Inputs, sizes.Hidden * sizes.Inputs)
                .CopyTo(target[(place * sizes.Width * sizes.Inputs)..]);
        }
    }

    /// <summary>Lays out weight_hh as [product width, width].</summary>
    public static void PlaceState(in RecurrentSizes sizes, ReadOnlySpan<float> weights, Span<float> target)
    {
        target.Clear();
        for (int gate = 0; gate < sizes.Gates; gate++)
        {
            for (int unit = 0; unit < sizes.Hidden; unit++)
            {
                weights.Slice(((gate * sizes.Hidden) + unit) * sizes.Hidden, sizes.Hidden).CopyTo(target[(((gate * sizes.Width) + unit) * sizes.Width)..]);
            }
        }
    }

    /// <summary>Lays out what the sums start from, [gate width]: both biases, in a GRU's candidate apart.</summary>
    public static void PlaceBias(in RecurrentSizes sizes, ReadOnlySpan<float> inputBias, ReadOnlySpan<float> stateBias, Span<float> target)
    {
        target.Clear();
        for (int gate = 0; gate < sizes.Gates; gate++)
        {
            for (int unit = 0; unit < sizes.Hidden; unit++)
            {
                target[(gate * sizes.Width) + unit] = inputBias[(sizes.InputGate(gate) * sizes.Hidden) + unit];
            }
        }

        for (int gate = 0; gate < sizes.Gates; gate++)
        {
            for (int unit = 0; unit < sizes.Hidden; unit++)
            {
                target[sizes.HiddenStart + (gate * sizes.Width) + unit] += stateBias[(gate * sizes.Hidden) + unit];
            }
        }
    }

    /// <summary>Adds sums by scratch gate to the gradient of weight_ih or bias_ih.</summary>
    public static void AddInput(in RecurrentSizes sizes, ReadOnlySpan<float> sums, int sumStride, int columns, Tensor parameter)
    {
        if (!parameter.RequiresGradient)
        {
            return;
        }

        Span<float> target = parameter.GradientToWrite(out bool accumulate);
        for (int place = 0; place < sizes.Gates; place++)
        {
            Add(sums[(place * sizes.Width * sumStride)..], sumStride, target[(sizes.InputGate(place) * sizes.Hidden * columns)..], columns, sizes.Hidden, accumulate);
        }
    }

    /// <summary>Adds sums by scratch gate to the gradient of weight_hh or bias_hh.</summary>
    public static void AddState(in RecurrentSizes sizes, ReadOnlySpan<float> sums, int sumStride, int columns, Tensor parameter)
    {
        if (!parameter.RequiresGradient)
        {
            return;
        }

        Span<float> target = parameter.GradientToWrite(out bool accumulate);
        for (int gate = 0; gate < sizes.Gates; gate++)
        {
            Add(sums[(gate * sizes.Width * sumStride)..], sumStride, target[(gate * sizes.Hidden * columns)..], columns, sizes.Hidden, accumulate);
        }
    }

    /// <summary>Adds rows of numbers to rows that stand without gaps, or puts them there.</summary>
    private static void Add(ReadOnlySpan<float> values, int stride, Span<float> target, int columns, int rows, bool accumulate)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = values.Slice(row * stride, columns);
            Span<float> to = target.Slice(row * columns, columns);
            if (accumulate)
            {
                RecurrentKernels.Add(from, to);
            }
            else
            {
                from.CopyTo(to);
            }
        }
    }
}
