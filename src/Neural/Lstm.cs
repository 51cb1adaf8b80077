using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), as PyTorch's LSTM
/// with batch_first: i, f, o = σ(W x + b + W′ h + b′), g = tanh(…), c = f·c + i·g, h = o·tanh(c), gates in the order i, f, g, o.
/// </summary>
public sealed class Lstm : RecurrentModule
{
    /// <summary>An LSTM with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="inputSize">Numbers per position, 1 or more.</param>
    /// <param name="hiddenSize">Numbers in the state, 1 or more.</param>
    /// <param name="random">Where the weights come from; the same stream may serve several layers, one after another.</param>
    /// <param name="layers">How many stand one on another, 1 or more.</param>
    /// <param name="dropout">Share of numbers dropped between layers while training, 0 to below 1; 0 with one layer.</param>
    public Lstm(int inputSize, int hiddenSize, RandomStream random, int layers = 1, double dropout = 0)
        : base(RecurrentCell.Lstm, inputSize, hiddenSize, random, layers, dropout)
    {
    }
}
