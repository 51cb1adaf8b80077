namespace MusicRec.Neural;

/// <summary>Encoder layers one after another, as PyTorch's nn.TransformerEncoder.</summary>
public sealed class TransformerEncoder : Module<Tensor>
{
    private readonly TransformerEncoderLayer[] _layers;
    private readonly LayerNorm? _norm;

    /// <summary>A stack of <paramref name="layers"/>, each with weights of its own.</summary>
    /// <param name="layers">The first one first, 1 or more, all of one size.</param>
    /// <param name="norm">Normalises what comes out, as is usual behind layers that normalise first; null for nothing.</param>
    /// <exception cref="ArgumentException">There are no layers, one stands there twice, or their sizes differ.</exception>
    public TransformerEncoder(IReadOnlyList<TransformerEncoderLayer> layers, LayerNorm? norm = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Throw.IfEmpty(layers.Count, nameof(layers));
        _layers = [.. layers];
        for (int index = 0; index < _layers.Length; index++)
        {
            ArgumentNullException.ThrowIfNull(_layers[index], nameof(layers));
            if (_layers[index].Attention.Size != _layers[0].Attention.Size || Array.IndexOf(_layers, _layers[index]) != index)
            {
                throw new ArgumentException($"layers[{index}] is of size {_layers[index].Attention.Size}; each layer needs the first one's size, {_layers[0].Attention.Size}, and must stand there once.", nameof(layers));
            }

            AddChild($"layers.{index}", _layers[index]);
        }

        _norm = norm is null ? null : AddChild("norm", norm);
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers => _layers;

    /// <summary>The encoder over whole sequences.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <returns>[batch, time, size].</returns>
    public override Tensor Forward(Tensor input) => Forward(input, null);

    /// <summary>The encoder over sequences of different lengths, or looking back only.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <param name="lengths">Positions that are there, 0 to time, [batch]; null when all are.</param>
    /// <param name="causal">Whether position i looks at positions 0 to i only.</param>
    /// <returns>[batch, time, size]; what stands behind a sequence's length is of no use.</returns>
    /// <exception cref="ArgumentException">A shape or a length does not fit.</exception>
    public Tensor Forward(Tensor input, IndexTensor? lengths, bool causal = false)
    {
        foreach (TransformerEncoderLayer layer in _layers)
        {
            input = layer.Forward(input, lengths, causal);
        }

        return _norm is null ? input : _norm.Forward(input);
    }
}
