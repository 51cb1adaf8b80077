using MusicRec.Numerics;

namespace MusicRec.Neural.Files;

/// <summary>Numbers to be written under a name or read from one: a tensor's or an optimiser's.</summary>
internal readonly struct StoredTensor
{
    private readonly Tensor? _tensor;
    private readonly AlignedBuffer? _buffer;

    public StoredTensor(string name, Tensor tensor) => (Name, Shape, _tensor) = (name, tensor.Shape, tensor);

    public StoredTensor(string name, Shape shape, AlignedBuffer buffer) => (Name, Shape, _buffer) = (name, shape, buffer);

    public string Name { get; }

    public Shape Shape { get; }

    public Span<float> Values => _tensor is null ? _buffer!.Span[..Shape.Count] : _tensor.Values;
}
