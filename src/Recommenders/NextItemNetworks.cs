using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Items so far → a state per position, whose products with all items' vectors, plus a bias, are the logits of what comes next: the
/// output layer is tied to the embedding. Sequences stand at the beginning of their rows, [batch, time]; what is behind a length is of no use.
/// </summary>
internal abstract class NextItemNetwork : Module<(IndexTensor Items, IndexTensor Lengths)>
{
    private readonly Dropout _dropout;

    protected NextItemNetwork(int items, NextItemNetworkOptions options, RandomStream random)
    {
        Items = AddChild("items", new Embedding(items, options.Size, random));

        // So that first logits are about normal, whatever the size.
        double scale = 1 / Math.Sqrt(options.Size);
        foreach (ref float value in Items.Weight.Values)
        {
            value = (float)(value * scale);
        }

        Bias = AddParameter("bias", new Shape(items, 1));
        _dropout = AddChild("dropout", new Dropout(options.Dropout, new RandomStream(random.NextUInt64())));
    }

    public Embedding Items { get; }

    /// <summary>One number per item, [items, 1].</summary>
    public Tensor Bias { get; }

    /// <summary>States, [batch, time, size].</summary>
    public sealed override Tensor Forward((IndexTensor Items, IndexTensor Lengths) input) =>
        Read(_dropout.Forward(Mark(Items.Forward(input.Items))), input.Lengths);

    protected virtual Tensor Mark(Tensor items) => items;

    protected abstract Tensor Read(Tensor items, IndexTensor lengths);
}

/// <summary>Recurrent layers and dropout.</summary>
internal sealed class RecurrentNextItemNetwork : NextItemNetwork
{
    private readonly RecurrentModule _recurrent;
    private readonly Dropout _outputDropout;

    public RecurrentNextItemNetwork(int items, RecurrentNextItemOptions options, RandomStream random)
        : base(items, options, random)
    {
        double between = options.Layers == 1 ? 0 : options.Dropout;
        _recurrent = AddChild<RecurrentModule>("recurrent", options.Kind switch
        {
            RecurrentKind.Rnn => new Rnn(options.Size, options.Size, random, options.Layers, between),
            RecurrentKind.Gru => new Gru(options.Size, options.Size, random, options.Layers, between),
            _ => new Lstm(options.Size, options.Size, random, options.Layers, between),
        });
        _outputDropout = AddChild("output_dropout", new Dropout(options.Dropout, new RandomStream(random.NextUInt64())));
    }

    protected override Tensor Read(Tensor items, IndexTensor lengths) => _outputDropout.Forward(_recurrent.Forward(items, lengths).Outputs);
}

/// <summary>Positions counted from the beginning of the row, and Transformer layers that look back only.</summary>
internal sealed class SelfAttentionNextItemNetwork : NextItemNetwork
{
    private readonly LearnedPositions _positions;
    private readonly TransformerEncoder _encoder;

    public SelfAttentionNextItemNetwork(int items, SelfAttentionNextItemOptions options, RandomStream random)
        : base(items, options, random)
    {
        _positions = AddChild("positions", new LearnedPositions(options.MaximumLength, options.Size, random));
        _encoder = AddChild("encoder", new TransformerEncoder(
            [
                .. Enumerable.Range(0, options.Layers).Select(_ => new TransformerEncoderLayer(
                    options.Size, options.Heads, random, options.Size, options.Dropout, Activation.Relu, normFirst: true)),
            ],
            new LayerNorm(options.Size)));
    }

    // Vectors are drawn with a length of about 1; with the root of the size they weigh more than the positions, as in the paper's code.
    protected override Tensor Mark(Tensor items) => _positions.Forward(items.Scale(Math.Sqrt(items.Shape.Last)));

    protected override Tensor Read(Tensor items, IndexTensor lengths) => _encoder.Forward(items, lengths, causal: true);
}
