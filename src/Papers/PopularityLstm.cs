using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Paper 000's layers: the words of the genre → embedding → LSTM; the numbers → LSTM; both last states side by side → dense layer with ReLU →
/// one number per song, [batch, 1]. Words are [batch, words] with the count of each row, [batch]; numbers [batch, columns].
/// </summary>
public sealed class PopularityLstm : Module<((IndexTensor First, IndexTensor Second) First, Tensor Second)>
{
    private readonly bool _usesNumericSequence;
    private readonly Lstm _genre, _numeric;
    private readonly Dropout? _dropout;
    private readonly Linear _hidden, _output;

    /// <summary>A network with weights drawn as PyTorch draws them.</summary>
    /// <param name="words">Rows of the embedding, 1 or more; row 0 stands for nothing and never learns.</param>
    /// <param name="columns">Numbers per song, 1 or more.</param>
    /// <param name="random">Where the weights and the seed of dropout come from.</param>
    /// <param name="settings">Sizes; null for the paper's network.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a setting lies outside its range.</exception>
    public PopularityLstm(int words, int columns, RandomStream random, PopularityNetworkSettings? settings = null)
    {
        Throw.IfBelow(words, 1);
        Throw.IfBelow(columns, 1);
        ArgumentNullException.ThrowIfNull(random);
        PopularityNetworkSettings chosen = settings ?? new PopularityNetworkSettings();
        chosen.Check();
        (WordCount, ColumnCount, _usesNumericSequence) = (words, columns, chosen.UsesNumericSequence);
        Embedding = AddChild("embedding", new Embedding(words, chosen.EmbeddingSize, random, paddingIndex: 0));
        _genre = AddChild("genre", new Lstm(chosen.EmbeddingSize, chosen.HiddenSize, random));
        _numeric = AddChild("numeric", new Lstm(_usesNumericSequence ? 1 : columns, chosen.HiddenSize, random));
        _hidden = AddChild("hidden", new Linear(2 * chosen.HiddenSize, chosen.DenseSize, random));
        _output = AddChild("output", new Linear(chosen.DenseSize, 1, random));
        if (chosen.Dropout > 0)
        {
            _dropout = AddChild("dropout", new Dropout(chosen.Dropout, random.Split(1)));
        }
    }

    /// <summary>Rows of the embedding.</summary>
    public int WordCount { get; }

    /// <summary>Numbers per song.</summary>
    public int ColumnCount { get; }

    /// <summary>The vectors of the words.</summary>
    public Embedding Embedding { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A shape is not as above.</exception>
    public override Tensor Forward(((IndexTensor First, IndexTensor Second) First, Tensor Second) input)
    {
        ArgumentNullException.ThrowIfNull(input.First.First);
        ArgumentNullException.ThrowIfNull(input.First.Second);
        ArgumentNullException.ThrowIfNull(input.Second);
        return Forward(Embedding.Forward(input.First.First), input.First.Second, input.Second);
    }

    /// <summary>The same from vectors of the words, [batch, words, size]: what integrated gradients walk along.</summary>
    internal Tensor Forward(Tensor words, IndexTensor counts, Tensor numbers)
    {
        int batch = words.Shape[0];
        if (numbers.Shape.Rank != 2 || numbers.Shape[0] != batch || numbers.Shape[1] != ColumnCount)
        {
            Throw.WrongShape(nameof(PopularityLstm), nameof(numbers), numbers.Shape.ToString(), $"[{batch}, {ColumnCount}]");
        }

        Tensor positions = _usesNumericSequence ? numbers.Reshape(batch, ColumnCount, 1) : numbers.Reshape(batch, 1, ColumnCount);
        Tensor states = TensorOperations.Concatenate(_genre.Forward(words, counts).LastHidden, _numeric.Forward(positions).LastHidden);
        Tensor hidden = _hidden.Forward(states, Activation.Relu);
        return _output.Forward(_dropout is null ? hidden : _dropout.Forward(hidden));
    }
}
