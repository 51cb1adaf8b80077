using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016) along the last axis, as PyTorch's LayerNorm:
/// (x − mean) / √(variance + ε) · weight + bias, mean and variance over the features of one row.
/// </summary>
public sealed class LayerNorm : Module<Tensor>
{
    private readonly float _epsilon;

    /// <summary>A layer with weights of 1 and a bias of 0.</summary>
    /// <param name="features">Size of the last axis, 1 or more.</param>
    /// <param name="epsilon">Added to the variance, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LayerNorm(int features, double epsilon = 1e-5)
    {
        Throw.IfBelow(features, 1);
        Throw.IfNotPositiveFloat(epsilon);
        _epsilon = (float)epsilon;
        Weight = AddParameter("weight", new Shape(features));
        Weight.Values.Fill(1f);
        Bias = AddParameter("bias", new Shape(features));
    }

    /// <summary>The factors, [features].</summary>
    public Tensor Weight { get; }

    /// <summary>What is added, [features].</summary>
    public Tensor Bias { get; }

    /// <summary>Each row normalised.</summary>
    /// <param name="input">[…, features].</param>
    /// <returns>The input's shape.</returns>
    /// <exception cref="ArgumentException">The last axis has another size.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return LayerNormOperation.Forward(input, Weight, Bias, _epsilon);
    }
}

internal sealed class LayerNormOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor _bias = null!;
    private Tensor _statistics = null!;

    public static Tensor Forward(Tensor input, Tensor weight, Tensor bias, float epsilon)
    {
        int features = weight.Shape[0];
        if (input.Shape[input.Shape.Rank - 1] != features)
        {
            Throw.WrongShape(nameof(LayerNorm), nameof(input), input.Shape.ToString(), $"[…, {features}]");
        }

        Tape tape = Tape.Current;
        int rows = input.Shape.Count / features;
        Tensor statistics = tape.NewTensor(new Shape(rows, 2), requiresGradient: false);
        Tensor output = tape.NewTensor(input.Shape, input.RequiresGradient || weight.RequiresGradient || bias.RequiresGradient);
        LayerNormKernel.Forward(
            input.PaddedValues, weight.PaddedValues, bias.PaddedValues, output.PaddedValues, statistics.PaddedValues, rows, features, epsilon);
        if (output.RequiresGradient)
        {
            LayerNormOperation operation = tape.Remember<LayerNormOperation>(output);
            operation._input = input;
            operation._weight = weight;
            operation._bias = bias;
            operation._statistics = statistics;
        }

        return output;
    }

    public override void Backward()
    {
        int features = _weight.Shape[0], rows = _input.Shape.Count / features;
        Tensor parts = Tape.Current.NewTensor(new Shape(LayerNormKernel.PartCount(rows, features)), requiresGradient: false);
        bool accumulate = false;
        Span<float> inputGradients = _input.RequiresGradient ? _input.GradientToWrite(out accumulate) : default;
        LayerNormKernel.Backward(
            _input.PaddedValues, _weight.PaddedValues, _statistics.PaddedValues, Output.PaddedGradient, inputGradients, accumulate,
            parts.PaddedValues, rows, features);
        if (_weight.RequiresGradient)
        {
            LayerNormKernel.SumParts(parts.PaddedValues, ofBias: false, _weight.GradientToWrite(out accumulate), accumulate, rows, features);
        }

        if (_bias.RequiresGradient)
        {
            LayerNormKernel.SumParts(parts.PaddedValues, ofBias: true, _bias.GradientToWrite(out accumulate), accumulate, rows, features);
        }
    }
}
