using System.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="MaxPoolKernel.Forward"/>
    public static void MaxPool<T>(in PoolShape shape, ReadOnlySpan<T> values, Span<T> result, Span<int> places)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < result.Length; index++)
        {
            int plane = index / shape.OutputPlane * shape.Plane, place = -1;
            int top = (index % shape.OutputPlane / shape.OutputWidth * shape.StrideDown) - shape.Padding;
            int left = (index % shape.OutputWidth * shape.StrideAcross) - shape.Padding;
            for (int window = 0; window < shape.WindowHeight * shape.WindowWidth; window++)
            {
                int y = top + (window / shape.WindowWidth), x = left + (window % shape.WindowWidth);
                if (y < 0 || y >= shape.Height || x < 0 || x >= shape.Width)
                {
                    continue;
                }

                T value = values[plane + (y * shape.Width) + x];
                if (place < 0 || value > values[plane + place] || (T.IsNaN(value) && !T.IsNaN(values[plane + place])))
                {
                    place = (y * shape.Width) + x;
                }
            }

            result[index] = values[plane + place];
            places[index] = place;
        }
    }

    /// <summary>Adds each gradient to that of the number that was the largest.</summary>
    /// <inheritdoc cref="MaxPoolKernel.Backward"/>
    public static void MaxPoolBackward<T>(in PoolShape shape, ReadOnlySpan<int> places, ReadOnlySpan<T> gradients, Span<T> inputGradients)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < gradients.Length; index++)
        {
            inputGradients[(index / shape.OutputPlane * shape.Plane) + places[index]] += gradients[index];
        }
    }

    /// <inheritdoc cref="AveragePoolKernel.Forward"/>
    public static void AveragePool<T>(ReadOnlySpan<T> values, Span<T> result, int planes, int places)
        where T : IFloatingPointIeee754<T>
    {
        for (int plane = 0; plane < planes; plane++)
        {
            Span<T> lanes = new T[8];
            for (int place = 0; place < places; place++)
            {
                lanes[place % 8] += values[(plane * places) + place];
            }

            result[plane] = SumLanes(lanes) / T.CreateChecked(places);
        }
    }

    /// <summary>Adds its plane's gradient, divided by <paramref name="places"/>, to that of each number.</summary>
    /// <inheritdoc cref="AveragePoolKernel.Backward"/>
    public static void AveragePoolBackward<T>(ReadOnlySpan<T> gradients, Span<T> inputGradients, int planes, int places)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < planes * places; index++)
        {
            inputGradients[index] += gradients[index / places] / T.CreateChecked(places);
        }
    }
}
