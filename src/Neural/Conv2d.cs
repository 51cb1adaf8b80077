using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// A convolution over images, as PyTorch's Conv2d with one group: each output number is the bias plus the sum over input
/// channels, kernel rows and kernel columns of weight times input. Weights start uniform within ±1/√(inputs · kernel²).
/// </summary>
public sealed class Conv2d : Module<Tensor>
{
    /// <summary>A layer with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="inputChannels">Channels of the images that come in, 1 or more.</param>
    /// <param name="outputChannels">Channels of those that come out, 1 or more.</param>
    /// <param name="kernelSize">Rows and columns of the kernel, 1 or more.</param>
    /// <param name="random">Where the weights come from; the same stream may serve several layers, one after another.</param>
    /// <param name="stride">Steps from one place of the kernel to the next, 1 or more.</param>
    /// <param name="padding">Rows and columns of zeros on each side of the image, 0 or more.</param>
    /// <param name="bias">Whether there is a bias; before a batch normalisation it would be of no use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public Conv2d(int inputChannels, int outputChannels, int kernelSize, RandomStream random, int stride = 1, int padding = 0, bool bias = true)
    {
        Throw.IfBelow(inputChannels, 1);
        Throw.IfBelow(outputChannels, 1);
        Throw.IfBelow(kernelSize, 1);
        Throw.IfBelow(stride, 1);
        Throw.IfBelow(padding, 0);
        ArgumentNullException.ThrowIfNull(random);
        (Stride, Padding) = (stride, padding);
        double bound = 1 / Math.Sqrt((double)inputChannels * kernelSize * kernelSize);
        Weight = AddParameter("weight", new Shape(outputChannels, inputChannels, kernelSize, kernelSize));
        Weight.FillUniform(random, bound);
        if (bias)
        {
            Bias = AddParameter("bias", new Shape(outputChannels));
            Bias.FillUniform(random, bound);
        }
    }

    /// <summary>The weights, [outputs, inputs, kernel rows, kernel columns].</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, [outputs], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <summary>Steps from one place of the kernel to the next.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns of zeros on each side of the image.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, Activation.None);

    /// <summary>The layer and an activation as one operation.</summary>
    /// <param name="input">[batch, inputs, height, width]; with the padding not smaller than the kernel.</param>
    /// <param name="activation">What is applied to the result.</param>
    /// <returns>[batch, outputs, (height + 2 · padding − kernel) / stride + 1 rounded down, the same of the width].</returns>
    /// <exception cref="ArgumentException">The input has another shape or is too small, or the activation is none of those there are.</exception>
    public Tensor Forward(Tensor input, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(input);
        FusedActivation.Check(activation);
        return ConvolutionOperation.Forward(input, Weight, Bias, Stride, Padding, activation);
    }
}

