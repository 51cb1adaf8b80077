namespace MusicRec.Numerics;

/// <summary>The plain version of <see cref="GaussianKernel"/>: the same steps, one pair after another, for the same bits.</summary>
internal static class GaussianReference
{
    /// <inheritdoc cref="GaussianKernel.Transform"/>
    public static void Transform(Span<float> values)
    {
        for (int index = 0; index < values.Length; index += 2)
        {
            uint radiusBits = BitConverter.SingleToUInt32Bits(values[index]), angleBits = BitConverter.SingleToUInt32Bits(values[index + 1]);
            float uniform = MathF.FusedMultiplyAdd(radiusBits >> 8, 256 * GaussianKernel.Unit, 128 * GaussianKernel.Unit);
            float radius = MathF.Sqrt(VectorMath.Log(uniform) * -2f);
            float t = (int)(angleBits << 2) * GaussianKernel.Angle;
            float z = t * t;
            float sine = MathF.FusedMultiplyAdd(-1.9515295891e-4f, z, 8.3321608736e-3f);
            sine = MathF.FusedMultiplyAdd(sine, z, -1.6666654611e-1f);
            sine = MathF.FusedMultiplyAdd(sine * z, t, t);
            float cosine = MathF.FusedMultiplyAdd(2.443315711809948e-5f, z, -1.388731625493765e-3f);
            cosine = MathF.FusedMultiplyAdd(cosine, z, 4.166664568298827e-2f);
            cosine = MathF.FusedMultiplyAdd(cosine * z, z, MathF.FusedMultiplyAdd(-0.5f, z, 1f));
            bool turn = (angleBits & 0x40000000u) != 0, back = (angleBits & 0x80000000u) != 0;
            float first = turn ? -sine : cosine, second = turn ? cosine : sine;
            values[index] = radius * (back ? -first : first);
            values[index + 1] = radius * (back ? -second : second);
        }
    }
}
