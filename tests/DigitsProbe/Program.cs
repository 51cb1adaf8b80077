using MusicRec.Numerics;

// Prints one line per computation: its name and the bits of its result. SameDigitsTests runs this program with other
// thread counts and instruction sets and compares what it prints.
RandomStream random = new(1);
Print("random.gaussian", [.. Enumerable.Range(0, 64).Select(_ => random.NextGaussian())]);

static void Print(string name, params double[] values) =>
    Console.WriteLine($"{name} {string.Join(' ', values.Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x16", null)))}");
