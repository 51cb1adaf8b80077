using System.Runtime.InteropServices;
using MusicRec.Numerics;

namespace MusicRec.Neural.Files;

/// <summary>Numbers to be written under a name or read from one: a tensor's, an optimiser's or an array's.</summary>
internal readonly struct StoredTensor
{
    private readonly Tensor? _tensor;
    private readonly AlignedBuffer? _buffer;
    private readonly Array? _array;

    public StoredTensor(string name, Tensor tensor) => (Name, Type, Shape, _tensor) = (name, NumberType.Float, tensor.Shape, tensor);

    public StoredTensor(string name, Shape shape, AlignedBuffer buffer) => (Name, Type, Shape, _buffer) = (name, NumberType.Float, shape, buffer);

    public StoredTensor(string name, Shape shape, float[] values) => (Name, Type, Shape, _array) = (name, NumberType.Float, shape, values);

    public StoredTensor(string name, Shape shape, double[] values) => (Name, Type, Shape, _array) = (name, NumberType.Double, shape, values);

    public StoredTensor(string name, Shape shape, int[] values) => (Name, Type, Shape, _array) = (name, NumberType.Whole, shape, values);

    public StoredTensor(string name, Shape shape, byte[] values) => (Name, Type, Shape, _array) = (name, NumberType.Byte, shape, values);

    public string Name { get; }

    public NumberType Type { get; }

    public Shape Shape { get; }

    /// <summary>The numbers of a tensor or an optimiser.</summary>
    public Span<float> Values => _tensor is not null ? _tensor.Values : _array is float[] values ? values : _buffer!.Span[..Shape.Count];

    /// <summary>Throws when a number is NaN or an infinity.</summary>
    public void CheckFinite()
    {
        if (_array is double[] doubles)
        {
            Throw.IfNotFinite(doubles, Name);
        }
        else if (Type == NumberType.Float)
        {
            Throw.IfNotFinite(Values, Name);
        }
    }

    /// <summary>Up to <paramref name="most"/> numbers from <paramref name="start"/> on as bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int start, int most)
    {
        int count = Math.Min(most, Shape.Count - start);
        return _array switch
        {
            double[] doubles => MemoryMarshal.AsBytes(doubles.AsSpan(start, count)),
            int[] wholes => MemoryMarshal.AsBytes(wholes.AsSpan(start, count)),
            byte[] bytes => bytes.AsSpan(start, count),
            _ => MemoryMarshal.AsBytes(Values.Slice(start, count)),
        };
    }
}
