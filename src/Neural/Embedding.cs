using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>A table of learnt vectors, looked up by number: [batch] gives [batch, size], [batch, time] gives [batch, time, size].</summary>
public sealed class Embedding : Module<IndexTensor>
{
    private readonly int _paddingIndex;

    /// <summary>A table drawn from the normal distribution with standard deviation 1, as PyTorch's Embedding.</summary>
    /// <param name="count">How many vectors there are, 1 or more.</param>
    /// <param name="size">Numbers per vector, 1 or more.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="paddingIndex">A number that stands for nothing: its vector is zeros and never learns.</param>
    public Embedding(int count, int size, RandomStream random, int? paddingIndex = null)
    {
        Throw.IfBelow(count, 1);
        Throw.IfBelow(size, 1);
        ArgumentNullException.ThrowIfNull(random);
        if (paddingIndex is int index)
        {
            Throw.IfOutside(index, 0, count - 1, nameof(paddingIndex));
        }

        _paddingIndex = paddingIndex ?? -1;
        Weight = AddParameter("weight", new Shape(count, size));
        foreach (ref float value in Weight.Values)
        {
            value = (float)random.NextGaussian();
        }

        if (paddingIndex is int padding)
        {
            Weight.Values.Slice(padding * size, size).Clear();
        }
    }

    /// <summary>The vectors, [count, size].</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input has more than three axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of the table's.</exception>
    public override Tensor Forward(IndexTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return EmbeddingOperation.Forward(input, Weight, _paddingIndex);
    }
}

/// <summary>output[…, :] = table[index[…], :].</summary>
internal sealed class EmbeddingOperation : Operation
{
    private IndexTensor _indices = null!;
    private Tensor _table = null!;
    private int _paddingIndex;

    public static Tensor Forward(IndexTensor indices, Tensor table, int paddingIndex)
    {
        int count = table.Shape[0], size = table.Shape[1];
        Shape shape = indices.Shape.Rank switch
        {
            1 => new Shape(indices.Shape[0], size),
            2 => new Shape(indices.Shape[0], indices.Shape[1], size),
            3 => new Shape(indices.Shape[0], indices.Shape[1], indices.Shape[2], size),
            _ => default,
        };
        if (shape.Rank == 0)
        {
            Throw.WrongShape("Embedding", "input", indices.Shape.ToString(), "[batch], [batch, time] or one more axis");
        }

        ReadOnlySpan<int> wanted = indices.Values;
        for (int place = 0; place < wanted.Length; place++)
        {
            if ((uint)wanted[place] >= (uint)count)
            {
                Throw.OutOfRange($"input[{place}]", wanted[place], $"0 to {count - 1}, the rows of the embedding");
            }
        }

        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(shape, table.RequiresGradient);
        EmbeddingKernels.Gather(table.Values, wanted, output.Values, size);
        if (output.RequiresGradient)
        {
            EmbeddingOperation operation = tape.Remember<EmbeddingOperation>(output);
            operation._indices = indices;
            operation._table = table;
            operation._paddingIndex = paddingIndex;
        }

        return output;
    }

    public override void Backward()
    {
        Span<float> target = _table.GradientRowsToWrite(out Span<bool> touched);
        EmbeddingKernels.AddRows(Output.PaddedGradient, _indices.Values, target, touched, _table.Shape[1], _paddingIndex);
    }
}
