using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// activation(input · weightᵀ + bias), the bias being left out where it is empty. Whoever works out a piece of the product activates it as well, so that a short step
/// hands work to other threads once. The digits are those of the two steps one after the other.
/// </summary>
internal ref struct LinearForward : IPieces
{
    public ReadOnlySpan<float> Input, Weight, Bias;
    public Span<float> Output;
    public Activation Activation;
    public int Rows, InputCount, OutputCount;
    private LinearCut _cut;

    /// <summary>Works out everything; all spans carry slack.</summary>
    public void Run()
    {
        long cost = (long)Rows * OutputCount * (InputCount + ElementKernels.CostOf(Activation));
        int pieces = cost > LinearCut.LongestWork ? 1 : WorkerPool.Pieces(cost, int.MaxValue);
        if (pieces == 1)
        {
            Multiply(0, Rows, 0, OutputCount);
            ElementKernels.Activate(Activation, Output, Rows * OutputCount);
            return;
        }

        _cut = new LinearCut(Rows, OutputCount, pieces);
        WorkerPool.For(_cut.Pieces, ref this);
    }

    /// <inheritdoc/>
    public readonly void Run(int piece)
    {
        (int row, int rows, int column, int columns) = _cut.Of(piece);
        Multiply(row, rows, column, columns);
        Span<float> target = Output[((row * OutputCount) + column)..];
        if (columns == OutputCount)
        {
            ElementKernels.ActivatePart(Activation, target, 1, rows * columns, rows * columns);
        }
        else
        {
            ElementKernels.ActivatePart(Activation, target, rows, OutputCount, columns);
        }
    }

    private readonly void Multiply(int row, int rows, int column, int columns) => MatrixProduct.Multiply(
        new MatrixOperand(Input[(row * InputCount)..], InputCount), new MatrixOperand(Weight[(column * InputCount)..], InputCount).Transposed,
        Bias.IsEmpty ? default : new MatrixOperand(Bias[column..], 0), Output[((row * OutputCount) + column)..], OutputCount, rows, columns, InputCount);
}
