using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>What turns frames into spectra: plan, window and settings. Immutable; one serves many threads.</summary>
internal sealed class FrameSpectrum
{
    // Behind the last bin, so that vectors over bands may read past it.
    private const int Slack = 16;

    [ThreadStatic]
    private static AlignedBuffer? _memory;

    private readonly FourierPlan _plan;
    private readonly float[] _window;
    private readonly SpectrumSettings _settings;

    public FrameSpectrum(SpectrumSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check();
        _settings = settings;
        _plan = new FourierPlan(settings.FrameLength);
        _window = Framing.Window(settings);
    }

    /// <summary>What is done with the spectrum of a frame; both spans have some zeros behind the last bin, and are lost afterwards.</summary>
    public delegate void SpectrumAction(int frame, Span<float> real, Span<float> imaginary);

    /// <summary>Gives what <paramref name="begin"/> makes, knowing how many frames there are, the spectra of all of them, from several threads. Returns how many.</summary>
    public int ForFrames(float[] samples, Func<int, SpectrumAction> begin)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int frames = _settings.FrameCount(samples.Length);
        Throw.IfNotFinite(samples);
        SpectrumAction action = begin(frames);
        int stride = ((_settings.Bins + Slack) / 16 * 16) + 16;
        int needed = (2 * stride) + _plan.ScratchLength + _settings.FrameLength;
        Framing.ForBlocks(frames, (first, end) =>
        {
            if (_memory is null || _memory.Capacity < needed)
            {
                _memory = new AlignedBuffer(needed);
            }

            Span<float> memory = _memory.Span;
            Span<float> real = memory[..stride], imaginary = memory.Slice(stride, stride);
            Span<float> scratch = memory.Slice(2 * stride, _plan.ScratchLength), padded = memory.Slice((2 * stride) + _plan.ScratchLength, _settings.FrameLength);
            for (int frame = first; frame < end; frame++)
            {
                ReadOnlySpan<float> own = Framing.Frame(samples, frame, _settings.FrameLength, _settings.HopLength, _settings.Centered, _settings.Padding, padded);
                FourierKernel.Transform(_plan, own, _window, real, imaginary, scratch);
                real[_settings.Bins..].Clear();
                imaginary[_settings.Bins..].Clear();
                action(frame, real, imaginary);
            }
        });
        return frames;
    }
}
