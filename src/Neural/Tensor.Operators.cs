namespace MusicRec.Neural;

public sealed partial class Tensor
{
    /// <summary>
    /// The sum, number by number. Where the shape of one is the end of the other's, such as [features] beside
    /// [batch, features], the smaller one counts for every row.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator +(Tensor left, Tensor right) => AddOperation.Forward("+", left, 1f, right, 1f);

    /// <summary>The difference, number by number, of shapes that go together as for +.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator -(Tensor left, Tensor right) => AddOperation.Forward("−", left, 1f, right, -1f);

    /// <summary>The product, number by number, of shapes that go together as for +.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator *(Tensor left, Tensor right) => MultiplyOperation.Forward(left, right);
}
