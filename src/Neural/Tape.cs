using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Remembers operations as they happen so that gradients can be worked out afterwards (define by run, as in PyTorch).
/// Between <see cref="Record"/> or <see cref="Evaluate"/> and the end of the scope all operations of this thread belong
/// to the tape; then tensors, operations and memory go back to its pools, so that from the second step on nothing is
/// allocated. One tape serves one thread at a time. A tensor that is kept beyond its scope may turn up in a later one with
/// another shape and other numbers: copy what you need before the scope ends.
/// </summary>
public sealed class Tape
{
    [ThreadStatic]
    private static Tape? _current;

    private readonly List<Tensor> _tensors = [];
    private readonly List<IndexTensor> _indexTensors = [];
    private readonly List<SparseTensor> _sparseTensors = [];
    private readonly List<Operation> _operations = [];
    private readonly Dictionary<Type, Stack<Operation>> _spareOperations = [];
    private Tape? _outer;
    private int _tensorsUsed;
    private int _indexTensorsUsed;
    private int _sparseTensorsUsed;
    private bool _open;
    private bool _walked;

    /// <summary>The tape whose scope is open on this thread.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal static Tape Current => _current ?? throw new InvalidOperationException(
        "Operations on tensors need an open tape: write 'Tape tape = new();' once and 'using (tape.Record()) { … }' around each step.");

    internal BufferPool Buffers { get; } = new();

    /// <summary>Whether the open scope is one of <see cref="Record"/>.</summary>
    internal bool IsRecording { get; private set; }

    /// <summary>Opens a scope whose operations are remembered for <see cref="Tensor.Backward"/>.</summary>
    /// <exception cref="InvalidOperationException">A scope of this tape is open already.</exception>
    public TapeScope Record() => Open(recording: true);

    /// <summary>Opens a scope without gradients, for predictions: dropout is off, batch normalisation goes by what it remembers.</summary>
    /// <exception cref="InvalidOperationException">A scope of this tape is open already.</exception>
    public TapeScope Evaluate() => Open(recording: false);

    /// <summary>A tensor of this scope; what it holds is arbitrary.</summary>
    internal Tensor NewTensor(Shape shape, bool requiresGradient)
    {
        Tensor tensor = NextTensor();
        tensor.Open(this, shape, requiresGradient && IsRecording, Buffers.Rent(shape.Count));
        return tensor;
    }

    /// <summary>The numbers of <paramref name="source"/> themselves under another shape of as many.</summary>
    internal Tensor NewView(Tensor source, Shape shape)
    {
        Tensor tensor = NextTensor();
        tensor.OpenView(this, shape, source.RequiresGradient && IsRecording, source);
        return tensor;
    }

    /// <summary>A tensor of whole numbers of this scope; what it holds is arbitrary.</summary>
    internal IndexTensor NewIndexTensor(Shape shape)
    {
        if (_indexTensorsUsed == _indexTensors.Count)
        {
            _indexTensors.Add(new IndexTensor());
        }

        IndexTensor tensor = _indexTensors[_indexTensorsUsed++];
        tensor.Open(shape);
        return tensor;
    }

    /// <summary>A sparse tensor of this scope, for the caller to fill.</summary>
    internal SparseTensor NewSparseTensor()
    {
        if (_sparseTensorsUsed == _sparseTensors.Count)
        {
            _sparseTensors.Add(new SparseTensor());
        }

        return _sparseTensors[_sparseTensorsUsed++];
    }

    /// <summary>The named rows of <paramref name="source"/>, in that order, as a tensor of this scope without gradient.</summary>
    internal Tensor GatherRows(Tensor source, ReadOnlySpan<int> rows)
    {
        Tensor result = NewTensor(source.Shape.WithFirst(rows.Length), requiresGradient: false);
        RowCopies.Gather(source.PaddedValues, source.Shape[0], rows, result.PaddedValues, source.Shape.Count / Math.Max(1, source.Shape[0]));
        return result;
    }

    /// <inheritdoc cref="GatherRows(Tensor, ReadOnlySpan{int})"/>
    internal IndexTensor GatherRows(IndexTensor source, ReadOnlySpan<int> rows)
    {
        IndexTensor result = NewIndexTensor(source.Shape.WithFirst(rows.Length));
        ReadOnlySpan<int> from = source.Values;
        Span<int> to = result.Values;
        int width = source.Shape.Count / source.Shape[0];
        if (width == 1)
        {
            for (int index = 0; index < rows.Length; index++)
            {
                to[index] = from[rows[index]];
            }

            return result;
        }

        for (int index = 0; index < rows.Length; index++)
        {
            from.Slice(rows[index] * width, width).CopyTo(to.Slice(index * width, width));
        }

        return result;
    }

    /// <summary>The named rows of <paramref name="source"/>, in that order.</summary>
    internal SparseTensor GatherRows(SparseMatrix source, ReadOnlySpan<int> rows)
    {
        SparseTensor result = NewSparseTensor();
        result.Open(source, rows);
        return result;
    }

    /// <summary>Remembers an operation, for the caller to fill in. To be called when the output requires a gradient.</summary>
    internal T Remember<T>(Tensor output)
        where T : Operation, new()
    {
        T operation = _spareOperations.TryGetValue(typeof(T), out Stack<Operation>? spare) && spare.TryPop(out Operation? used) ? (T)used : new T();
        operation.Output = output;
        _operations.Add(operation);
        return operation;
    }

    internal void Backward(Tensor loss)
    {
        // A second walk would add the gradients of the results in between once more.
        if (_walked)
        {
            throw new InvalidOperationException("Backward has run in this tape scope; add losses up before it, or open another scope.");
        }

        _walked = true;
        loss.GradientToWrite(out _)[0] = 1f;
        for (int index = _operations.Count - 1; index >= 0; index--)
        {
            if (_operations[index].Output.HasGradient)
            {
                _operations[index].Backward();
            }
        }
    }

    internal void Close()
    {
        if (!_open)
        {
            return;
        }

        if (_current != this)
        {
            throw new InvalidOperationException("Another tape's scope, opened inside this one or on another thread, is the open one here; scopes end innermost first, on their own thread.");
        }

        foreach (Operation operation in _operations)
        {
            if (!_spareOperations.TryGetValue(operation.GetType(), out Stack<Operation>? spare))
            {
                _spareOperations.Add(operation.GetType(), spare = new Stack<Operation>());
            }

            spare.Push(operation);
        }

        _operations.Clear();
        for (int index = 0; index < _tensorsUsed; index++)
        {
            _tensors[index].Close(Buffers);
        }

        _tensorsUsed = 0;
        _indexTensorsUsed = 0;
        _sparseTensorsUsed = 0;
        _open = false;
        _current = _outer;
        _outer = null;
    }

    private Tensor NextTensor()
    {
        if (_tensorsUsed == _tensors.Count)
        {
            _tensors.Add(new Tensor());
        }

        return _tensors[_tensorsUsed++];
    }

    private TapeScope Open(bool recording)
    {
        if (_open)
        {
            throw new InvalidOperationException("A scope of this tape is open already; end it first, or use a tape of its own for what is inside.");
        }

        _open = true;
        _walked = false;
        IsRecording = recording;
        _outer = _current;
        _current = this;
        return new TapeScope(this);
    }
}

/// <summary>An open stretch of a <see cref="Tape"/>; ending it takes back every tensor made inside.</summary>
public readonly ref struct TapeScope
{
    private readonly Tape? _tape;

    internal TapeScope(Tape tape) => _tape = tape;

    /// <summary>Ends the scope.</summary>
    public void Dispose() => _tape?.Close();
}
