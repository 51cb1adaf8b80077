namespace MusicRec.Neural;

/// <summary>
/// Functions of tensors with gradients, inside an open tape scope. Beside them stand the operators +, − and * of
/// <see cref="Tensor"/>.
/// </summary>
public static class TensorOperations
{
    /// <summary>Every number times <paramref name="factor"/>, a finite one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public static Tensor Scale(this Tensor tensor, double factor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Throw.IfOutside(factor, -float.MaxValue, float.MaxValue);
        return ScaleOperation.Forward(tensor, (float)factor);
    }

    /// <summary>e to the power of every number.</summary>
    public static Tensor Exp(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return ExpOperation.Forward(tensor);
    }

    /// <summary>The same numbers under another shape, without copying them.</summary>
    /// <param name="tensor">Any shape.</param>
    /// <param name="sizes">The new shape; its product is the number of values.</param>
    /// <exception cref="ArgumentException">The product of the sizes is not the number of values.</exception>
    public static Tensor Reshape(this Tensor tensor, params ReadOnlySpan<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return ReshapeOperation.Forward(tensor, new Shape(sizes));
    }

    /// <summary>Tensors side by side along their last axis: [batch, a], [batch, b] … give [batch, a + b + …].</summary>
    /// <exception cref="ArgumentException">There are none, or they differ in another axis than the last.</exception>
    public static Tensor Concatenate(params ReadOnlySpan<Tensor> tensors) => ConcatenateOperation.Forward(tensors);

    /// <summary>A stretch of the last axis: [batch, features] gives [batch, length].</summary>
    /// <param name="tensor">Any shape.</param>
    /// <param name="start">The first number taken, counted from 0.</param>
    /// <param name="length">How many, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stretch leaves the axis.</exception>
    public static Tensor Slice(this Tensor tensor, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return SliceOperation.Forward(tensor, start, length);
    }

    /// <summary>The sum of all numbers, a tensor of one; 0 where there are none.</summary>
    public static Tensor Sum(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return SumOperation.Forward(tensor, 1);
    }

    /// <summary>The mean of all numbers, a tensor of one.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Tensor Mean(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Throw.IfEmpty(tensor.Shape.Count, nameof(tensor));
        return SumOperation.Forward(tensor, tensor.Shape.Count);
    }

    /// <summary>
    /// The scalar product of each row with the row beside it: [batch, size] and [batch, size] give [batch], such as the
    /// scores of users for items.
    /// </summary>
    /// <param name="left">[batch, size], or of rank 3 or 4: then the last axis is summed.</param>
    /// <param name="right">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ or have rank 1.</exception>
    public static Tensor RowDot(this Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return RowDotOperation.Forward(left, right);
    }

    /// <summary>
    /// The scalar product of each row of the input with each row of a weight, plus a bias: input · weightᵀ + bias, as PyTorch's
    /// functional.linear. The weight may be any tensor that learns, such as <see cref="Embedding.Weight"/>: an output layer tied
    /// to the embedding.
    /// </summary>
    /// <param name="input">[batch, size], or of rank 3 or 4: then it is applied along the last axis.</param>
    /// <param name="weight">[outputs, size].</param>
    /// <param name="bias">[outputs]; null for none.</param>
    /// <returns>The input's shape with the last axis of size outputs.</returns>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Linear(this Tensor input, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Rank != 2)
        {
            Throw.WrongShape(nameof(Linear), nameof(weight), weight.Shape.ToString(), "[outputs, size]");
        }

        if (bias is not null && (bias.Shape.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
        {
            Throw.WrongShape(nameof(Linear), nameof(bias), bias.Shape.ToString(), $"[{weight.Shape[0]}], one number per row of the weight");
        }

        return LinearOperation.Forward(input, weight, bias, Activation.None);
    }
}
