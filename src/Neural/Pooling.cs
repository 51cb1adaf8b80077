using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>The largest number under a window that moves over each channel of an image, as PyTorch's MaxPool2d.</summary>
public sealed class MaxPool2d : Module<Tensor>
{
    /// <summary>A layer without parameters.</summary>
    /// <param name="kernelSize">Rows and columns of the window, 1 or more.</param>
    /// <param name="stride">Steps from one place of the window to the next, 1 or more; by default the size of the window.</param>
    /// <param name="padding">Rows and columns on each side of the image where the window may stand over, 0 to half the window's size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MaxPool2d(int kernelSize, int? stride = null, int padding = 0)
    {
        Throw.IfBelow(kernelSize, 1);
        Throw.IfBelow(stride ?? kernelSize, 1, nameof(stride));
        Throw.IfOutside(padding, 0, kernelSize / 2);
        (KernelSize, Stride, Padding) = (kernelSize, stride ?? kernelSize, padding);
    }

    /// <summary>Rows and columns of the window.</summary>
    public int KernelSize { get; }

    /// <summary>Steps from one place of the window to the next.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns on each side of the image where the window may stand over.</summary>
    public int Padding { get; }

    /// <summary>The largest numbers.</summary>
    /// <param name="input">[batch, channels, height, width]; with the padding not smaller than the window.</param>
    /// <returns>[batch, channels, (height + 2 · padding − kernel) / stride + 1 rounded down, the same of the width].</returns>
    /// <exception cref="ArgumentException">The input has another shape or is too small.</exception>
    public override Tensor Forward(Tensor input)
    {
        Shape shape = Images.Check(nameof(MaxPool2d), input);
        if ((long)shape[2] + (2L * Padding) < KernelSize || (long)shape[3] + (2L * Padding) < KernelSize)
        {
            Throw.WrongShape(
                nameof(MaxPool2d), nameof(input), shape.ToString(), $"height and width that with a padding of {Padding} are not smaller than the window's {KernelSize} × {KernelSize}");
        }

        PoolShape pool = new(shape[0] * shape[1], shape[2], shape[3], KernelSize, KernelSize, Stride, Stride, Padding);
        return MaxPoolOperation.Forward(input, pool, new Shape(shape[0], shape[1], pool.OutputHeight, pool.OutputWidth));
    }
}

/// <summary>The mean over each channel of an image: [batch, channels, height, width] gives [batch, channels].</summary>
public sealed class GlobalAveragePool2d : Module<Tensor>
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has another rank, or images without numbers.</exception>
    public override Tensor Forward(Tensor input)
    {
        Images.Check(nameof(GlobalAveragePool2d), input);
        return AveragePoolOperation.Forward(input);
    }
}

/// <summary>The largest number of each channel of an image: [batch, channels, height, width] gives [batch, channels].</summary>
public sealed class GlobalMaxPool2d : Module<Tensor>
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has another rank, or images without numbers.</exception>
    public override Tensor Forward(Tensor input)
    {
        Shape shape = Images.Check(nameof(GlobalMaxPool2d), input);
        PoolShape pool = new(shape[0] * shape[1], shape[2], shape[3], shape[2], shape[3], shape[2], shape[3], 0);
        return MaxPoolOperation.Forward(input, pool, new Shape(shape[0], shape[1]));
    }
}

/// <summary>All axes but the first as one: [batch, channels, height, width] gives [batch, channels · height · width].</summary>
public sealed class Flatten : Module<Tensor>
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int batch = input.Shape[0], rest = 1;
        for (int axis = 1; axis < input.Shape.Rank; axis++)
        {
            rest *= input.Shape[axis];
        }

        return input.Reshape(batch, rest);
    }
}

internal static class Images
{
    /// <summary>The shape of <paramref name="input"/> when it is [batch, channels, height, width] with images that are not empty.</summary>
    public static Shape Check(string operation, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape shape = input.Shape;
        if (shape.Rank != 4 || shape[2] == 0 || shape[3] == 0)
        {
            Throw.WrongShape(operation, nameof(input), shape.ToString(), "[batch, channels, height, width], height and width 1 or more");
        }

        return shape;
    }
}

internal sealed class MaxPoolOperation : Operation
{
    // Kept, because code that is not yet optimised allocates to read a constant list of sizes.
    private static readonly Shape _noPlaces = new(0);
    private PoolShape _shape;
    private Tensor _input = null!;
    private IndexTensor _places = null!;

    public static Tensor Forward(Tensor input, in PoolShape shape, Shape result)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(result, input.RequiresGradient);
        IndexTensor places = tape.NewIndexTensor(shape.IsHalving ? _noPlaces : result);
        MaxPoolKernel.Forward(shape, input.Values, output.Values, places.Values);
        if (output.RequiresGradient)
        {
            MaxPoolOperation operation = tape.Remember<MaxPoolOperation>(output);
            operation._shape = shape;
            operation._input = input;
            operation._places = places;
        }

        return output;
    }

    public override void Backward()
    {
        Span<float> target = _input.GradientToWrite(out bool accumulate);
        MaxPoolKernel.Backward(_shape, _input.Values, _places.Values, Output.Gradient, target, accumulate);
    }
}

internal sealed class AveragePoolOperation : Operation
{
    private Tensor _input = null!;

    public static Tensor Forward(Tensor input)
    {
        Tape tape = Tape.Current;
        Shape shape = input.Shape;
        Tensor output = tape.NewTensor(new Shape(shape[0], shape[1]), input.RequiresGradient);
        AveragePoolKernel.Forward(input.PaddedValues, output.Values, shape[0] * shape[1], shape[2] * shape[3]);
        if (output.RequiresGradient)
        {
            tape.Remember<AveragePoolOperation>(output)._input = input;
        }

        return output;
    }

    public override void Backward()
    {
        Span<float> target = _input.GradientToWrite(out bool accumulate);
        AveragePoolKernel.Backward(Output.Gradient, target, accumulate, Output.Shape.Count, _input.Shape[2] * _input.Shape[3]);
    }
}
