using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>The short-time Fourier transform, as librosa's stft: each frame times its window, and its spectrum from 0 to half the sampling rate.</summary>
public static class ShortTimeFourier
{
    /// <summary>The complex spectra, their real and imaginary parts apart, each [frames, bins].</summary>
    /// <param name="samples">Finite numbers, long enough for one frame.</param>
    /// <param name="settings">Null for librosa's defaults.</param>
    public static (Spectrogram Real, Spectrogram Imaginary) Transform(float[] samples, SpectrumSettings? settings = null)
    {
        settings ??= new SpectrumSettings();
        int bins = settings.Bins;
        Spectrogram? realParts = null, imaginaryParts = null;
        new FrameSpectrum(settings).ForFrames(samples, frames =>
        {
            Spectrogram first = realParts = new Spectrogram(frames, bins), second = imaginaryParts = new Spectrogram(frames, bins);
            return (frame, real, imaginary) =>
            {
                real[..bins].CopyTo(first.Frame(frame));
                imaginary[..bins].CopyTo(second.Frame(frame));
            };
        });
        return (realParts!, imaginaryParts!);
    }

    /// <summary>The squares of the spectra's sizes, [frames, bins].</summary>
    /// <inheritdoc cref="Transform"/>
    public static Spectrogram Power(float[] samples, SpectrumSettings? settings = null)
    {
        settings ??= new SpectrumSettings();
        int bins = settings.Bins;
        Spectrogram? result = null;
        new FrameSpectrum(settings).ForFrames(samples, frames =>
        {
            Spectrogram own = result = new Spectrogram(frames, bins);
            return (frame, real, imaginary) => SpectrumKernels.Power(real[..bins], imaginary[..bins], own.Frame(frame));
        });
        return result!;
    }

    /// <summary>The sizes of the spectra, [frames, bins].</summary>
    /// <inheritdoc cref="Transform"/>
    public static Spectrogram Magnitude(float[] samples, SpectrumSettings? settings = null) => Roots(Power(samples, settings));

    /// <summary>The square root of each number, in place.</summary>
    internal static Spectrogram Roots(Spectrogram power)
    {
        for (int index = 0; index < power.Values.Length; index++)
        {
            power.Values[index] = MathF.Sqrt(power.Values[index]);
        }

        return power;
    }
}
