using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <inheritdoc cref="TensorKernels.Add"/>
    public static void Add<T>(T wholeFactor, ReadOnlySpan<T> whole, T partFactor, ReadOnlySpan<T> part, Span<T> target)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] = T.FusedMultiplyAdd(partFactor, part[index % part.Length], wholeFactor * whole[index]);
        }
    }

    /// <inheritdoc cref="TensorKernels.Multiply"/>
    public static void Multiply<T>(ReadOnlySpan<T> whole, ReadOnlySpan<T> part, Span<T> target, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < target.Length; index++)
        {
            target[index] = T.FusedMultiplyAdd(whole[index], part[index % part.Length], accumulate ? target[index] : T.Zero);
        }
    }

    /// <inheritdoc cref="TensorKernels.ScaleRows"/>
    public static void ScaleRows<T>(ReadOnlySpan<T> factors, ReadOnlySpan<T> values, Span<T> target, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        int columns = values.Length / factors.Length;
        for (int index = 0; index < target.Length; index++)
        {
            target[index] = T.FusedMultiplyAdd(factors[index / columns], values[index], accumulate ? target[index] : T.Zero);
        }
    }

    /// <inheritdoc cref="TensorKernels.SumColumns"/>
    public static void SumColumns<T>(T factor, ReadOnlySpan<T> values, Span<T> target, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        Start(target, accumulate);
        for (int index = 0; index < values.Length; index++)
        {
            ref T sum = ref target[index % target.Length];
            sum = T.FusedMultiplyAdd(factor, values[index], sum);
        }
    }

    /// <inheritdoc cref="TensorKernels.SumColumnsOfProduct"/>
    public static void SumColumnsOfProduct<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> target, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        Start(target, accumulate);
        for (int index = 0; index < first.Length; index++)
        {
            ref T sum = ref target[index % target.Length];
            sum = T.FusedMultiplyAdd(first[index], second[index], sum);
        }
    }

    /// <inheritdoc cref="TensorKernels.RowDot"/>
    public static void RowDot<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> target)
        where T : IFloatingPointIeee754<T>
    {
        int columns = first.Length / target.Length;
        for (int row = 0; row < target.Length; row++)
        {
            Span<T> lanes = new T[8];
            for (int column = 0; column < columns; column++)
            {
                lanes[column % 8] = T.FusedMultiplyAdd(first[(row * columns) + column], second[(row * columns) + column], lanes[column % 8]);
            }

            target[row] = SumLanes<T>(lanes);
        }
    }

    /// <inheritdoc cref="TensorKernels.Exp"/>
    public static void Exp<T>(ReadOnlySpan<T> values, Span<T> target)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < values.Length; index++)
        {
            target[index] = ReferenceMath.Exp(values[index]);
        }
    }

    /// <inheritdoc cref="TensorKernels.AddNumber"/>
    public static void AddNumber<T>(T number, Span<T> target)
        where T : IFloatingPointIeee754<T>
    {
        foreach (ref T value in target)
        {
            value += number;
        }
    }

    /// <inheritdoc cref="ElementKernels.Scale"/>
    public static void Scale<T>(T factor, ReadOnlySpan<T> values, Span<T> target, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < values.Length; index++)
        {
            target[index] = T.FusedMultiplyAdd(factor, values[index], accumulate ? target[index] : T.Zero);
        }
    }

    /// <inheritdoc cref="TensorKernels.CopyColumns"/>
    public static void CopyColumns<T>(
        ReadOnlySpan<T> from, int fromColumns, int fromStart, Span<T> to, int toColumns, int toStart, int length, int rows, bool accumulate)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < rows * length; index++)
        {
            int row = index / length, column = index % length;
            T value = from[(row * fromColumns) + fromStart + column];
            ref T target = ref to[(row * toColumns) + toStart + column];
            target = accumulate ? target + value : value;
        }
    }

    /// <inheritdoc cref="PartSums.Add"/>
    public static void AddParts<T>(ReadOnlySpan<T> parts, int partStride, int partCount, Span<T> target, bool accumulate, int count)
        where T : IFloatingPointIeee754<T>
    {
        for (int index = 0; index < count; index++)
        {
            T sum = accumulate ? target[index] : T.Zero;
            for (int number = 0; number < partCount; number++)
            {
                sum += parts[(number * partStride) + index];
            }

            target[index] = sum;
        }
    }

    private static void Start<T>(Span<T> target, bool accumulate)
    {
        if (!accumulate)
        {
            target.Clear();
        }
    }
}
