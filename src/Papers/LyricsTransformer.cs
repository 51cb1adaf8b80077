using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Paper 001's Transformer: features → 64, a learned position (drawn with standard deviation 1), two encoder layers (2 heads, 2,048
/// hidden units, dropout 0.1: PyTorch's defaults), a linear layer. The paper gives no sizes; they are those of the authors' public notebook.
/// <para>
/// As described, a song is a sequence of one vector, and attention has nothing to look at but that vector. As the notebook has it, the
/// batch is the sequence: nn.TransformerEncoder there expects time first and is given the batch first, so each song attends to
/// all songs that happen to stand in its batch, and an answer depends on its neighbours.
/// </para>
/// </summary>
public sealed class LyricsTransformer : Module<SparseTensor>
{
    private const int Layers = 2;
    private readonly int _size;
    private readonly SparseLinear _projection;
    private readonly LearnedPositions _position;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _last;

    /// <summary>A network with weights drawn as PyTorch draws them.</summary>
    /// <param name="features">Numbers per song, 1 or more.</param>
    /// <param name="classes">Logits that come out, 1 or more.</param>
    /// <param name="random">Where weights and the seeds of dropout come from.</param>
    /// <param name="acrossBatch">Whether a song attends to its whole batch, as in the authors' notebook; false for to itself, as in the paper.</param>
    public LyricsTransformer(int features, int classes, RandomStream random, bool acrossBatch = false)
        : this(features, classes, random, acrossBatch, size: 64, heads: 2, hidden: 2048)
    {
    }

    internal LyricsTransformer(int features, int classes, RandomStream random, bool acrossBatch, int size, int heads, int hidden)
    {
        (AcrossBatch, _size) = (acrossBatch, size);
        _projection = AddChild("feature_embedding", new SparseLinear(features, size, random));
        _position = AddChild("positional_encoding", new LearnedPositions(1, size, random, standardDeviation: 1));
        _encoder = AddChild("transformer", new TransformerEncoder(
            [.. Enumerable.Range(0, Layers).Select(_ => new TransformerEncoderLayer(size, heads, random, hidden))]));
        _last = AddChild("fc", new Linear(size, classes, random));
    }

    /// <summary>Whether a song attends to its whole batch.</summary>
    public bool AcrossBatch { get; }

    /// <inheritdoc/>
    public override Tensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int batch = input.Shape[0];
        Tensor placed = _position.Forward(_projection.Forward(input).Reshape(batch, 1, _size));
        Tensor encoded = _encoder.Forward(AcrossBatch ? placed.Reshape(1, batch, _size) : placed);
        return _last.Forward(encoded.Reshape(batch, _size));
    }
}
