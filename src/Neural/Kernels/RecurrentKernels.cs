using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// What happens at one time of a recurrent layer besides its products, for several rows. Gates, cells and states stand in
/// whole vectors with zeros behind the hidden size, which stay zeros.
/// Plain version: <see cref="Reference.RecurrentLayer{T}"/>.
/// </summary>
internal static unsafe class RecurrentKernels
{
    /// <summary>Puts each gate's value in the place of its sum and works out the new cells and states.</summary>
    /// <param name="sizes">The layer.</param>
    /// <param name="gates">[rows, gate width].</param>
    /// <param name="previousCells">[rows, width], empty for zeros; only an LSTM has cells.</param>
    /// <param name="cells">[rows, width].</param>
    /// <param name="previous">The states before, [rows, width], empty for zeros.</param>
    /// <param name="states">The states after, [rows, width].</param>
    /// <param name="rows">How many.</param>
    public static void Forward(
        in RecurrentSizes sizes, Span<float> gates, ReadOnlySpan<float> previousCells, Span<float> cells,
        ReadOnlySpan<float> previous, Span<float> states, int rows)
    {
        int width = sizes.Width;
        long count = (long)rows * width;
        KernelGuard.Holds(gates, (long)rows * sizes.GateWidth);
        KernelGuard.Holds(states, count);
        KernelGuard.Holds(previous, previous.IsEmpty ? 0 : count);
        KernelGuard.Holds(cells, sizes.Cell == RecurrentCell.Lstm ? count : 0);
        KernelGuard.Holds(previousCells, previousCells.IsEmpty ? 0 : count);
        fixed (float* gate = gates, cellBefore = previousCells, cell = cells, before = previous, state = states)
        {
            switch (sizes.Cell)
            {
                case RecurrentCell.Lstm:
                    LstmForward(gate, cellBefore, cell, state, rows, width);
                    break;
                case RecurrentCell.Gru:
                    GruForward(gate, before, state, rows, width);
                    break;
                default:
                    ElementKernels.Activate(sizes.Cell == RecurrentCell.Tanh ? Activation.Tanh : Activation.Relu, gates, rows * width);
                    gates[..(rows * width)].CopyTo(states);
                    break;
            }
        }
    }

    /// <summary>Puts the gradient of each gate's sum in the place of its value.</summary>
    /// <param name="sizes">The layer.</param>
    /// <param name="gates">[rows, gate width], as <see cref="Forward"/> left them.</param>
    /// <param name="previousCells">[rows, width], empty for zeros.</param>
    /// <param name="cells">[rows, width].</param>
    /// <param name="previous">The states before, [rows, width], empty for zeros.</param>
    /// <param name="gradients">The states' gradients, [rows, width], except for what a GRU carries.</param>
    /// <param name="carried">[rows, width]: what goes from time to time besides the gates, the gradient of an LSTM's cells or of a GRU's kept states; in for the states after, out for those before.</param>
    /// <param name="rows">How many.</param>
    public static void Backward(
        in RecurrentSizes sizes, Span<float> gates, ReadOnlySpan<float> previousCells, ReadOnlySpan<float> cells,
        ReadOnlySpan<float> previous, ReadOnlySpan<float> gradients, Span<float> carried, int rows)
    {
        int width = sizes.Width;
        long count = (long)rows * width;
        KernelGuard.Holds(gates, (long)rows * sizes.GateWidth);
        KernelGuard.Holds(gradients, count);
        KernelGuard.Holds(carried, count);
        KernelGuard.Holds(previous, previous.IsEmpty ? 0 : count);
        KernelGuard.Holds(cells, sizes.Cell == RecurrentCell.Lstm ? count : 0);
        KernelGuard.Holds(previousCells, previousCells.IsEmpty ? 0 : count);
        fixed (float* gate = gates, cellBefore = previousCells, cell = cells, before = previous, gradient = gradients, carry = carried)
        {
            switch (sizes.Cell)
            {
                case RecurrentCell.Lstm:
                    LstmBackward(gate, cellBefore, cell, gradient, carry, rows, width);
                    break;
                case RecurrentCell.Gru:
                    GruBackward(gate, before, gradient, carry, rows, width);
                    break;
                default:
                    PlainBackward(gate, gradient, rows * width, sizes.Cell == RecurrentCell.Tanh);
                    break;
            }
        }
    }

