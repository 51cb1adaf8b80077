using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// One layer of a Transformer's encoder (Vaswani et al. 2017), batch first, as PyTorch's nn.TransformerEncoderLayer:
/// self-attention, then two linear layers for each position by itself, each with dropout, added to its input, and
/// normalised afterwards (or before, which trains more easily).
/// </summary>
public sealed class TransformerEncoderLayer : Module<Tensor>
{
    private readonly Linear _first;
    private readonly Linear _second;
    private readonly LayerNorm _attentionNorm;
    private readonly LayerNorm _linearNorm;
    private readonly Dropout _attentionDropout;
    private readonly Dropout _hiddenDropout;
    private readonly Dropout _linearDropout;

    /// <summary>A layer with weights drawn as PyTorch draws them.</summary>
    /// <param name="size">Numbers per position; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Attentions side by side, 1 or more.</param>
    /// <param name="random">Where the weights, and the seeds of dropout, come from.</param>
    /// <param name="hidden">Outputs of the first linear layer, 1 or more (PyTorch: dim_feedforward).</param>
    /// <param name="dropout">Share of numbers dropped while training, from 0 to below 1.</param>
    /// <param name="activation">Between the two linear layers.</param>
    /// <param name="normFirst">Whether normalisation stands before attention and linear layers instead of after the sums.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public TransformerEncoderLayer(
        int size, int heads, RandomStream random, int hidden = 2048, double dropout = 0.1, Activation activation = Activation.Relu,
        bool normFirst = false)
    {
        Throw.IfBelow(hidden, 1);
        Throw.IfUndefined(activation);

        Activation = activation;
        NormFirst = normFirst;
        Attention = AddChild("self_attn", new MultiHeadAttention(size, heads, random, dropout));
        _first = AddChild("linear1", new Linear(size, hidden, random));
        _second = AddChild("linear2", new Linear(hidden, size, random));
        _attentionNorm = AddChild("norm1", new LayerNorm(size));
        _linearNorm = AddChild("norm2", new LayerNorm(size));
        _hiddenDropout = AddChild("dropout", new Dropout(dropout, new RandomStream(random.NextUInt64())));
        _attentionDropout = AddChild("dropout1", new Dropout(dropout, new RandomStream(random.NextUInt64())));
        _linearDropout = AddChild("dropout2", new Dropout(dropout, new RandomStream(random.NextUInt64())));
    }

    /// <summary>The attention.</summary>
    public MultiHeadAttention Attention { get; }

    /// <summary>What stands between the two linear layers.</summary>
    public Activation Activation { get; }

    /// <summary>Whether normalisation stands before attention and linear layers.</summary>
    public bool NormFirst { get; }

    /// <summary>The layer over whole sequences.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <returns>[batch, time, size].</returns>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The layer over sequences of different lengths, or looking back only.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <param name="lengths">Positions that are there, 0 to time, [batch]; null when all are.</param>
    /// <param name="causal">Whether position i looks at positions 0 to i only.</param>
    /// <returns>[batch, time, size]; what stands behind a sequence's length is of no use.</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit.</exception>
    public Tensor Forward(Tensor input, IndexTensor? lengths, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (NormFirst)
        {
            Tensor attended = input + _attentionDropout.Forward(Attention.Forward(_attentionNorm.Forward(input), lengths, causal));
            return attended + Linear(_linearNorm.Forward(attended));
        }

        Tensor normed = _attentionNorm.Forward(input + _attentionDropout.Forward(Attention.Forward(input, lengths, causal)));
        return _linearNorm.Forward(normed + Linear(normed));
    }

    private Tensor Linear(Tensor input) =>
        _linearDropout.Forward(_second.Forward(_hiddenDropout.Forward(_first.Forward(input, Activation))));
}
