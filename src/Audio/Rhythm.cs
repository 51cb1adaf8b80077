using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>When notes start and how regularly, as librosa's onset.onset_strength and feature.tempogram.</summary>
public static class Rhythm
{
    /// <summary>How much louder the bands are than one frame before, the mean over bands of what grew, moved so that it stands where it is heard.</summary>
    /// <param name="decibels">A mel spectrogram in decibels, [frames, bands].</param>
    /// <param name="settings">How its frames were cut; null for librosa's defaults.</param>
    public static double[] OnsetStrength(Spectrogram decibels, SpectrumSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(decibels);
        settings ??= new SpectrumSettings();
        settings.Check();
        Throw.IfNotFinite(decibels.Values, nameof(decibels));
        int late = 1 + (settings.Centered ? settings.FrameLength / (2 * settings.HopLength) : 0);
        double[] onsets = new double[decibels.Frames];
        for (int frame = late; frame < onsets.Length; frame++)
        {
            Span<float> before = decibels.Frame(frame - late), after = decibels.Frame(frame - late + 1);
            double sum = 0;
            for (int band = 0; band < after.Length; band++)
            {
                sum += Math.Max(0, (double)after[band] - before[band]);
            }

            onsets[frame] = sum / after.Length;
        }

        return onsets;
    }

    /// <summary>
    /// How alike the onsets around each frame and the same moved by 0, 1, 2, … frames are, the largest of a frame 1, [frames, length]: high where
    /// beats are so many frames apart. A frame without onsets has zeros.
    /// </summary>
    /// <param name="onsets">Such as <see cref="OnsetStrength"/>, 1 or more.</param>
    /// <param name="length">win_length: frames that are looked at together, 2 or more; 384 are 9 seconds at librosa's defaults.</param>
    public static Spectrogram Tempogram(double[] onsets, int length = 384)
    {
        ArgumentNullException.ThrowIfNull(onsets);
        Throw.IfEmpty(onsets.Length, nameof(onsets));
        Throw.IfNotFinite(onsets);
        Throw.IfOutside(length, 2, FourierPlan.LongestLength / 2);
        FourierPlan plan = new((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * length)));
        float[] window = Framing.Window(new SpectrumSettings { FrameLength = plan.Length, WindowLength = length });
        int left = (plan.Length - length) / 2;
        Spectrogram result = new(onsets.Length, length);
        Framing.ForBlocks(onsets.Length, (first, end) =>
        {
            float[] samples = new float[plan.Length], real = new float[plan.Length], imaginary = new float[plan.Half + 1], scratch = new float[plan.ScratchLength];
            for (int frame = first; frame < end; frame++)
            {
                for (int index = 0; index < length; index++)
                {
                    samples[left + index] = (float)At(onsets, frame - (length / 2) + index, length / 2);
                }

                FourierKernel.Transform(plan, samples, window, real, imaginary, scratch);
                SpectrumKernels.Power(real.AsSpan(0, plan.Half + 1), imaginary, real);
                for (int bin = 1; bin < plan.Half; bin++)
                {
                    real[plan.Length - bin] = real[bin];
                }

                // Powers are even and real, so their transform there is also the one back.
                float[] spectrum = [.. real];
                FourierKernel.Transform(plan, spectrum, default, real, imaginary, scratch);
                float largest = real.AsSpan(0, length).ToArray().Max(Math.Abs);
                for (int lag = 0; lag < length; lag++)
                {
                    result.Frame(frame)[lag] = largest > 0 ? real[lag] / largest : 0;
                }
            }
        });
        return result;
    }

    /// <summary>An onset, or before the first and behind the last a line from it to 0 over <paramref name="padding"/> frames.</summary>
    private static double At(double[] onsets, int frame, int padding) =>
        frame < 0 ? onsets[0] * (padding + frame) / padding
        : frame >= onsets.Length ? onsets[^1] * Math.Max(0, onsets.Length + padding - 1 - frame) / padding
        : onsets[frame];
}
