using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014, in PyTorch's form with batch_first): r, z = σ(W x + b + W′ h + b′),
/// n = tanh(W x + b + r·(W′ h + b′)), h = (1 − z)·n + z·h, gates in the order r, z, n.
/// </summary>
public sealed class Gru : RecurrentModule
{
    /// <summary>A GRU with weights drawn from <paramref name="random"/>.</summary>
    /// <inheritdoc cref="Lstm(int, int, RandomStream, int, double)" path="/param"/>
    public Gru(int inputSize, int hiddenSize, RandomStream random, int layers = 1, double dropout = 0)
        : base(RecurrentCell.Gru, inputSize, hiddenSize, random, layers, dropout)
    {
    }
}
