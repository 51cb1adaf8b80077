using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// A fully connected layer over sparse rows: input [batch, inputs] · weight + bias gives [batch, outputs]. As
/// <see cref="Linear"/>, but what is 0 in the input costs nothing, and its weight lies the other way round, [inputs, outputs].
/// </summary>
public sealed class SparseLinear : Module<SparseTensor>
{
    private readonly Activation _activation;

    /// <summary>A layer with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="inputs">Features per row, 1 or more.</param>
    /// <param name="outputs">Numbers per row that come out, 1 or more.</param>
    /// <param name="random">Where the weights come from; the same stream may serve several layers, one after another.</param>
    /// <param name="activation">What is applied to the result, as part of the same operation.</param>
    /// <param name="initialization">How weights are drawn; the same weights come out as for <see cref="Linear"/>, transposed.</param>
    public SparseLinear(
        int inputs, int outputs, RandomStream random, Activation activation = Activation.None,
        Initialization initialization = Initialization.KaimingUniform)
    {
        Linear drawn = new(inputs, outputs, random, initialization);
        Throw.IfUndefined(activation);

        _activation = activation;
        Weight = AddParameter("weight", new Shape(inputs, outputs));
        Bias = AddParameter("bias", new Shape(outputs));
        MatrixProduct.Transpose(drawn.Weight.Values, Weight.Values, outputs, inputs);
        drawn.Bias.Values.CopyTo(Bias.Values);
    }

    /// <summary>The weights, [inputs, outputs].</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, [outputs].</summary>
    public Tensor Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has another number of features.</exception>
    public override Tensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return SparseLinearOperation.Forward(input, Weight, Bias, _activation);
    }
}

/// <summary>activation(input [batch, inputs] · weight [inputs, outputs] + bias [outputs]).</summary>
internal sealed class SparseLinearOperation : Operation
{
    private SparseTensor _input = null!;
    private Tensor _weight = null!;
    private Tensor _bias = null!;
    private Activation _activation;
    private Tensor? _slopes;

    public static Tensor Forward(SparseTensor input, Tensor weight, Tensor bias, Activation activation)
    {
        int inputs = weight.Shape[0], outputs = weight.Shape[1];
        if (input.Shape[1] != inputs)
        {
            Throw.WrongShape("SparseLinear", "input", input.Shape.ToString(), $"[batch, {inputs}]");
        }

        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(new Shape(input.Shape[0], outputs), weight.RequiresGradient || bias.RequiresGradient);
        SparseProduct.Multiply(
            input.RowStarts, input.ColumnIndices, input.Values, weight.PaddedValues, inputs, bias.PaddedValues, output.PaddedValues, outputs);
        Tensor? slopes = FusedActivation.Apply(activation, output);
        if (output.RequiresGradient)
        {
            SparseLinearOperation operation = tape.Remember<SparseLinearOperation>(output);
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
        int batch = Output.Shape[0], outputs = Output.Shape[1];
        Span<float> gradient = Output.PaddedGradient;
        FusedActivation.Backward(_activation, Output, _slopes);
        if (_bias.RequiresGradient)
        {
            Span<float> target = _bias.GradientToWrite(out bool accumulate);
            MatrixProduct.SumColumns(gradient, accumulate ? target : default, target, batch, outputs);
        }

        if (_weight.RequiresGradient)
        {
            SparseColumns columns = _input.ByColumn;
            Span<float> target = _weight.GradientRowsToWrite(out Span<bool> touched);
            SparseProduct.MultiplyIntoRows(
                columns.Touched, columns.Starts, columns.Rows, columns.Values, gradient, batch, target, touched, outputs);
        }
    }
}
