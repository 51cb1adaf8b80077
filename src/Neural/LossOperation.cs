using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>A loss works out its gradient on the way forward; the way back only hands it on, where it can without copying it.</summary>
internal sealed class LossOperation : Operation
{
    /// <summary>The shape of a loss, kept because code that is not yet optimised allocates to read a constant list of sizes.</summary>
    public static readonly Shape OneNumber = new(1);

    private Tensor _predictions = null!;
    private Tensor _gradients = null!;

    /// <summary>The tensor for a loss of <paramref name="predictions"/>.</summary>
    public static Tensor NewOutput(Tensor predictions) => Tape.Current.NewTensor(OneNumber, predictions.RequiresGradient);

    /// <summary>Remembers the gradient of <paramref name="output"/> by the predictions, where one is required.</summary>
    public static void Remember(Tensor output, Tensor predictions, Tensor? gradients)
    {
        if (output.RequiresGradient)
        {
            LossOperation operation = Tape.Current.Remember<LossOperation>(output);
            operation._predictions = predictions;
            operation._gradients = gradients!;
        }
    }

    public override void Backward()
    {
        float factor = Output.Gradient[0];
        int count = _predictions.Shape.Count;
        if (factor != 1f || !_gradients.TryMoveValues(_predictions))
        {
            ElementKernels.Scale(factor, _gradients.PaddedValues, _predictions.GradientToWrite(out bool accumulate), count, accumulate);
        }
    }
}

/// <summary>A loss of two tensors that both learn.</summary>
internal sealed class PairLossOperation : Operation
{
    private Tensor _first = null!;
    private Tensor _second = null!;
    private Tensor _firstGradients = null!;
    private Tensor _secondGradients = null!;
    private float _secondFactor;

    /// <summary>
    /// Remembers the gradients of <paramref name="output"/>; that by the second tensor is <paramref name="secondFactor"/>
    /// times what is given for it, which may be the first one's.
    /// </summary>
    public static void Remember(Tensor output, Tensor first, Tensor firstGradients, Tensor second, Tensor secondGradients, float secondFactor)
    {
        if (output.RequiresGradient)
        {
            PairLossOperation operation = Tape.Current.Remember<PairLossOperation>(output);
            (operation._first, operation._firstGradients) = (first, firstGradients);
            (operation._second, operation._secondGradients) = (second, secondGradients);
            operation._secondFactor = secondFactor;
        }
    }

    public override void Backward()
    {
        float factor = Output.Gradient[0];
        Add(factor * _secondFactor, _secondGradients, _second);
        Add(factor, _firstGradients, _first);
    }

    private static void Add(float factor, Tensor gradients, Tensor target)
    {
        if (target.RequiresGradient)
        {
            ElementKernels.Scale(factor, gradients.PaddedValues, target.GradientToWrite(out bool accumulate), target.Shape.Count, accumulate);
        }
    }
}
