using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Examples to train or judge on: one input and one target per row.</summary>
public sealed class TensorDataset
{
    /// <summary>Examples over tensors (not copied) whose first size is the number of rows.</summary>
    /// <exception cref="ArgumentException">The numbers of rows differ or are 0, or a number is not finite.</exception>
    public TensorDataset(Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        Throw.IfLengthsDiffer(inputs.Shape[0], nameof(inputs), targets.Shape[0], nameof(targets));
        Throw.IfEmpty(inputs.Shape[0], nameof(inputs));
        Throw.IfNotFinite(inputs.Values, nameof(inputs));
        Throw.IfNotFinite(targets.Values, nameof(targets));
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>What goes in, [rows, …].</summary>
    public Tensor Inputs { get; }

    /// <summary>What should come out, [rows, …].</summary>
    public Tensor Targets { get; }

    /// <summary>How many examples there are.</summary>
    public int Rows => Inputs.Shape[0];

    /// <summary>Examples with one target number per row: targets become [rows, 1].</summary>
    /// <param name="features">Finite numbers, [rows, features].</param>
    /// <param name="targets">One number per row.</param>
    public static TensorDataset From(Matrix features, ReadOnlySpan<double> targets)
    {
        ArgumentNullException.ThrowIfNull(features);
        Throw.IfLengthsDiffer(features.Rows, "rows of features", targets.Length, nameof(targets));
        return new TensorDataset(Tensor.From(features), Tensor.From(new Matrix(targets.Length, 1, targets.ToArray())));
    }

    /// <summary>Examples of two classes: targets become [rows, 1].</summary>
    /// <param name="features">Finite numbers, [rows, features].</param>
    /// <param name="labels">0 or 1 per row.</param>
    public static TensorDataset From(Matrix features, ReadOnlySpan<int> labels)
    {
        double[] targets = new double[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            Throw.IfOutside(labels[row], 0, 1, $"{nameof(labels)}[{row}]");
            targets[row] = labels[row];
        }

        return From(features, targets);
    }
}
