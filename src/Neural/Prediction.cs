using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Outputs of a trained network for many rows at once.</summary>
public static class Prediction
{
    private const int BatchSize = 256;

    /// <summary>The outputs for many rows, [rows, outputs], without gradients and with dropout off.</summary>
    /// <param name="module">A network whose input is [rows, features].</param>
    /// <param name="features">One row each, [rows, features].</param>
    /// <exception cref="ArgumentException">There are no rows, or a number is not finite or beyond what a float holds.</exception>
    public static Matrix Predict(this Module<Tensor> module, Matrix features)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        Tensor inputs = Tensor.From(features);
        Throw.IfNotFinite(inputs.Values, nameof(features));
        return module.Predict(RowSource.Of(inputs));
    }

    /// <summary>The outputs for all rows of <paramref name="inputs"/>, [rows, numbers per output], without gradients and with dropout off.</summary>
    /// <param name="module">The network; its outputs are [batch, …].</param>
    /// <param name="inputs">Such as <see cref="RowSource.Of(IndexTensor)"/>.</param>
    public static Matrix Predict<TInput>(this Module<TInput> module, RowSource<TInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        Tape tape = new();
        int[] all = [.. Enumerable.Range(0, inputs.Rows)];
        Matrix? result = null;
        for (int start = 0; start < all.Length; start += BatchSize)
        {
            using (tape.Evaluate())
            {
                Tensor outputs = module.Forward(inputs.Gather(tape, all.AsSpan(start, Math.Min(BatchSize, all.Length - start))));
                result ??= new Matrix(all.Length, outputs.Shape.Count / outputs.Shape[0]);
                for (int index = 0; index < outputs.Shape.Count; index++)
                {
                    result.Values[(start * result.Columns) + index] = outputs.Values[index];
                }
            }
        }

        return result!;
    }
}