    /// <summary>Adds numbers to others, one by one; nothing behind them is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> values, Span<float> target)
    {
        int count = values.Length, index = 0;
        KernelGuard.Holds(target, count);
        fixed (float* from = values, to = target)
        {
            for (; index <= count - 8; index += 8)
            {
                (Vector256.Load(to + index) + Vector256.Load(from + index)).Store(to + index);
            }

            for (; index < count; index++)
            {
                to[index] += from[index];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LstmForward(float* gates, float* previousCells, float* cells, float* states, int rows, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int index = 0; index < width; index += 8)
            {
                Vector256<float> i = VectorMath.Sigmoid(Vector256.Load(gates + index));
                Vector256<float> f = VectorMath.Sigmoid(Vector256.Load(gates + width + index));
                Vector256<float> g = VectorMath.Tanh(Vector256.Load(gates + (2 * width) + index));
                Vector256<float> o = VectorMath.Sigmoid(Vector256.Load(gates + (3 * width) + index));
                Vector256<float> before = previousCells == null ? Vector256<float>.Zero : Vector256.Load(previousCells + index);
                Vector256<float> c = Vector256.FusedMultiplyAdd(f, before, i * g);
                i.Store(gates + index);
                f.Store(gates + width + index);
                g.Store(gates + (2 * width) + index);
                o.Store(gates + (3 * width) + index);
                c.Store(cells + index);
                (o * VectorMath.Tanh(c)).Store(states + index);
            }

            gates += 4 * width;
            previousCells += previousCells == null ? 0 : width;
            cells += width;
            states += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LstmBackward(float* gates, float* previousCells, float* cells, float* gradients, float* carried, int rows, int width)
    {
        Vector256<float> one = Vector256<float>.One;
        for (int row = 0; row < rows; row++)
        {
            for (int index = 0; index < width; index += 8)
            {
                Vector256<float> i = Vector256.Load(gates + index), f = Vector256.Load(gates + width + index);
                Vector256<float> g = Vector256.Load(gates + (2 * width) + index), o = Vector256.Load(gates + (3 * width) + index);
                Vector256<float> before = previousCells == null ? Vector256<float>.Zero : Vector256.Load(previousCells + index);
                Vector256<float> tanh = VectorMath.Tanh(Vector256.Load(cells + index)), gradient = Vector256.Load(gradients + index);
                Vector256<float> c = Vector256.FusedMultiplyAdd(
                    gradient * o, Vector256.FusedMultiplyAdd(-tanh, tanh, one), Vector256.Load(carried + index));
                (c * g * (i * (one - i))).Store(gates + index);
                (c * before * (f * (one - f))).Store(gates + width + index);
                (c * i * Vector256.FusedMultiplyAdd(-g, g, one)).Store(gates + (2 * width) + index);
                (gradient * tanh * (o * (one - o))).Store(gates + (3 * width) + index);
                (c * f).Store(carried + index);
            }

            gates += 4 * width;
            previousCells += previousCells == null ? 0 : width;
            cells += width;
            gradients += width;
            carried += width;
        }
    }

    // Gates: candidate from the input (afterwards the candidate), r, z, candidate from the state.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GruForward(float* gates, float* previous, float* states, int rows, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int index = 0; index < width; index += 8)
            {
                Vector256<float> r = VectorMath.Sigmoid(Vector256.Load(gates + width + index));
                Vector256<float> z = VectorMath.Sigmoid(Vector256.Load(gates + (2 * width) + index));
                Vector256<float> n = VectorMath.Tanh(
                    Vector256.FusedMultiplyAdd(r, Vector256.Load(gates + (3 * width) + index), Vector256.Load(gates + index)));
                Vector256<float> before = previous == null ? Vector256<float>.Zero : Vector256.Load(previous + index);
                n.Store(gates + index);
                r.Store(gates + width + index);
                z.Store(gates + (2 * width) + index);
                Vector256.FusedMultiplyAdd(z, before - n, n).Store(states + index);
            }

            gates += 4 * width;
            previous += previous == null ? 0 : width;
            states += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GruBackward(float* gates, float* previous, float* gradients, float* carried, int rows, int width)
    {
        Vector256<float> one = Vector256<float>.One;
        for (int row = 0; row < rows; row++)
        {
            for (int index = 0; index < width; index += 8)
            {
                Vector256<float> n = Vector256.Load(gates + index), r = Vector256.Load(gates + width + index);
                Vector256<float> z = Vector256.Load(gates + (2 * width) + index), u = Vector256.Load(gates + (3 * width) + index);
                Vector256<float> before = previous == null ? Vector256<float>.Zero : Vector256.Load(previous + index);
                Vector256<float> gradient = Vector256.Load(gradients + index) + Vector256.Load(carried + index);
                Vector256<float> candidate = gradient * (one - z) * Vector256.FusedMultiplyAdd(-n, n, one);
                candidate.Store(gates + index);
                (candidate * u * (r * (one - r))).Store(gates + width + index);
                (gradient * (before - n) * (z * (one - z))).Store(gates + (2 * width) + index);
                (candidate * r).Store(gates + (3 * width) + index);
                (gradient * z).Store(carried + index);
            }

            gates += 4 * width;
            previous += previous == null ? 0 : width;
            gradients += width;
            carried += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PlainBackward(float* values, float* gradients, int count, bool tanh)
    {
        for (int index = 0; index < count; index += 8)
        {
            Vector256<float> y = Vector256.Load(values + index), gradient = Vector256.Load(gradients + index);
            Vector256<float> result = tanh
                ? gradient * Vector256.FusedMultiplyAdd(-y, y, Vector256<float>.One)
                : gradient & Vector256.GreaterThan(y, Vector256<float>.Zero);
            result.Store(values + index);
        }
    }
}
