using System.Globalization;
using BenchmarkDotNet.Attributes;
using MusicRec.Numerics;

namespace MusicRec.Benchmarks;

/// <summary>Matrix products of the sizes that the networks of the papers need, on one thread and on all.</summary>
public class MatrixProductBenchmarks
{
    private float[] left = [];
    private float[] right = [];
    private float[] result = [];
    private int m;
    private int n;
    private int k;

    /// <summary>m × n × k; a letter behind says that the left (l) or the right (r) factor is read as a transpose.</summary>
    [Params("32x64x13r", "64x13x32l", "256x128x8r", "256x18x128r", "128x8x256l", "64x512x128r", "512x128x64l", "512x512x512")]
    public string Size { get; set; } = "";

    /// <summary>Whether one thread does all.</summary>
    [Params(true, false)]
    public bool Serial { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Size.TrimEnd('l', 'r').Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        (m, n, k) = (sizes[0], sizes[1], sizes[2]);
        RandomStream random = new(1);
        left = [.. Enumerable.Range(0, m * k).Select(_ => (float)random.NextGaussian())];
        right = [.. Enumerable.Range(0, k * n).Select(_ => (float)random.NextGaussian())];
        result = new float[m * n];
    }

    [Benchmark]
    public float Multiply()
    {
        WorkerPool.IsSerial = Serial;
        MatrixOperand a = Size[^1] == 'l' ? new MatrixOperand(left, m).Transposed : new MatrixOperand(left, k);
        MatrixOperand b = Size[^1] == 'r' ? new MatrixOperand(right, k).Transposed : new MatrixOperand(right, n);
        MatrixProduct.Multiply(a, b, default, result, n, m, n, k);
        WorkerPool.IsSerial = false;
        return result[0];
    }
}
