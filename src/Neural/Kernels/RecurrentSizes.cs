namespace MusicRec.Neural.Kernels;

/// <summary>What a recurrent layer does at each position.</summary>
internal enum RecurrentCell
{
    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>Gated recurrent unit.</summary>
    Gru,

    /// <summary>tanh of the sums.</summary>
    Tanh,

    /// <summary>max(0, ·) of the sums.</summary>
    Relu,
}

/// <summary>
/// The sizes of one recurrent layer's work. In scratch memory each gate takes <see cref="Width"/> numbers, the hidden size
/// rounded up to whole vectors with zeros behind it. The products with the input fill the first <see cref="ProductWidth"/>
/// numbers of a position, those with the state add to the last ones, from <see cref="HiddenStart"/> on. Only in a GRU these
/// differ, where the candidate's two sums stay apart: candidate (input), r, z, candidate (state).
/// </summary>
internal readonly struct RecurrentSizes(RecurrentCell cell, int inputs, int hidden)
{
    public RecurrentCell Cell { get; } = cell;

    public int Inputs { get; } = inputs;

    public int Hidden { get; } = hidden;

    public int Width { get; } = (hidden + 7) / 8 * 8;

    /// <summary>How many gates the parameters hold.</summary>
    public int Gates => Cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };

    /// <summary>Numbers in scratch memory per position.</summary>
    public int GateWidth => (Cell == RecurrentCell.Gru ? 4 : Gates) * Width;

    public int ProductWidth => Gates * Width;

    public int HiddenStart => GateWidth - ProductWidth;

    /// <summary>Which of the parameters' gates stands at place <paramref name="place"/> of the products with the input; a GRU's are r, z, candidate in PyTorch.</summary>
    public int InputGate(int place) => Cell == RecurrentCell.Gru ? (place + 2) % 3 : place;
}
