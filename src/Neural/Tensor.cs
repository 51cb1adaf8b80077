using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Numbers in float with a shape, row after row. Those made by <see cref="From(ReadOnlySpan{float}, ReadOnlySpan{int})"/>
/// and the parameters of a <see cref="Module"/> are yours to keep; results of operations belong to the open
/// <see cref="Tape"/> scope and end with it.
/// </summary>
public sealed partial class Tensor
{
    private AlignedBuffer? _values;
    private AlignedBuffer? _gradient;
    private Tape? _tape;
    private bool[]? _touchedRows;
    private bool _isByRow;
    private bool _isView;

    /// <summary>A tensor without memory, for the tape to fill.</summary>
    internal Tensor()
    {
    }

    private Tensor(Shape shape, bool requiresGradient)
    {
        Shape = shape;
        RequiresGradient = requiresGradient;
        _values = new AlignedBuffer(shape.Count);
    }

    /// <summary>The sizes, outermost first.</summary>
    public Shape Shape { get; private set; }

    /// <summary>Whether <see cref="Backward"/> works out this tensor's gradient; false for frozen parameters.</summary>
    public bool RequiresGradient { get; internal set; }

    /// <summary>Whether a gradient has been worked out since it was last cleared.</summary>
    public bool HasGradient { get; private set; }

    /// <summary>The numbers, row after row; changing them changes the tensor.</summary>
    public Span<float> Values => PaddedValues[..Shape.Count];

    /// <summary>
    /// The derivative of the loss by each number, summed over the <see cref="Backward"/> calls since it was last cleared.
    /// Kept for parameters; for the results in between it is only of use while gradients are worked out.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Span<float> Gradient => PaddedGradient[..Shape.Count];

    /// <summary>The only number of a tensor of one, such as a loss.</summary>
    /// <exception cref="InvalidOperationException">The tensor does not hold exactly one number.</exception>
    public float Item => Shape.Count == 1
        ? Values[0]
        : throw new InvalidOperationException($"The tensor has shape {Shape}; Item is for tensors of one number.");

    /// <summary>The numbers with the slack that kernels may touch.</summary>
    internal Span<float> PaddedValues => (_values ?? throw Ended()).Span;

    internal Span<float> PaddedGradient
    {
        get
        {
            if (!HasGradient)
            {
                throw new InvalidOperationException($"This tensor of shape {Shape} has no gradient; call Backward on a loss that depends on it first.");
            }

            FillUntouchedRows();
            return _gradient!.Span;
        }
    }

    /// <summary>
    /// For a gradient that was written row by row: which rows hold one. The others stand for zeros, and what
    /// <see cref="StoredGradient"/> holds there is arbitrary. Empty for a gradient that is whole.
    /// </summary>
    internal ReadOnlySpan<bool> TouchedRows => _isByRow ? _touchedRows : default;

    /// <summary>The memory of the gradient as it is, for optimisers that heed <see cref="TouchedRows"/>.</summary>
    internal Span<float> StoredGradient => _gradient!.Span;

    /// <summary>A tensor with a copy of <paramref name="values"/>.</summary>
    /// <param name="values">The numbers, row after row.</param>
    /// <param name="sizes">The shape; its product is the number of values.</param>
    /// <exception cref="ArgumentException">The product of the sizes is not the number of values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> sizes)
    {
        Shape shape = new(sizes);
        Throw.IfLengthsDiffer(values.Length, nameof(values), shape.Count, $"a tensor of shape {shape}");
        Tensor tensor = new(shape, requiresGradient: false);
        values.CopyTo(tensor.Values);
        return tensor;
    }

    /// <summary>A tensor [rows, columns] with the numbers of <paramref name="matrix"/>, rounded to float.</summary>
    public static Tensor From(Matrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Tensor tensor = new(new Shape(matrix.Rows, matrix.Columns), requiresGradient: false);
        Span<float> values = tensor.Values;
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (float)matrix.Values[index];
        }

