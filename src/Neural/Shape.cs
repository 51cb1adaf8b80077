using System.Runtime.CompilerServices;

namespace MusicRec.Neural;

/// <summary>The sizes of a tensor, outermost first, such as [batch, features]: up to four of them.</summary>
public readonly struct Shape : IEquatable<Shape>
{
    internal const int MaximumRank = 4;
    private readonly Sizes _sizes;

    /// <summary>A shape of one to four sizes.</summary>
    /// <param name="sizes">Each 0 or more; their product at most 2³¹ − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there are none or more than four.</exception>
    /// <exception cref="OverflowException">The product is too large.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
    {
        Throw.IfOutside(sizes.Length, 1, MaximumRank, "number of sizes");
        Rank = sizes.Length;
        Count = 1;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            Throw.IfBelow(sizes[axis], 0, nameof(sizes));
            _sizes[axis] = sizes[axis];
            Count = checked(Count * sizes[axis]);
        }
    }

    /// <summary>How many sizes there are, 1 to 4.</summary>
    public int Rank { get; }

    /// <summary>How many numbers a tensor of this shape holds: the product of the sizes.</summary>
    public int Count { get; }

    /// <summary>One size; <paramref name="axis"/> counts from 0, the outermost.</summary>
    public int this[int axis]
    {
        get
        {
            Throw.IfOutside(axis, 0, Rank - 1);
            return _sizes[axis];
        }
    }

    /// <summary>Whether two shapes are the same.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Rank == other.Rank && ((ReadOnlySpan<int>)_sizes).SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_sizes[0], _sizes[1], _sizes[2], _sizes[3], Rank);

    /// <summary>Such as "[32, 13]".</summary>
    public override string ToString() => $"[{string.Join(", ", ((ReadOnlySpan<int>)_sizes)[..Rank].ToArray())}]";

    /// <summary>This shape with another outermost size.</summary>
    internal Shape WithFirst(int size)
    {
        Sizes sizes = _sizes;
        sizes[0] = size;
        return new Shape(((ReadOnlySpan<int>)sizes)[..Rank]);
    }

    /// <summary>The innermost size.</summary>
    internal int Last => _sizes[Rank - 1];

    /// <summary>How many rows of <see cref="Last"/> numbers there are: the product of the other sizes.</summary>
    internal int Rows
    {
        get
        {
            int rows = 1;
            for (int axis = 0; axis < Rank - 1; axis++)
            {
                rows *= _sizes[axis];
            }

            return rows;
        }
    }

    /// <summary>This shape with another innermost size.</summary>
    internal Shape WithLast(int size)
    {
        Sizes sizes = _sizes;
        sizes[Rank - 1] = size;
        return new Shape(((ReadOnlySpan<int>)sizes)[..Rank]);
    }

    /// <summary>This shape without its innermost size; of rank 2 or more.</summary>
    internal Shape WithoutLast() => new(((ReadOnlySpan<int>)_sizes)[..(Rank - 1)]);

    [InlineArray(MaximumRank)]
    private struct Sizes
    {
        private int _first;
    }
}
