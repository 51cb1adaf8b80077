using MusicRec.Neural.Kernels;

namespace MusicRec.Neural;

/// <summary>A loss works out its gradient on the way forward; the way back only hands it on, where it can without copying it.</summary>
internal sealed class LossOperation : Operation
{
    // Kept, because code that is not yet optimised allocates to read a constant list of sizes.
    private static readonly Shape _oneNumber = new(1);
    private Tensor _predictions = null!;
    private Tensor _gradients = null!;

    /// <summary>The tensor for a loss of <paramref name="predictions"/>.</summary>
    public static Tensor NewOutput(Tensor predictions) => Tape.Current.NewTensor(_oneNumber, predictions.RequiresGradient);

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