        return tensor;
    }

    /// <summary>
    /// Works out the gradient of this number by everything it was made from that requires one, last operation first.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is not one number made in the open tape scope from tensors that require gradients.</exception>
    public void Backward()
    {
        if (_tape is null || !RequiresGradient || Shape.Count != 1)
        {
            throw new InvalidOperationException(
                $"Backward needs one number made in an open tape.Record() scope from parameters; this tensor has shape {Shape} and {(RequiresGradient ? "" : "does not depend on any parameter")}{(_tape is null ? " is no operation's result" : "")}.");
        }

        _tape.Backward(this);
    }

    /// <summary>Draws every number uniformly within ± <paramref name="bound"/>.</summary>
    internal void FillUniform(RandomStream random, double bound)
    {
        foreach (ref float value in Values)
        {
            value = (float)(((2 * random.NextDouble()) - 1) * bound);
        }
    }

    /// <summary>A parameter of zeros: own memory, gradient required.</summary>
    internal static Tensor Parameter(Shape shape) => new(shape, requiresGradient: true);

    /// <summary>Gives this pooled tensor its place in a scope of <paramref name="tape"/>.</summary>
    internal void Open(Tape tape, Shape shape, bool requiresGradient, AlignedBuffer values)
    {
        _tape = tape;
        Shape = shape;
        RequiresGradient = requiresGradient;
        _values = values;
    }

    /// <summary>Gives this pooled tensor its place in a scope, on the memory of <paramref name="source"/>.</summary>
    internal void OpenView(Tape tape, Shape shape, bool requiresGradient, Tensor source)
    {
        Open(tape, shape, requiresGradient, source._values ?? throw Ended());
        _isView = true;
    }

    /// <summary>Hands the memory back at the end of the scope.</summary>
    internal void Close(BufferPool pool)
    {
        if (_values is not null && !_isView)
        {
            pool.Return(_values);
        }

        if (_gradient is not null)
        {
            pool.Return(_gradient);
        }

        _tape = null;
        _values = _gradient = null;
        _touchedRows = null;
        HasGradient = _isByRow = _isView = false;
    }

    /// <summary>Forgets the gradient; the next one starts from nothing.</summary>
    internal void ClearGradient() => HasGradient = _isByRow = false;

    /// <summary>
    /// The memory of the gradient, to be written by an operation's backward step, and whether it holds a sum to add to
    /// (if not, what it holds is arbitrary and must be overwritten).
    /// </summary>
    internal Span<float> GradientToWrite(out bool accumulate)
    {
        FillUntouchedRows();
        accumulate = HasGradient;
        HasGradient = true;
        _gradient ??= _tape is null ? new AlignedBuffer(Shape.Count) : _tape.Buffers.Rent(Shape.Count);
        return _gradient.Span;
    }

    /// <summary>
    /// The memory of the gradient of a table, for an operation that changes only some of its rows: it overwrites a row
    /// that is not yet touched and marks it, and adds to one that is. In a whole gradient every row counts as touched.
    /// </summary>
    internal Span<float> GradientRowsToWrite(out Span<bool> touched)
    {
        _touchedRows ??= new bool[Shape[0]];
        if (!HasGradient)
        {
            _touchedRows.AsSpan().Clear();
            _isByRow = true;
        }
        else if (!_isByRow)
        {
            _touchedRows.AsSpan().Fill(true);
        }

        HasGradient = true;
        _gradient ??= _tape is null ? new AlignedBuffer(Shape.Count) : _tape.Buffers.Rent(Shape.Count);
        touched = _touchedRows;
        return _gradient.Span;
    }

    /// <summary>
    /// Makes this result's gradient that of <paramref name="target"/>, without copying: possible when both are results of
    /// this tape, of as many numbers, and the target has no gradient yet. This tensor has none afterwards.
    /// </summary>
    internal bool TryMoveGradient(Tensor target)
    {
        if (!CanTakeMemory(target) || _isByRow)
        {
            return false;
        }

        (_gradient, target._gradient) = (target._gradient, _gradient);
        (HasGradient, target.HasGradient) = (false, true);
        return true;
    }

    /// <summary>
    /// Makes this scratch tensor's numbers the gradient of <paramref name="target"/>, without copying, on the same terms as
    /// <see cref="TryMoveGradient"/>. What this tensor holds is arbitrary or gone afterwards.
    /// </summary>
    internal bool TryMoveValues(Tensor target)
    {
        if (!CanTakeMemory(target) || _isView)
        {
            return false;
        }

        (_values, target._gradient) = (target._gradient, _values);
        target.HasGradient = true;
        return true;
    }

    private bool CanTakeMemory(Tensor target) =>
        _tape is not null && target._tape == _tape && !target.HasGradient && target.Shape.Count == Shape.Count;

    private void FillUntouchedRows()
    {
        if (!_isByRow)
        {
            return;
        }

        int width = Shape.Count / Math.Max(1, Shape[0]);
        for (int row = 0; row < Shape[0]; row++)
        {
            if (!_touchedRows![row])
            {
                _gradient!.Span.Slice(row * width, width).Clear();
            }
        }

        _isByRow = false;
    }

    private static InvalidOperationException Ended() =>
        new("This tensor's tape scope has ended and its memory was given back; copy what you need before the scope ends.");
}
