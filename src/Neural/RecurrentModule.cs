using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Layers that read sequences from the first position to the last: <see cref="Lstm"/>, <see cref="Gru"/> and
/// <see cref="Rnn"/>. Parameters are named and ordered as in PyTorch: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0,
/// then those of layer 1. All start uniform within ±1/√(hidden size), PyTorch's default.
/// </summary>
public abstract class RecurrentModule : Module
{
    private readonly RecurrentCell _cell;
    private readonly Tensor[] _weights;
    private readonly Dropout? _dropout;

    private protected RecurrentModule(RecurrentCell cell, int inputSize, int hiddenSize, RandomStream random, int layers, double dropout)
    {
        Throw.IfBelow(inputSize, 1);
        Throw.IfBelow(hiddenSize, 1);
        Throw.IfBelow(layers, 1);
        ArgumentNullException.ThrowIfNull(random);
        if (!(dropout >= 0 && dropout < 1))
        {
            Throw.OutOfRange(nameof(dropout), dropout, "0 to below 1");
        }

        if (dropout > 0 && layers == 1)
        {
            Throw.OutOfRange(nameof(dropout), dropout, "0 with one layer, since it acts between layers");
        }

        _cell = cell;
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        Layers = layers;
        _weights = new Tensor[4 * layers];
        int rows = hiddenSize * cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };
        for (int layer = 0; layer < layers; layer++)
        {
            int inputs = layer == 0 ? inputSize : hiddenSize;
            _weights[4 * layer] = AddParameter($"weight_ih_l{layer}", new Shape(rows, inputs));
            _weights[(4 * layer) + 1] = AddParameter($"weight_hh_l{layer}", new Shape(rows, hiddenSize));
            _weights[(4 * layer) + 2] = AddParameter($"bias_ih_l{layer}", new Shape(rows));
            _weights[(4 * layer) + 3] = AddParameter($"bias_hh_l{layer}", new Shape(rows));
        }

        double bound = 1 / Math.Sqrt(hiddenSize);
        foreach (Tensor weight in _weights)
        {
            weight.FillUniform(random, bound);
        }

        if (dropout > 0)
        {
            _dropout = AddChild("dropout", new Dropout(dropout, new RandomStream(random.NextUInt64())));
        }
    }

    /// <summary>Numbers per position that go in.</summary>
    public int InputSize { get; }

    /// <summary>Numbers per position that come out.</summary>
    public int HiddenSize { get; }

    /// <summary>How many layers stand one on another.</summary>
    public int Layers { get; }

    /// <summary>Reads sequences; the state before the first position is 0.</summary>
    /// <param name="input">[batch, time, input size].</param>
    /// <param name="lengths">
    /// [batch]: how many positions of each row count, 0 to time; null for all. What stands behind them is not looked at;
    /// the outputs there are 0, as those of PyTorch's packed sequences.
    /// </param>
    /// <exception cref="ArgumentException">A shape or a length is not as above.</exception>
    public RecurrentOutput Forward(Tensor input, IndexTensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 3 || input.Shape[2] != InputSize)
        {
            Throw.WrongShape(GetType().Name, nameof(input), input.Shape.ToString(), $"[batch, time, {InputSize}]");
        }

        if (lengths is not null && (lengths.Shape.Rank != 1 || lengths.Shape[0] != input.Shape[0]))
        {
            Throw.WrongShape(GetType().Name, nameof(lengths), lengths.Shape.ToString(), $"[{input.Shape[0]}], one length per row of the input");
        }

        SequencePlan plan = SequencePlan.Of(Tape.Current, input.Shape[0], input.Shape[1], lengths);
        RecurrentOutput result = default;
        for (int layer = 0; layer < Layers; layer++)
        {
            Tensor from = layer == 0 ? input : _dropout is null ? result.Outputs : _dropout.Forward(result.Outputs);
            result = RecurrentOperation.Forward(_cell, plan, from, _weights.AsSpan(4 * layer, 4));
        }

        return result;
    }
}

/// <summary>What a recurrent module makes of a batch of sequences; gradients flow back through both.</summary>
/// <param name="Outputs">The top layer's state at every position, [batch, time, hidden]; 0 behind a row's length.</param>
/// <param name="LastHidden">The top layer's state at each row's last position, [batch, hidden]; 0 for a row of length 0.</param>
public readonly record struct RecurrentOutput(Tensor Outputs, Tensor LastHidden);
