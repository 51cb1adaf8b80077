using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// A recurrent layer from the last time back to the first: leaves the gradients of the gates' sums in the place of the
/// gates, and adds to the input's gradient. Pieces as in <see cref="RecurrentForward"/>.
/// </summary>
internal struct RecurrentBackward : IPieces
{
    private RecurrentForward _forward;
    private Tensor _last, _gradients, _carried;
    private Tensor _stateWeights;
    private Tensor? _inputWeights, _inputGradients;
    private bool _accumulate;

    public static RecurrentBackward Prepare(Tape tape, in RecurrentForward forward, Tensor inputWeights, Tensor stateWeights, Tensor last)
    {
        RecurrentSizes sizes = forward.Sizes;
        SequencePlan plan = forward.Plan;
        RecurrentBackward backward = new()
        {
            _forward = forward,
            _last = last,
            _gradients = RecurrentForward.Scratch(tape, plan.Batch, sizes.Width),
            _carried = RecurrentForward.Scratch(tape, plan.Batch, sizes.Width),
            _stateWeights = RecurrentForward.Scratch(tape, 1, MatrixProduct.PackedLength(sizes.Width, sizes.ProductWidth)),
        };
        Tensor placed = RecurrentForward.Scratch(tape, sizes.ProductWidth, sizes.Width);
        RecurrentWeights.PlaceState(sizes, stateWeights.Values, placed.Values);
        MatrixProduct.Pack(new MatrixOperand(placed.PaddedValues, sizes.Width), backward._stateWeights.PaddedValues, sizes.Width, sizes.ProductWidth);
        if (forward.Input.RequiresGradient)
        {
            backward._inputGradients = RecurrentForward.Scratch(tape, plan.Batch, sizes.Inputs);
            backward._inputWeights = RecurrentForward.Scratch(tape, 1, MatrixProduct.PackedLength(sizes.Inputs, sizes.ProductWidth));
            placed = RecurrentForward.Scratch(tape, sizes.ProductWidth, sizes.Inputs);
            RecurrentWeights.Place(sizes, inputWeights.Values, placed.Values);
            MatrixProduct.Pack(new MatrixOperand(placed.PaddedValues, sizes.Inputs), backward._inputWeights.PaddedValues, sizes.Inputs, sizes.ProductWidth);
            Span<float> target = forward.Input.GradientToWrite(out backward._accumulate);
            if (!backward._accumulate && plan.Count < plan.Batch * plan.Time)
            {
                // Positions behind a row's length have no say.
                target.Clear();
            }
        }

        return backward;
    }

    public readonly void Run(int piece)
    {
        RecurrentSizes sizes = _forward.Sizes;
        SequencePlan plan = _forward.Plan;
        int width = sizes.Width, gateWidth = sizes.GateWidth, first = plan.Alive(0);
        for (int time = plan.Time - 1; time >= 0; time--)
        {
            (int low, int rows) = _forward.Alive(piece, time);
            if (rows == 0)
            {
                continue;
            }

            int position = plan.Starts[time] + low;
            Span<float> gates = _forward.Gates.PaddedValues[(position * gateWidth)..];
            Span<float> gradients = _gradients.PaddedValues[(low * width)..];
            Span<float> carried = _carried.PaddedValues[(low * width)..];
            Gather(time, low, rows, _forward.Alive(piece, time + 1).Rows);
            ReadOnlySpan<float> previous = default, previousCells = default, cells = default;
            Tensor? allCells = _forward.Cells;
            if (allCells is not null)
            {
                cells = allCells.PaddedValues[(position * width)..];
                previousCells = time > 0 ? allCells.PaddedValues[((plan.Starts[time - 1] + low) * width)..] : default;
            }

            if (time > 0)
            {
                previous = _forward.Previous.PaddedValues[((position - first) * width)..];
            }

            RecurrentKernels.Backward(sizes, gates, previousCells, cells, previous, gradients, carried, rows);
            if (time > 0)
            {
                MatrixProduct.MultiplyPacked(
                    new MatrixOperand(gates[sizes.HiddenStart..], gateWidth), _stateWeights.PaddedValues, default, gradients, width, rows, width, sizes.ProductWidth);
            }

            if (_inputWeights is not null)
            {
                HandToInput(gates, time, low, rows);
            }
        }
    }

    /// <summary>The gradient of each row's state: from the time after, or the last state's, and the output's at this time.</summary>
    private readonly void Gather(int time, int low, int rows, int staying)
    {
        int width = _forward.Sizes.Width, hidden = _forward.Sizes.Hidden;
        ReadOnlySpan<int> order = _forward.Plan.Order;
        ReadOnlySpan<float> outputs = _forward.Outputs.HasGradient ? _forward.Outputs.Gradient : default, last = _last.HasGradient ? _last.Gradient : default;
        Span<float> gradients = _gradients.Values, carried = _carried.Values;
        for (int place = low; place < low + rows; place++)
        {
            int row = order[place];
            Span<float> target = gradients.Slice(place * width, width);
            if (place >= low + staying)
            {
                target.Clear();
                carried.Slice(place * width, width).Clear();
                if (!last.IsEmpty)
                {
                    last.Slice(row * hidden, hidden).CopyTo(target);
                }
            }

            if (!outputs.IsEmpty)
            {
                int start = ((row * _forward.Plan.Time) + time) * hidden;
                RecurrentKernels.Add(outputs.Slice(start, hidden), target);
            }
        }
    }

    private readonly void HandToInput(ReadOnlySpan<float> gates, int time, int low, int rows)
    {
        RecurrentSizes sizes = _forward.Sizes;
        int inputs = sizes.Inputs;
        Span<float> result = _inputGradients!.PaddedValues[(low * inputs)..];
        MatrixProduct.MultiplyPacked(
            new MatrixOperand(gates, sizes.GateWidth), _inputWeights!.PaddedValues, default, result, inputs, rows, inputs, sizes.ProductWidth);
        ReadOnlySpan<int> order = _forward.Plan.Order.Slice(low, rows);
        Span<float> gradients = _forward.Input.Gradient;
        for (int row = 0; row < rows; row++)
        {
            int position = (order[row] * _forward.Plan.Time) + time;
            ReadOnlySpan<float> from = result.Slice(row * inputs, inputs);
            Span<float> target = gradients.Slice(position * inputs, inputs);
            if (_accumulate)
            {
                RecurrentKernels.Add(from, target);
            }
            else
            {
                from.CopyTo(target);
            }
        }
    }
}
