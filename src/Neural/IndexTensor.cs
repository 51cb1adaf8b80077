namespace MusicRec.Neural;

/// <summary>
/// Whole numbers with a shape, row after row: classes, the ids of tokens or songs, lengths. Those made by
/// <see cref="From"/> are yours to keep; rows gathered for a batch end with the open <see cref="Tape"/> scope.
/// </summary>
public sealed class IndexTensor
{
    private int[] _values = [];

    /// <summary>A tensor without numbers, for the tape to fill.</summary>
    internal IndexTensor()
    {
    }

    /// <summary>The sizes, outermost first.</summary>
    public Shape Shape { get; private set; }

    /// <summary>The numbers, row after row; changing them changes the tensor.</summary>
    public Span<int> Values => _values.AsSpan(0, Shape.Count);

    /// <summary>A tensor with a copy of <paramref name="values"/>.</summary>
    /// <param name="values">The numbers, row after row.</param>
    /// <param name="sizes">The shape; its product is the number of values.</param>
    /// <exception cref="ArgumentException">The product of the sizes is not the number of values.</exception>
    public static IndexTensor From(ReadOnlySpan<int> values, params ReadOnlySpan<int> sizes)
    {
        Shape shape = new(sizes);
        Throw.IfLengthsDiffer(values.Length, nameof(values), shape.Count, $"a tensor of shape {shape}");
        IndexTensor tensor = new();
        tensor.Open(shape);
        values.CopyTo(tensor.Values);
        return tensor;
    }

    /// <summary>Gives this tensor a shape; what it holds is arbitrary. Its memory is kept and grows when it must.</summary>
    internal void Open(Shape shape)
    {
        Shape = shape;
        if (_values.Length < shape.Count)
        {
            _values = new int[shape.Count];
        }
    }
}
