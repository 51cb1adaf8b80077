using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>How a layer's weights are drawn before training.</summary>
public enum Initialization
{
    /// <summary>Weights and bias uniform within ±1/√inputs: PyTorch's default for Linear.</summary>
    KaimingUniform,

    /// <summary>Weights uniform within ±√(6 / (inputs + outputs)), bias 0: Keras's default for Dense (Glorot and Bengio 2010).</summary>
    GlorotUniform,
}

/// <summary>A fully connected layer: input [batch, inputs] · weightᵀ + bias gives [batch, outputs], or [batch, time, outputs] for [batch, time, inputs].</summary>
public sealed class Linear : Module<Tensor>
{
    /// <summary>A layer with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="inputs">Features per row, 1 or more.</param>
    /// <param name="outputs">Numbers per row that come out, 1 or more.</param>
    /// <param name="random">Where the weights come from; the same stream may serve several layers, one after another.</param>
    /// <param name="initialization">How they are drawn.</param>
    public Linear(int inputs, int outputs, RandomStream random, Initialization initialization = Initialization.KaimingUniform)
    {
        Throw.IfBelow(inputs, 1);
        Throw.IfBelow(outputs, 1);
        ArgumentNullException.ThrowIfNull(random);
        Weight = AddParameter("weight", new Shape(outputs, inputs));
        Bias = AddParameter("bias", new Shape(outputs));
        switch (initialization)
        {
            case Initialization.KaimingUniform:
                Weight.FillUniform(random, 1 / Math.Sqrt(inputs));
                Bias.FillUniform(random, 1 / Math.Sqrt(inputs));
                break;
            case Initialization.GlorotUniform:
                Weight.FillUniform(random, Math.Sqrt(6.0 / ((double)inputs + outputs)));
                break;
            default:
                Throw.OutOfRange(nameof(initialization), initialization, "KaimingUniform, GlorotUniform");
                break;
        }
    }

    /// <summary>The weights, [outputs, inputs].</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, [outputs].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, Activation.None);

    /// <summary>The layer and an activation as one operation.</summary>
    /// <param name="input">[batch, inputs], or of rank 3 or 4: then the layer is applied along the last axis.</param>
    /// <param name="activation">What is applied to the result.</param>
    /// <returns>The input's shape with the last axis of size outputs.</returns>
    /// <exception cref="ArgumentException">The input has another shape, or the activation is none of those there are.</exception>
    public Tensor Forward(Tensor input, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(input);
        FusedActivation.Check(activation);
        return LinearOperation.Forward(input, Weight, Bias, activation);
    }
}

/// <summary>activation(input [rows, inputs] · weight [outputs, inputs]ᵀ + bias [outputs], where there is one).</summary>
internal sealed class LinearOperation : Operation
{
    private Tensor _input = null!;
    private Tensor _weight = null!;
    private Tensor? _bias;
    private Activation _activation;
    private Tensor? _slopes;

    public static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, Activation activation)
    {
        int outputs = weight.Shape[0], inputs = weight.Shape[1];
        if (input.Shape.Rank < 2 || input.Shape.Last != inputs)
        {
            Throw.WrongShape("Linear", "input", input.Shape.ToString(), $"[batch, {inputs}]");
        }

        Tape tape = Tape.Current;
        int batch = input.Shape.Rows;
        Tensor output = tape.NewTensor(
            input.Shape.WithLast(outputs), input.RequiresGradient || weight.RequiresGradient || bias is { RequiresGradient: true });
        Activation direct = activation == Activation.Gelu ? Activation.None : activation;
        LinearForward product = new()
        {
            Input = input.PaddedValues,
            Weight = weight.PaddedValues,
            Bias = bias is null ? default : bias.PaddedValues,
            Output = output.PaddedValues,
            Activation = direct,
            Rows = batch,
            InputCount = inputs,
            OutputCount = outputs,
        };
        product.Run();
        Tensor? slopes = direct == activation ? null : FusedActivation.Apply(activation, output);
        if (output.RequiresGradient)
        {
            LinearOperation operation = tape.Remember<LinearOperation>(output);
            operation._input = input;
            operation._weight = weight;
            operation._bias = bias;
            operation._activation = activation;
            operation._slopes = slopes;
        }

        return output;
    }

    public override void Backward()
    {
        if (_slopes is not null)
        {
            FusedActivation.Backward(_activation, Output, _slopes);
        }

        LinearBackward product = new()
        {
            Input = _input.PaddedValues,
            Weight = _weight.PaddedValues,
            Output = Output.PaddedValues,
            Gradient = Output.PaddedGradient,
            Activation = _slopes is null ? _activation : Activation.None,
            Rows = Output.Shape.Rows,
            InputCount = _weight.Shape[1],
            OutputCount = _weight.Shape[0],
        };
        if (_bias is { RequiresGradient: true })
        {
            product.BiasGradient = _bias.GradientToWrite(out product.AddsToBias);
        }

        if (_weight.RequiresGradient)
        {
            product.WeightGradient = _weight.GradientToWrite(out product.AddsToWeight);
        }

        if (ReferenceEquals(_input, _weight))
        {
            // Both results are sums in one memory, so the second must wait for the first.
            product.Run();
            product.BiasGradient = product.WeightGradient = default;
            product.Activation = Activation.None;
        }

        if (_input.RequiresGradient)
        {
            product.InputGradient = _input.GradientToWrite(out product.AddsToInput);
        }

        product.Run();
    }
}
