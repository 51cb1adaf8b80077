using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// The softmax cross-entropy of what comes next at every position. The softmax is over all items, or over those that the step names
/// as next ones and others drawn from the rest, each of which counts for as many as it was drawn from: the sum below the fraction
/// is then right on average (a stratified sample), and exact where everything is drawn.
/// </summary>
internal sealed class NextItemObjective : Objective
{
    // Marks positions behind the end of a sequence.
    private const int Nothing = -1;
    private static readonly Loss<IndexTensor> _loss = Loss.CrossEntropy(ignoredClass: Nothing);
    private readonly NextItemNetwork _network;
    private readonly int[][] _pieces;
    private readonly int _sampledItems;
    private readonly RandomStream _random;
    private readonly int[] _columnOf;
    private readonly int[] _candidates;

    /// <param name="network">What learns.</param>
    /// <param name="pieces">Sequences of two items and more.</param>
    /// <param name="sampledItems">Items drawn in each step; 0 for the softmax over all.</param>
    /// <param name="random">Draws them.</param>
    public NextItemObjective(NextItemNetwork network, int[][] pieces, int sampledItems, RandomStream random)
    {
        (_network, _pieces, _sampledItems) = (network, pieces, sampledItems);
        _random = AddRandomStream("sampled items", random);
        int items = network.Items.Weight.Shape[0];
        _columnOf = new int[items];
        Array.Fill(_columnOf, Nothing);
        _candidates = new int[items];
    }

    public override int Rows => _pieces.Length;

    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        int time = 0, positions = 0;
        foreach (int row in rows)
        {
            time = Math.Max(time, _pieces[row].Length - 1);
            positions += _pieces[row].Length - 1;
        }

        IndexTensor items = tape.NewIndexTensor(new Shape(rows.Length, time)), lengths = tape.NewIndexTensor(new Shape(rows.Length));
        IndexTensor targets = tape.NewIndexTensor(new Shape(rows.Length * time));
        items.Values.Clear();
        targets.Values.Fill(Nothing);
        for (int index = 0; index < rows.Length; index++)
        {
            ReadOnlySpan<int> piece = _pieces[rows[index]];
            lengths.Values[index] = piece.Length - 1;
            piece[..^1].CopyTo(items.Values[(index * time)..]);
            piece[1..].CopyTo(targets.Values[(index * time)..]);
        }

        Tensor states = _network.Forward((items, lengths)).Reshape(rows.Length * time, _network.Items.Weight.Shape[1]);
        Tensor logits = _sampledItems == 0 || _sampledItems >= _columnOf.Length
            ? states.Linear(_network.Items.Weight, _network.Bias.Reshape(_columnOf.Length))
            : Sampled(tape, states, targets);
        return new BatchLoss(_loss.Of(logits, targets), positions);
    }

    /// <summary>Logits of the candidates; the targets become their columns.</summary>
    private Tensor Sampled(Tape tape, Tensor states, IndexTensor targets)
    {
        int named = 0;
        foreach (ref int target in targets.Values)
        {
            if (target != Nothing)
            {
                if (_columnOf[target] == Nothing)
                {
                    _columnOf[target] = named;
                    _candidates[named++] = target;
                }

                target = _columnOf[target];
            }
        }

        int rest = _columnOf.Length - named, drawn = Math.Min(_sampledItems, rest), count = named;
        while (count < named + drawn)
        {
            int item = drawn == rest ? NextUnnamed(count == named ? 0 : _candidates[count - 1] + 1) : _random.NextInt32(_columnOf.Length);
            if (_columnOf[item] == Nothing)
            {
                _columnOf[item] = count;
                _candidates[count++] = item;
            }
        }

        IndexTensor candidates = tape.NewIndexTensor(new Shape(count));
        _candidates.AsSpan(0, count).CopyTo(candidates.Values);
        foreach (int item in candidates.Values)
        {
            _columnOf[item] = Nothing;
        }

        Tensor standsFor = tape.NewTensor(new Shape(count), requiresGradient: false);
        standsFor.Values[..named].Clear();
        standsFor.Values[named..].Fill((float)Elementary.Log((double)rest / Math.Max(1, drawn)));
        Tensor bias = EmbeddingOperation.Forward(candidates, _network.Bias, paddingIndex: Nothing).Reshape(count) + standsFor;
        return states.Linear(_network.Items.Forward(candidates), bias);
    }

    private int NextUnnamed(int item)
    {
        while (_columnOf[item] != Nothing)
        {
            item++;
        }

        return item;
    }
}
