using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>The frames of a sound, padded at its ends as the settings say.</summary>
internal static class Framing
{
    /// <summary>The window of a frame: the shape over the window's length, in the middle of zeros.</summary>
    public static float[] Window(SpectrumSettings settings)
    {
        int length = settings.WindowLength ?? settings.FrameLength, left = (settings.FrameLength - length) / 2;
        (double level, double swing) = settings.Window switch
        {
            WindowShape.Hann => (0.5, 0.5),
            WindowShape.Hamming => (0.54, 0.46),
            _ => (1.0, 0.0),
        };
        float[] window = new float[settings.FrameLength];
        for (int index = 0; index < length; index++)
        {
            window[left + index] = (float)(level - (swing * Elementary.SinCos(2 * Math.PI * index / length).Cosine));
        }

        return window;
    }

    /// <summary>Where a frame starts; below 0 where padding stands before the sound.</summary>
    public static long Start(int frame, int length, int hop, bool centered) => ((long)frame * hop) - (centered ? length / 2 : 0);

    /// <summary>The samples of a frame: where they stand, or, where padding is among them, written into <paramref name="memory"/>.</summary>
    public static ReadOnlySpan<float> Frame(ReadOnlySpan<float> samples, int frame, int length, int hop, bool centered, FramePadding padding, Span<float> memory)
    {
        long start = Start(frame, length, hop, centered);
        if (start >= 0 && start + length <= samples.Length)
        {
            return samples.Slice((int)start, length);
        }

        for (int index = 0; index < length; index++)
        {
            long at = start + index;
            memory[index] = at >= 0 && at < samples.Length ? samples[(int)at] : padding switch
            {
                FramePadding.Zeros => 0,
                FramePadding.Edge => samples[at < 0 ? 0 : ^1],
                _ => samples[(int)(at < 0 ? -at : (2L * (samples.Length - 1)) - at)],
            };
        }

        return memory[..length];
    }

    /// <summary>Blocks of frames for several threads: <paramref name="body"/> is given the first frame of a block and the one behind its last.</summary>
    public static void ForBlocks(int frames, Action<int, int> body)
    {
        const int Block = 32;
        ParallelLoop.For((frames + Block - 1) / Block, block => body(block * Block, Math.Min(frames, (block + 1) * Block)));
    }
}
