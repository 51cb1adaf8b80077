using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// One recurrent layer over whole sequences. It makes two tensors, the states at every position and the last ones; its own
/// output is a third one of which they depend, so that it runs backwards once when either has a gradient.
/// </summary>
internal sealed class RecurrentOperation : Operation
{
    // Kept, because code that is not yet optimised allocates to read a constant list of sizes.
    private static readonly Shape _oneNumber = new(1);
    private RecurrentForward _forward;
    private Tensor _inputWeights = null!;
    private Tensor _stateWeights = null!;
    private Tensor _inputBias = null!;
    private Tensor _stateBias = null!;
    private Tensor _last = null!;
    private bool _isDone;

    /// <param name="cell">What the layer does at each position.</param>
    /// <param name="plan">Which positions there are.</param>
    /// <param name="input">[batch, time, inputs].</param>
    /// <param name="weights">weight_ih, weight_hh, bias_ih and bias_hh.</param>
    public static RecurrentOutput Forward(RecurrentCell cell, SequencePlan plan, Tensor input, ReadOnlySpan<Tensor> weights)
    {
        Tape tape = Tape.Current;
        RecurrentSizes sizes = new(cell, input.Shape[2], weights[1].Shape[1]);
        bool requiresGradient = input.RequiresGradient;
        foreach (Tensor weight in weights)
        {
            requiresGradient |= weight.RequiresGradient;
        }

        RecurrentForward forward = RecurrentForward.Prepare(tape, sizes, plan, input, weights);
        forward.Outputs = tape.NewTensor(new Shape(plan.Batch, plan.Time, sizes.Hidden), requiresGradient);
        if (plan.Count < plan.Batch * plan.Time)
        {
            forward.Outputs.Values.Clear();
        }

        WorkerPool.For(forward.Pieces, ref forward);
        Tensor last = tape.NewTensor(new Shape(plan.Batch, sizes.Hidden), requiresGradient);
        for (int place = 0; place < plan.Batch; place++)
        {
            forward.States.Values.Slice(place * sizes.Width, sizes.Hidden).CopyTo(last.Values[(plan.Order[place] * sizes.Hidden)..]);
        }

        if (forward.Outputs.RequiresGradient)
        {
            RecurrentOperation operation = tape.Remember<RecurrentOperation>(tape.NewTensor(_oneNumber, requiresGradient));
            operation._forward = forward;
            (operation._inputWeights, operation._stateWeights, operation._inputBias, operation._stateBias) = (weights[0], weights[1], weights[2], weights[3]);
            operation._last = last;
            operation._isDone = false;
            tape.Remember<RecurrentResult>(forward.Outputs).Source = operation.Output;
            tape.Remember<RecurrentResult>(last).Source = operation.Output;
        }

        return new RecurrentOutput(forward.Outputs, last);
    }

    public override void Backward()
    {
        if (_isDone)
        {
            throw new InvalidOperationException("Backward was called twice through a recurrent layer in one tape scope; add up the losses and call it once.");
        }

        _isDone = true;
        Tape tape = Tape.Current;
        RecurrentSizes sizes = _forward.Sizes;
        RecurrentBackward backward = RecurrentBackward.Prepare(tape, _forward, _inputWeights, _stateWeights, _last);
        WorkerPool.For(_forward.Pieces, ref backward);

        // Every position's share of a weight's gradient in one product, in the order of the positions.
        SequencePlan plan = _forward.Plan;
        int first = plan.Alive(0);
        ReadOnlySpan<float> gates = _forward.Gates.PaddedValues;
        if (_inputWeights.RequiresGradient)
        {
            Tensor sum = tape.NewTensor(new Shape(sizes.ProductWidth, sizes.Inputs), requiresGradient: false);
            MatrixProduct.Multiply(
                new MatrixOperand(gates, sizes.GateWidth).Transposed, new MatrixOperand(_forward.Positions.PaddedValues, sizes.Inputs), default,
                sum.PaddedValues, sizes.Inputs, sizes.ProductWidth, sizes.Inputs, plan.Count);
            RecurrentWeights.AddInput(sizes, sum.Values, sizes.Inputs, sizes.Inputs, _inputWeights);
        }

        if (_stateWeights.RequiresGradient)
        {
            Tensor sum = tape.NewTensor(new Shape(sizes.ProductWidth, sizes.Width), requiresGradient: false);
            ReadOnlySpan<float> later = plan.Count > first ? gates[((first * sizes.GateWidth) + sizes.HiddenStart)..] : default;
            MatrixProduct.Multiply(
                new MatrixOperand(later, sizes.GateWidth).Transposed,
                new MatrixOperand(_forward.Previous.PaddedValues, sizes.Width), default,
                sum.PaddedValues, sizes.Width, sizes.ProductWidth, sizes.Width, plan.Count - first);
            RecurrentWeights.AddState(sizes, sum.Values, sizes.Width, sizes.Hidden, _stateWeights);
        }

        if (_inputBias.RequiresGradient || _stateBias.RequiresGradient)
        {
            Tensor sum = tape.NewTensor(new Shape(sizes.GateWidth), requiresGradient: false);
            MatrixProduct.SumColumns(gates, default, sum.PaddedValues, plan.Count, sizes.GateWidth);
            RecurrentWeights.AddInput(sizes, sum.Values, 1, 1, _inputBias);
            RecurrentWeights.AddState(sizes, sum.Values[sizes.HiddenStart..], 1, 1, _stateBias);
        }
    }
}

/// <summary>Tells a recurrent layer that one of its results has a gradient.</summary>
internal sealed class RecurrentResult : Operation
{
    public Tensor Source { get; set; } = null!;

    public override void Backward() => Source.GradientToWrite(out _);
}
