using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Collects the rows of a <see cref="SparseMatrix"/> one number after another.</summary>
internal sealed class SparseRows(int columns)
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _columns = [];
    private readonly List<float> _values = [];

    /// <summary>A number of the row at hand; columns ascend.</summary>
    public void Add(int column, float value)
    {
        _columns.Add(column);
        _values.Add(value);
    }

    public void EndRow() => _starts.Add(_columns.Count);

    public SparseMatrix ToMatrix() => new(
        _starts.Count - 1, columns, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_starts),
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_columns), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_values));
}
