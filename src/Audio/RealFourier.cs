using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>
/// The discrete Fourier transform of a real signal whose length is a power of 2, X[k] = Σ x[n] e^(−2πi k n / length), as numpy's rfft: in
/// float, to a relative error near 10⁻⁷ of the largest. The same bits on every processor.
/// </summary>
public static class RealFourier
{
    /// <summary>The spectrum, length / 2 + 1 numbers, their real and imaginary parts apart.</summary>
    /// <param name="samples">Finite numbers, a power of 2 from 2 to 1,048,576 of them.</param>
    public static (float[] Real, float[] Imaginary) Transform(ReadOnlySpan<float> samples)
    {
        FourierPlan plan = new(samples.Length);
        Throw.IfNotFinite(samples);
        float[] real = new float[plan.Half + 1], imaginary = new float[plan.Half + 1];
        FourierKernel.Transform(plan, samples, default, real, imaginary, new float[plan.ScratchLength]);
        return (real, imaginary);
    }
}
