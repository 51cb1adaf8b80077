using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Attention with several heads (Vaswani et al. 2017), batch first, as PyTorch's nn.MultiheadAttention with bias: the
/// columns of projected queries, keys and values are shared out among the heads; each row of
/// softmax(query · keyᵀ / √(size / heads)) weighs the values. A query that may look at no key gets zeros (PyTorch: NaN).
/// </summary>
public sealed class MultiHeadAttention : Module<Tensor>
{
    private readonly Linear _outputProjection;
    private readonly RandomStream _random;

    /// <summary>Attention with weights drawn as PyTorch draws them: projections uniform (Glorot), their biases 0.</summary>
    /// <param name="size">Numbers per position, in and out; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">How many attentions work side by side, 1 or more.</param>
    /// <param name="random">Where the weights, and the seed of dropout, come from.</param>
    /// <param name="dropout">Share of weights dropped while training, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MultiHeadAttention(int size, int heads, RandomStream random, double dropout = 0)
    {
        Throw.IfBelow(size, 1);
        Throw.IfOutside(heads, 1, size);
        Throw.IfOutside(dropout, 0, Math.BitDecrement(1.0));
        ArgumentNullException.ThrowIfNull(random);
        if (size % heads != 0)
        {
            Throw.OutOfRange(nameof(heads), heads, $"divisors of the size {size}");
        }

        (Size, Heads, Dropout) = (size, heads, dropout);
        InputWeight = AddParameter("in_proj_weight", new Shape(3 * size, size));
        InputBias = AddParameter("in_proj_bias", new Shape(3 * size));
        InputWeight.FillUniform(random, Math.Sqrt(6.0 / (4.0 * size)));

        _outputProjection = AddChild("out_proj", new Linear(size, size, random));
        _outputProjection.Bias.Values.Clear();
        _random = AddRandomStream("random", new RandomStream(random.NextUInt64()));
    }

    /// <summary>Numbers per position.</summary>
    public int Size { get; }

    /// <summary>How many attentions work side by side.</summary>
    public int Heads { get; }

    /// <summary>Share of weights dropped while training.</summary>
    public double Dropout { get; }

    /// <summary>The projections of queries, keys and values, in this order, [3 · size, size].</summary>
    public Tensor InputWeight { get; }

    /// <summary>Their biases, [3 · size].</summary>
    public Tensor InputBias { get; }

    /// <summary>Self-attention over whole sequences: every position looks at all of them.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <returns>[batch, time, size].</returns>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>Self-attention over sequences of different lengths, or from each position to those before it only.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <param name="lengths">Positions that are there, 0 to time, [batch]; those behind are not looked at. Null when all are there.</param>
    /// <param name="causal">Whether position i looks at positions 0 to i only.</param>
    /// <returns>[batch, time, size]; what stands behind a sequence's length is of no use.</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit.</exception>
    public Tensor Forward(Tensor input, IndexTensor? lengths, bool causal = false)
    {
        Check(input, nameof(input));
        SequenceLengths.Check(lengths, nameof(MultiHeadAttention), input.Shape[0], input.Shape[1]);
        Tensor context = input.Shape[1] == 1
            ? ForwardOnePosition(input, lengths)
            : Weigh(ProjectionOperation.Forward(input, InputWeight, InputBias, 0, 3 * Size), null, lengths, causal);
        return _outputProjection.Forward(context);
    }

    /// <summary>Attention from the positions of one sequence to those of another.</summary>
    /// <param name="query">[batch, queries, size].</param>
    /// <param name="memory">What keys and values are made from, [batch, keys, size].</param>
    /// <param name="lengths">Positions of the memory that are there, 0 to keys, [batch]. Null when all are there.</param>
    /// <returns>[batch, queries, size].</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit.</exception>
    public Tensor Attend(Tensor query, Tensor memory, IndexTensor? lengths = null)
    {
        Check(query, nameof(query));
        Check(memory, nameof(memory));
        if (memory.Shape[0] != query.Shape[0])
        {
            Throw.WrongShape(nameof(MultiHeadAttention), nameof(memory), memory.Shape.ToString(), $"[{query.Shape[0]}, keys, {Size}], as many sequences as queries");
        }

        SequenceLengths.Check(lengths, nameof(MultiHeadAttention), memory.Shape[0], memory.Shape[1]);
        Tensor context = Weigh(
            ProjectionOperation.Forward(query, InputWeight, InputBias, 0, Size), ProjectionOperation.Forward(memory, InputWeight, InputBias, Size, 2 * Size),
            lengths, causal: false);
        return _outputProjection.Forward(context);
    }

    private Tensor Weigh(Tensor query, Tensor? memory, IndexTensor? lengths, bool causal) =>
        AttentionOperation.Forward(query, memory ?? query, Heads, Size, lengths, causal, IsTrainingStep ? (float)Dropout : 0, _random);

    // A single position gives itself the weight 1, whatever queries and keys are: only the values are worked out.
    private Tensor ForwardOnePosition(Tensor input, IndexTensor? lengths)
    {
        Tensor values = ProjectionOperation.Forward(input, InputWeight, InputBias, 2 * Size, Size);
        bool isDropping = IsTrainingStep && Dropout > 0;
        return isDropping || (lengths is not null && lengths.Values.Contains(0))
            ? HeadFactorsOperation.Forward(values, Heads, lengths, isDropping ? (float)Dropout : 0, _random)
            : values;
    }

    private void Check(Tensor tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.Shape.Rank != 3 || tensor.Shape[2] != Size)
        {
            Throw.WrongShape(nameof(MultiHeadAttention), name, tensor.Shape.ToString(), $"[batch, time, {Size}]");
        }
    }
}

/// <summary>The attention of a single position [batch, 1, size]: each head's values times the one weight that dropout leaves or drops, 0 for an empty sequence.</summary>
internal sealed class HeadFactorsOperation : Operation
{
    private Tensor _values = null!;
    private Tensor _factors = null!;

    public static Tensor Forward(Tensor values, int heads, IndexTensor? lengths, float probability, RandomStream random)
    {
        Tape tape = Tape.Current;
        int batch = values.Shape[0], headSize = values.Shape[2] / heads;
        Tensor drawn = tape.NewTensor(new Shape(batch, heads), requiresGradient: false), factors = tape.NewTensor(values.Shape, requiresGradient: false);
        if (probability > 0)
        {
            DropoutKernels.Draw(random, probability, drawn.Values);
        }
        else
        {
            drawn.Values.Fill(1f);
        }

        for (int place = 0; place < drawn.Shape.Count; place++)
        {
            bool isThere = lengths is null || lengths.Values[place / heads] > 0;
            factors.Values.Slice(place * headSize, headSize).Fill(isThere ? drawn.Values[place] : 0f);
        }

        Tensor output = tape.NewTensor(values.Shape, values.RequiresGradient);
        ElementKernels.Multiply(values.PaddedValues, factors.PaddedValues, output.PaddedValues, output.Shape.Count, accumulate: false);
        if (output.RequiresGradient)
        {
            HeadFactorsOperation operation = tape.Remember<HeadFactorsOperation>(output);
            operation._values = values;
            operation._factors = factors;
        }

        return output;
    }

    public override void Backward() =>
        ElementKernels.Multiply(
            Output.PaddedGradient, _factors.PaddedValues, _values.GradientToWrite(out bool accumulate), Output.Shape.Count, accumulate);
}
