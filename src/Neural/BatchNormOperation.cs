using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Batch normalisation, and max(0, x) after it if wanted. Rows [batch, features] are turned round, so that the numbers of
/// one feature stand side by side; the kernels then take them for one image.
/// </summary>
internal sealed class BatchNormOperation : Operation
{
    private BatchNormShape _shape;
    private Tensor _input = null!;
    private Tensor _values = null!;
    private Tensor _weight = null!;
    private Tensor _bias = null!;
    private Tensor _statistics = null!;
    private bool _measured;
    private bool _rectified;

    public static Tensor Forward(BatchNorm module, Tensor input, bool rectify)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient || module.Weight.RequiresGradient || module.Bias.RequiresGradient);
        int batch = input.Shape[0], channels = input.Shape[1];
        bool turned = input.Shape.Rank == 2;
        BatchNormShape shape = turned
            ? new BatchNormShape(1, channels, batch)
            : new BatchNormShape(batch, channels, batch == 0 ? 0 : input.Shape.Count / batch / channels);
        Tensor values = input, result = output;
        if (turned)
        {
            values = tape.NewTensor(new Shape(channels, batch), requiresGradient: false);
            result = tape.NewTensor(new Shape(channels, batch), requiresGradient: false);
            MatrixProduct.Transpose(input.Values, values.Values, batch, channels);
        }

        Tensor statistics = module.Statistics(shape, values.PaddedValues);
        BatchNormKernel.Apply(
            shape, values.PaddedValues, statistics.Values, module.Weight.Values, module.Bias.Values, rectify, result.PaddedValues);
        if (turned)
        {
            MatrixProduct.Transpose(result.Values, output.Values, channels, batch);
        }

        if (output.RequiresGradient)
        {
            BatchNormOperation operation = tape.Remember<BatchNormOperation>(output);
            operation._shape = shape;
            operation._input = input;
            operation._values = values;
            operation._weight = module.Weight;
            operation._bias = module.Bias;
            operation._statistics = statistics;
            operation._measured = module.IsTrainingStep;
            operation._rectified = rectify;
        }

        return output;
    }

    public override void Backward()
    {
        Tape tape = Tape.Current;
        Tensor sums = tape.NewTensor(new Shape(_shape.Channels, 2), requiresGradient: false);
        bool turned = _values != _input, accumulate = false;
        Span<float> gradients = Output.PaddedGradient, inputGradients = default, target = default;
        if (_input.RequiresGradient)
        {
            target = inputGradients = _input.GradientToWrite(out accumulate);
        }

        if (turned)
        {
            gradients = tape.NewTensor(_values.Shape, requiresGradient: false).PaddedValues;
            MatrixProduct.Transpose(Output.Gradient, gradients, _shape.Places, _shape.Channels);
            inputGradients = target.IsEmpty ? default : tape.NewTensor(_values.Shape, requiresGradient: false).PaddedValues;
        }

        BatchNormKernel.Backward(
            _shape, _values.PaddedValues, _statistics.Values, _weight.Values, _bias.Values, _rectified, _measured, gradients,
            inputGradients, accumulate && !turned, sums.Values);
        if (turned && !target.IsEmpty)
        {
            Span<float> change = tape.NewTensor(_input.Shape, requiresGradient: false).PaddedValues;
            MatrixProduct.Transpose(inputGradients, change, _shape.Channels, _shape.Places);
            ElementKernels.Scale(1f, change, target, _input.Shape.Count, accumulate);
        }

        AddColumn(sums.Values, 0, _weight);
        AddColumn(sums.Values, 1, _bias);
    }

    private static void AddColumn(ReadOnlySpan<float> sums, int column, Tensor parameter)
    {
        if (!parameter.RequiresGradient)
        {
            return;
        }

        Span<float> target = parameter.GradientToWrite(out bool accumulate);
        for (int channel = 0; channel < parameter.Shape.Count; channel++)
        {
            target[channel] = (accumulate ? target[channel] : 0f) + sums[(2 * channel) + column];
        }
    }
}
