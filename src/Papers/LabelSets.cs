using MusicRec.Neural;

namespace MusicRec.Papers;

/// <summary>The classes of each row as rows of zeros and ones, made batch by batch: for many artists the whole would not fit into memory.</summary>
/// <param name="sets">The classes of each row, one or more, no two alike, below <paramref name="classes"/>.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="asShares">Whether a row's ones are divided by their number, so that they add up to 1.</param>
internal sealed class LabelSets(int[][] sets, int classes, bool asShares) : RowSource<Tensor>(sets.Length)
{
    public override Tensor Gather(Tape tape, ReadOnlySpan<int> rows)
    {
        Tensor targets = tape.NewTensor(new Shape(rows.Length, classes), requiresGradient: false);
        Span<float> values = targets.Values;
        values.Clear();
        for (int place = 0; place < rows.Length; place++)
        {
            int[] set = sets[rows[place]];
            foreach (int label in set)
            {
                values[(place * classes) + label] = asShares ? 1f / set.Length : 1f;
            }
        }

        return targets;
    }
}

/// <summary>Rows with one class or several, held against the softmax of a network's outputs. A row counts as right when its likeliest class is one of its own.</summary>
internal sealed class LabelSetObjective : Objective
{
    private readonly Module<Tensor> _network;
    private readonly RowSource<Tensor> _inputs;
    private readonly LabelSets _targets;
    private readonly Softmax? _softmax;

    public LabelSetObjective(Module<Tensor> network, Tensor inputs, int[][] sets, int classes, TrackEmbeddingLoss loss)
    {
        (_network, _inputs) = (network, RowSource.Of(inputs));
        _softmax = loss == TrackEmbeddingLoss.SoftmaxBinaryCrossEntropy ? new Softmax() : null;
        _targets = new LabelSets(sets, classes, asShares: _softmax is null);
    }

    public override int Rows => _inputs.Rows;

    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        Tensor outputs = _network.Forward(_inputs.Gather(tape, rows));
        Tensor targets = _targets.Gather(tape, rows);
        Tensor loss = _softmax is null
            ? _crossEntropy.Of(outputs, targets)
            : Loss.BinaryCrossEntropy.Of(_softmax.Forward(outputs), targets);
        return new BatchLoss(loss, rows.Length, CountCorrect(outputs.Values, targets.Values, rows.Length), rows.Length);
    }

    private static readonly Loss _crossEntropy = Loss.CrossEntropyOfProbabilities();

    private static int CountCorrect(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int rows)
    {
        int classes = outputs.Length / rows, correct = 0;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> own = outputs.Slice(row * classes, classes);
            int best = 0;
            for (int candidate = 1; candidate < classes; candidate++)
            {
                best = own[candidate] > own[best] ? candidate : best;
            }

            correct += targets[(row * classes) + best] > 0 ? 1 : 0;
        }

        return correct;
    }
}
