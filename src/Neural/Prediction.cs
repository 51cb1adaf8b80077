using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Outputs of a trained network for many rows at once.</summary>
public static class Prediction
{
    private const int BatchSize = 256;

    /// <summary>The outputs for many rows, [rows, outputs], without gradients and with dropout off.</summary>
    /// <param name="module">A network whose input is [rows, features].</param>
    /// <param name="features">One row each, [rows, features].</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static Matrix Predict(this Module<Tensor> module, Matrix features)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        Tensor inputs = Tensor.From(features);
        return module.Predict(features.Rows, (tape, rows) => tape.GatherRows(inputs, rows));
    }

    /// <summary>The outputs for rows 0 to <paramref name="rows"/> − 1, [rows, outputs], batch by batch.</summary>
    /// <param name="module">The network.</param>
    /// <param name="rows">How many there are, 1 or more.</param>
    /// <param name="gather">Makes the input of a batch from the numbers of its rows, inside the tape's scope.</param>
    internal static Matrix Predict<TInput>(this Module<TInput> module, int rows, GatherBatch<TInput> gather)
    {
        bool training = module.Training;
        module.SetTraining(false);
        try
        {
            Tape tape = new();
            int[] all = [.. Enumerable.Range(0, rows)];
            Matrix? result = null;
            for (int start = 0; start < rows; start += BatchSize)
            {
                using (tape.Evaluate())
                {
                    Tensor outputs = module.Forward(gather(tape, all.AsSpan(start, Math.Min(BatchSize, rows - start))));
                    result ??= new Matrix(rows, outputs.Shape.Count / outputs.Shape[0]);
                    for (int index = 0; index < outputs.Shape.Count; index++)
                    {
                        result.Values[(start * result.Columns) + index] = outputs.Values[index];
                    }
                }
            }

            return result!;
        }
        finally
        {
            module.SetTraining(training);
        }
    }
}

/// <summary>Makes the input of a batch from the numbers of its rows.</summary>
internal delegate TInput GatherBatch<out TInput>(Tape tape, ReadOnlySpan<int> rows);
