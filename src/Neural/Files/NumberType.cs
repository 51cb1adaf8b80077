namespace MusicRec.Neural.Files;

/// <summary>A kind of number that a safetensors file can hold here, by the format's own name.</summary>
internal readonly record struct NumberType(string Name, int Bytes)
{
    public static NumberType Float { get; } = new("F32", sizeof(float));

    public static NumberType Double { get; } = new("F64", sizeof(double));

    public static NumberType Whole { get; } = new("I32", sizeof(int));

    public static NumberType Byte { get; } = new("U8", sizeof(byte));

    public static IReadOnlyList<NumberType> All { get; } = [Float, Double, Whole, Byte];
}