/// <summary>activation(the convolution of input and weight + bias).</summary>
internal sealed class ConvolutionOperation : Operation
{
    private ConvolutionShape _shape;
    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor? _bias;
    private Tensor _planes = null!;
    private IndexTensor _offsets = null!;
    private Activation _activation;
    private Tensor? _slopes;

    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, int stride, int padding, Activation activation)
    {
        ConvolutionShape shape = ShapeFor(input.Shape, weight.Shape, stride, padding);
        Tape tape = Tape.Current;
        Tensor planes = tape.NewTensor(new Shape(shape.Batch, shape.InputPlanes), requiresGradient: false);
        Tensor packed = tape.NewTensor(new Shape(ConvolutionShape.PackedLength(shape.OutputChannels, shape.Taps)), requiresGradient: false);
        IndexTensor offsets = tape.NewIndexTensor(new Shape(shape.Taps));
        Tensor output = tape.NewTensor(
            new Shape(shape.Batch, shape.OutputChannels, shape.OutputHeight, shape.OutputWidth),
            input.RequiresGradient || weight.RequiresGradient || bias is { RequiresGradient: true });
        ConvolutionForward.Run(
            shape, input.Values, weight.Values, bias is null ? default : bias.PaddedValues, activation == Activation.Relu,
            planes.Values, packed.Values, offsets.Values, output.Values);
        Tensor? slopes = IsInKernel(activation) ? null : FusedActivation.Apply(activation, output);

        if (output.RequiresGradient)
        {
            ConvolutionOperation operation = tape.Remember<ConvolutionOperation>(output);
            operation._shape = shape;
            operation._input = input;
            operation._weight = weight;
            operation._bias = bias;
            operation._planes = planes;
            operation._offsets = offsets;
            operation._activation = activation;
            operation._slopes = slopes;
        }

        return output;
    }

    public override void Backward()
    {
        if (!IsInKernel(_activation))
        {
            FusedActivation.Backward(_activation, Output, _slopes);
        }

        Tape tape = Tape.Current;
        bool learns = _weight.RequiresGradient || _bias is { RequiresGradient: true }, accumulate = false;
        int slots = ScratchSlots.CountFor(_shape.Parts), partLength = ConvolutionBackward.PartLength(_shape);
        Tensor scratch = tape.NewTensor(new Shape(slots, ConvolutionBackward.SlotLength(_shape)), requiresGradient: false);
        IndexTensor taken = tape.NewIndexTensor(new Shape(slots));
        Tensor parts = tape.NewTensor(new Shape(learns ? _shape.Parts : 0, partLength), requiresGradient: false);
        Span<float> packed = default, inputGradients = default;
        Span<int> inputOffsets = default;
        if (_input.RequiresGradient)
        {
            packed = tape.NewTensor(new Shape(ConvolutionBackward.PackedLength(_shape)), requiresGradient: false).Values;
            inputOffsets = tape.NewIndexTensor(new Shape(_shape.OutputChannels * _shape.KernelHeight * _shape.KernelWidth)).Values;
            inputGradients = _input.GradientToWrite(out accumulate);
        }

        ConvolutionBackward.Run(
            _shape, Output.Gradient, _activation == Activation.Relu ? Output.Values : default, _weight.Values, _planes.Values, _offsets.Values,
            inputGradients, accumulate, learns ? parts.Values : default, packed, inputOffsets, scratch.Values, taken.Values);
        if (_weight.RequiresGradient)
        {
            Span<float> target = _weight.GradientToWrite(out accumulate);
            PartSums.Add(parts.PaddedValues, partLength, _shape.Parts, target, accumulate, _weight.Shape.Count);
        }

        if (_bias is { RequiresGradient: true })
        {
            Span<float> target = _bias.GradientToWrite(out accumulate);
            ReadOnlySpan<float> biasParts = _shape.Parts == 0 ? default : parts.PaddedValues[ConvolutionBackward.BiasPart(_shape)..];
            PartSums.Add(biasParts, partLength, _shape.Parts, target, accumulate, _bias.Shape.Count);
        }
    }

    private static bool IsInKernel(Activation activation) => activation is Activation.None or Activation.Relu;

    private static ConvolutionShape ShapeFor(Shape input, Shape weight, int stride, int padding)
    {
        int kernelHeight = weight[2], kernelWidth = weight[3];
        if (input.Rank != 4 || input[1] != weight[1])
        {
            Throw.WrongShape(nameof(Conv2d), "input", input.ToString(), $"[batch, {weight[1]}, height, width]");
        }

        if ((long)input[2] + (2L * padding) < kernelHeight || (long)input[3] + (2L * padding) < kernelWidth)
        {
            Throw.WrongShape(
                nameof(Conv2d), "input", input.ToString(), $"height and width that with a padding of {padding} are not smaller than the kernel's {kernelHeight} × {kernelWidth}");
        }

        return new ConvolutionShape(input[0], input[1], input[2], input[3], weight[0], kernelHeight, kernelWidth, stride, padding);
    }
}
