using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// The error function, 2/√π · ∫₀ˣ e^−t² dt. Up to 0.93 a polynomial of erf(x) / x − 1 in x²; further out 1 − e^(−x·q(x)),
/// where q is a polynomial of −log(1 − erf(x)) / x. The coefficients are weighted minimax fits to the exact functions.
/// </summary>
internal static partial class VectorMath
{
    private const float NearErf = 0.93f;

    // From here on the error function is 1 in float.
    private const float LargestErf = 4f;

    /// <summary>The error function: within 3 units in the last place, NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> z = x * x;
        Vector256<float> p = Vector256.Create(8.316803377701049e-05f);
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(-0.0008130020662798082f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(0.005199907543107132f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(-0.026858941968615144f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(0.11283687200445192f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(-0.37612633189714983f));
        p = Vector256.FusedMultiplyAdd(p, z, Vector256.Create(0.12837916658021362f));
        Vector256<float> near = Vector256.FusedMultiplyAdd(p, x, x);

        Vector256<float> size = Vector256.Abs(x);
        Vector256<float> isNear = Vector256.LessThan(size, Vector256.Create(NearErf));
        size = Vector256.ConditionalSelect(Vector256.GreaterThan(size, Vector256.Create(LargestErf)), Vector256.Create(LargestErf), size);
        Vector256<float> q = Vector256.Create(1.161232634133702e-05f);
        q = Vector256.FusedMultiplyAdd(q, size, Vector256.Create(-0.0003266229006401722f));
        q = Vector256.FusedMultiplyAdd(q, size, Vector256.Create(0.003658010796026512f));
        q = Vector256.FusedMultiplyAdd(q, size, Vector256.Create(-0.02379500891263242f));
        q = Vector256.FusedMultiplyAdd(q, size, Vector256.Create(0.10627519409976657f));
        q = Vector256.FusedMultiplyAdd(q, size, Vector256.Create(0.635128104598571f));
        q = Vector256.FusedMultiplyAdd(q, size, Vector256.Create(1.1286542172813776f));
        Vector256<float> far = Vector256<float>.One - Exp(-(q * size));
        far = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), -far, far);
        return Vector256.ConditionalSelect(isNear, near, far);
    }

    /// <summary>The steps of <see cref="Erf(Vector256{float})"/> on one number.</summary>
    public static float Erf(float x)
    {
        float size = MathF.Abs(x);
        if (size < NearErf)
        {
            float z = x * x;
            float p = 8.316803377701049e-05f;
            p = MathF.FusedMultiplyAdd(p, z, -0.0008130020662798082f);
            p = MathF.FusedMultiplyAdd(p, z, 0.005199907543107132f);
            p = MathF.FusedMultiplyAdd(p, z, -0.026858941968615144f);
            p = MathF.FusedMultiplyAdd(p, z, 0.11283687200445192f);
            p = MathF.FusedMultiplyAdd(p, z, -0.37612633189714983f);
            p = MathF.FusedMultiplyAdd(p, z, 0.12837916658021362f);
            return MathF.FusedMultiplyAdd(p, x, x);
        }

        size = size > LargestErf ? LargestErf : size;
        float q = 1.161232634133702e-05f;
        q = MathF.FusedMultiplyAdd(q, size, -0.0003266229006401722f);
        q = MathF.FusedMultiplyAdd(q, size, 0.003658010796026512f);
        q = MathF.FusedMultiplyAdd(q, size, -0.02379500891263242f);
        q = MathF.FusedMultiplyAdd(q, size, 0.10627519409976657f);
        q = MathF.FusedMultiplyAdd(q, size, 0.635128104598571f);
        q = MathF.FusedMultiplyAdd(q, size, 1.1286542172813776f);
        float far = 1f - Exp(-(q * size));
        return x < 0f ? -far : far;
    }
}
