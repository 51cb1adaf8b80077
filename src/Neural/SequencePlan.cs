namespace MusicRec.Neural;

/// <summary>
/// Which positions of a batch of sequences exist. Rows are taken longest first, so that those that reach a position stand
/// together; the positions of one time follow those of the time before (as in PyTorch's PackedSequence).
/// </summary>
internal readonly struct SequencePlan
{
    private readonly IndexTensor _order;
    private readonly IndexTensor _starts;

    private SequencePlan(IndexTensor order, IndexTensor starts, int batch, int time)
    {
        _order = order;
        _starts = starts;
        Batch = batch;
        Time = time;
    }

    public int Batch { get; }

    public int Time { get; }

    /// <summary>Rows of the batch by falling length, equal ones in their order.</summary>
    public ReadOnlySpan<int> Order => _order.Values;

    /// <summary>Where the positions of each time start, and behind the last time how many there are.</summary>
    public ReadOnlySpan<int> Starts => _starts.Values;

    /// <summary>How many positions there are in all.</summary>
    public int Count => _starts.Values[Time];

    /// <summary>How many rows have a position at <paramref name="time"/>; 0 behind the last time.</summary>
    public int Alive(int time) => time < Time ? _starts.Values[time + 1] - _starts.Values[time] : 0;

    /// <param name="tape">Where the memory comes from.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="time">Positions of the longest row that is allowed.</param>
    /// <param name="lengths">[batch], 0 to <paramref name="time"/> each; null for the full length.</param>
    public static SequencePlan Of(Tape tape, int batch, int time, IndexTensor? lengths)
    {
        IndexTensor order = tape.NewIndexTensor(new Shape(batch)), starts = tape.NewIndexTensor(new Shape(time + 1));
        Span<int> rows = order.Values, ends = starts.Values;
        if (lengths is null)
        {
            for (int row = 0; row < batch; row++)
            {
                rows[row] = row;
            }

            for (int step = 0; step <= time; step++)
            {
                ends[step] = step * batch;
            }

            return new SequencePlan(order, starts, batch, time);
        }

        ends.Clear();
        for (int row = 0; row < batch; row++)
        {
            int length = lengths.Values[row];
            if (length < 0 || length > time)
            {
                Throw.OutOfRange($"lengths[{row}]", length, $"0 to {time}, the input's positions");
            }

            ends[length]++;
        }

        // From how many rows end at a length to how many are longer, which is where those of that length go.
        Span<int> places = tape.NewIndexTensor(new Shape(time + 1)).Values;
        int longer = 0;
        for (int length = time; length >= 0; length--)
        {
            places[length] = longer;
            longer += ends[length];
        }

        ends[0] = 0;
        for (int step = 0; step < time; step++)
        {
            ends[step + 1] = ends[step] + places[step];
        }

        for (int row = 0; row < batch; row++)
        {
            rows[places[lengths.Values[row]]++] = row;
        }

        return new SequencePlan(order, starts, batch, time);
    }
}
