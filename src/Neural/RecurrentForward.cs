using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// A recurrent layer from the first time to the last. Each piece takes some rows of the batch through all times, so that
/// no thread waits for another in between; a row's numbers do not depend on the others.
/// </summary>
internal struct RecurrentForward : IPieces
{
    /// <summary>Most rows per piece: their gates at one time stay in the processor's cache.</summary>
    private const int PieceRows = 32;

    private Tensor _bias, _inputWeights, _stateWeights;
    private int _rows;

    public RecurrentSizes Sizes { get; private set; }

    public SequencePlan Plan { get; private set; }

    /// <summary>[batch, time, inputs].</summary>
    public Tensor Input { get; private set; }

    /// <summary>The input at each position, [positions, inputs].</summary>
    public Tensor Positions { get; private set; }

    /// <summary>The state before each position, those of the first time left out, which are 0, [positions − first ones, width].</summary>
    public Tensor Previous { get; private set; }

    /// <summary>The gates at each position, [positions, gate width].</summary>
    public Tensor Gates { get; private set; }

    /// <summary>An LSTM's cells at each position, [positions, width].</summary>
    public Tensor? Cells { get; private set; }

    /// <summary>Each row's present state, and in the end its last one, in the order of the plan, [batch, width].</summary>
    public Tensor States { get; private set; }

    /// <summary>[batch, time, hidden].</summary>
    public Tensor Outputs { get; set; }

    /// <summary>How many pieces there are.</summary>
    public readonly int Pieces => (Plan.Alive(0) + _rows - 1) / _rows;

    public static RecurrentForward Prepare(Tape tape, in RecurrentSizes sizes, in SequencePlan plan, Tensor input, ReadOnlySpan<Tensor> weights)
    {
        int count = plan.Count, first = plan.Alive(0);
        RecurrentForward forward = new()
        {
            Sizes = sizes,
            Plan = plan,
            Input = input,
            Positions = Scratch(tape, count, sizes.Inputs),
            Previous = Scratch(tape, count - first, sizes.Width),
            Gates = Scratch(tape, count, sizes.GateWidth),
            Cells = sizes.Cell == RecurrentCell.Lstm ? Scratch(tape, count, sizes.Width) : null,
            States = Scratch(tape, plan.Batch, sizes.Width),
            _bias = Scratch(tape, 1, sizes.GateWidth),
            _inputWeights = Scratch(tape, 1, MatrixProduct.PackedLength(sizes.ProductWidth, sizes.Inputs)),
            _stateWeights = Scratch(tape, 1, MatrixProduct.PackedLength(sizes.ProductWidth, sizes.Width)),
        };
        forward._rows = RowsPerPiece(sizes, plan);

        // Rows without a position have the state 0.
        forward.States.Values[(first * sizes.Width)..].Clear();
        RecurrentWeights.PlaceBias(sizes, weights[2].Values, weights[3].Values, forward._bias.Values);
        Tensor placed = Scratch(tape, sizes.ProductWidth, sizes.Inputs);
        RecurrentWeights.Place(sizes, weights[0].Values, placed.Values);
        MatrixProduct.Pack(new MatrixOperand(placed.PaddedValues, sizes.Inputs).Transposed, forward._inputWeights.PaddedValues, sizes.ProductWidth, sizes.Inputs);
        placed = Scratch(tape, sizes.ProductWidth, sizes.Width);
        RecurrentWeights.PlaceState(sizes, weights[1].Values, placed.Values);
        MatrixProduct.Pack(new MatrixOperand(placed.PaddedValues, sizes.Width).Transposed, forward._stateWeights.PaddedValues, sizes.ProductWidth, sizes.Width);
        return forward;
    }

    /// <summary>A tensor of the scope for work in between; what it holds is arbitrary.</summary>
    public static Tensor Scratch(Tape tape, int rows, int columns) => tape.NewTensor(new Shape(rows, columns), requiresGradient: false);

    /// <summary>The rows of a piece in the order of the plan that have a position at <paramref name="time"/>: where they start and how many.</summary>
    public readonly (int Low, int Rows) Alive(int piece, int time)
    {
        int low = piece * _rows;
        return (low, Math.Max(0, Math.Min(low + _rows, Plan.Alive(time)) - low));
    }

    public readonly void Run(int piece)
    {
        int inputs = Sizes.Inputs, hidden = Sizes.Hidden, width = Sizes.Width, gateWidth = Sizes.GateWidth, first = Plan.Alive(0);
        ReadOnlySpan<float> input = Input.Values, ownBias = _bias.Values[Sizes.ProductWidth..];
        Span<float> positions = Positions.PaddedValues, outputs = Outputs.Values;
        for (int time = 0; time < Plan.Time; time++)
        {
            (int low, int rows) = Alive(piece, time);
            if (rows == 0)
            {
                return;
            }

            int position = Plan.Starts[time] + low;
            ReadOnlySpan<int> order = Plan.Order.Slice(low, rows);
            Span<float> gates = Gates.PaddedValues[(position * gateWidth)..];
            for (int row = 0; row < rows; row++)
            {
                input.Slice(((order[row] * Plan.Time) + time) * inputs, inputs).CopyTo(positions[((position + row) * inputs)..]);
                ownBias.CopyTo(gates[((row * gateWidth) + Sizes.ProductWidth)..]);
            }

            MatrixProduct.MultiplyPacked(
                new MatrixOperand(positions[(position * inputs)..], inputs), _inputWeights.PaddedValues,
                new MatrixOperand(_bias.PaddedValues, 0), gates, gateWidth, rows, Sizes.ProductWidth, inputs);
            ReadOnlySpan<float> previous = default, previousCells = default;
            if (time > 0)
            {
                previous = Previous.PaddedValues[((position - first) * width)..];
                previousCells = Cells is null ? default : Cells.PaddedValues[((Plan.Starts[time - 1] + low) * width)..];
                Span<float> sums = gates[Sizes.HiddenStart..];
                MatrixProduct.MultiplyPacked(
                    new MatrixOperand(previous, width), _stateWeights.PaddedValues, new MatrixOperand(sums, gateWidth), sums, gateWidth, rows, Sizes.ProductWidth, width);
            }

            Span<float> states = States.PaddedValues[(low * width)..];
            RecurrentKernels.Forward(Sizes, gates, previousCells, Cells is null ? default : Cells.PaddedValues[(position * width)..], previous, states, rows);
            int staying = Alive(piece, time + 1).Rows;
            if (staying > 0)
            {
                states[..(staying * width)].CopyTo(Previous.Values[((Plan.Starts[time + 1] + low - first) * width)..]);
            }

            for (int row = 0; row < rows; row++)
            {
                states.Slice(row * width, hidden).CopyTo(outputs[(((order[row] * Plan.Time) + time) * hidden)..]);
            }
        }
    }

    private static int RowsPerPiece(in RecurrentSizes sizes, in SequencePlan plan)
    {
        int rows = plan.Alive(0);
        long work = (long)plan.Count * sizes.ProductWidth * (sizes.Inputs + sizes.Width);
        int pieces = Math.Max((rows + PieceRows - 1) / PieceRows, WorkerPool.Pieces(work, Math.Min(ParallelLoop.ThreadCount, rows)));
        return Math.Max(1, (rows + pieces - 1) / Math.Max(1, pieces));
    }
}
