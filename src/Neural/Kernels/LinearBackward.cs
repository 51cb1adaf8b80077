using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// The way back through <see cref="LinearForward"/>: the gradients of bias, weight and input, as far as they are wanted. In a
/// short step handing over to other threads is much of the work, so all that does not wait for one another is handed over
/// at once. The digits are those of the single steps one after the other.
/// </summary>
internal ref struct LinearBackward : IPieces
{
    public ReadOnlySpan<float> Input, Weight, Output;

    /// <summary>The gradient of the output, which becomes that of what was activated.</summary>
    public Span<float> Gradient;

    /// <summary>Where the results go; empty where none is wanted.</summary>
    public Span<float> BiasGradient, WeightGradient, InputGradient;

    /// <summary>Whether a result is added to what is there already.</summary>
    public bool AddsToBias, AddsToWeight, AddsToInput;

    /// <summary>What the output was activated by, or none when <see cref="Gradient"/> is that of what was activated already.</summary>
    public Activation Activation;
    public int Rows, InputCount, OutputCount;
    private int _weightPieces, _unitsPerPiece;
    private LinearCut _inputCut;
    private bool _cutsOutputs;

    /// <summary>Works out everything; all spans carry slack.</summary>
    public void Run()
    {
        ElementKernels.ActivateBackward(Activation, Output, Gradient, Rows * OutputCount);
        long product = (long)Rows * OutputCount * InputCount;
        long cost = product + ((long)Rows * OutputCount);
        int weightPieces = WeightGradient.IsEmpty ? 1 : WorkerPool.Pieces(cost, int.MaxValue);
        if (weightPieces == 1 || cost > LinearCut.LongestWork)
        {
            SumBias(0, OutputCount);
            MultiplyWeight(0, OutputCount, 0, InputCount);
            MultiplyInput(0, Rows, 0, InputCount);
            return;
        }

        _cutsOutputs = OutputCount >= InputCount;
        int panels = ((_cutsOutputs ? OutputCount : InputCount) + 15) / 16;
        _unitsPerPiece = (panels + weightPieces - 1) / weightPieces * 16;
        _weightPieces = ((16 * panels) + _unitsPerPiece - 1) / _unitsPerPiece;
        if (!InputGradient.IsEmpty)
        {
            _inputCut = new LinearCut(Rows, InputCount, WorkerPool.Pieces(product, Rows));
        }

        WorkerPool.For(_weightPieces + _inputCut.Pieces, ref this);
    }

    /// <inheritdoc/>
    public readonly void Run(int piece)
    {
        if (piece >= _weightPieces)
        {
            (int row, int rows, int column, int columns) = _inputCut.Of(piece - _weightPieces);
            MultiplyInput(row, rows, column, columns);
            return;
        }

        int start = piece * _unitsPerPiece;
        if (!_cutsOutputs)
        {
            SumBias(0, piece == 0 ? OutputCount : 0);
            MultiplyWeight(0, OutputCount, start, Math.Min(_unitsPerPiece, InputCount - start));
            return;
        }

        int count = Math.Min(_unitsPerPiece, OutputCount - start);
        SumBias(start, count);
        MultiplyWeight(start, count, 0, InputCount);
    }

    private readonly void SumBias(int first, int count)
    {
        if (!BiasGradient.IsEmpty && count > 0)
        {
            MatrixProduct.SumColumns(Gradient, AddsToBias ? BiasGradient : default, BiasGradient, Rows, OutputCount, first, count);
        }
    }

    private readonly void MultiplyWeight(int firstOutput, int outputs, int firstInput, int inputs)
    {
        if (!WeightGradient.IsEmpty)
        {
            Span<float> target = WeightGradient[((firstOutput * InputCount) + firstInput)..];
            MatrixProduct.Multiply(
                new MatrixOperand(Gradient[firstOutput..], OutputCount).Transposed, new MatrixOperand(Input[firstInput..], InputCount),
                AddsToWeight ? new MatrixOperand(target, InputCount) : default, target, InputCount, outputs, inputs, Rows);
        }
    }

    private readonly void MultiplyInput(int row, int rows, int column, int columns)
    {
        if (!InputGradient.IsEmpty)
        {
            Span<float> target = InputGradient[((row * InputCount) + column)..];
            MatrixProduct.Multiply(
                new MatrixOperand(Gradient[(row * OutputCount)..], OutputCount), new MatrixOperand(Weight[column..], InputCount),
                AddsToInput ? new MatrixOperand(target, InputCount) : default, target, InputCount, rows, columns, OutputCount);
        }
    }
}
