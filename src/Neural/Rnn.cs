using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>The plain recurrent network (Elman 1990), as PyTorch's RNN with batch_first: h = tanh(W x + b + W′ h + b′), or with max(0, ·).</summary>
public sealed class Rnn : RecurrentModule
{
    /// <summary>A recurrent network with weights drawn from <paramref name="random"/>.</summary>
    /// <param name="inputSize">Numbers per position, 1 or more.</param>
    /// <param name="hiddenSize">Numbers in the state, 1 or more.</param>
    /// <param name="random">Where the weights come from; the same stream may serve several layers, one after another.</param>
    /// <param name="layers">How many stand one on another, 1 or more.</param>
    /// <param name="dropout">Share of numbers dropped between layers while training, 0 to below 1; 0 with one layer.</param>
    /// <param name="activation"><see cref="Activation.Tanh"/> or <see cref="Activation.Relu"/>.</param>
    public Rnn(int inputSize, int hiddenSize, RandomStream random, int layers = 1, double dropout = 0, Activation activation = Activation.Tanh)
        : base(Cell(activation), inputSize, hiddenSize, random, layers, dropout)
    {
    }

    private static RecurrentCell Cell(Activation activation)
    {
        if (activation is not (Activation.Tanh or Activation.Relu))
        {
            Throw.OutOfRange(nameof(activation), activation, "Tanh, Relu");
        }

        return activation == Activation.Tanh ? RecurrentCell.Tanh : RecurrentCell.Relu;
    }
}
