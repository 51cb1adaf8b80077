using BenchmarkDotNet.Attributes;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>What networks do number by number, on a layer's outputs.</summary>
public class ElementBenchmarks
{
    private AlignedBuffer? values;
    private AlignedBuffer? sums;

    /// <summary>How many numbers.</summary>
    [Params(2_048, 131_072)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        RandomStream random = new(1);
        (values, sums) = (new AlignedBuffer(Count), new AlignedBuffer(256));
        foreach (ref float value in values.Span)
        {
            value = (float)random.NextGaussian();
        }
    }

    [Benchmark]
    public void Relu() => ElementKernels.Activate(Activation.Relu, values!.Span, Count);

    [Benchmark]
    public void Sigmoid() => ElementKernels.Activate(Activation.Sigmoid, values!.Span, Count);

    [Benchmark]
    public void Tanh() => ElementKernels.Activate(Activation.Tanh, values!.Span, Count);

    [Benchmark]
    public void SumColumns() => MatrixProduct.SumColumns(values!.Span, [], sums!.Span, Count / 256, 256);
}
