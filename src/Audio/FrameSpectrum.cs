using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>What turns frames into spectra: plan, window and settings. Immutable; one serves many threads.</summary>
internal sealed class FrameSpectrum
{
    // Behind the last bin, so that vectors over bands may read past it.
    private const int Slack = 16;

    // A million of them, squared, are a float. A full scale is 1.
    private const float LargestSample = 1e12f;

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

    /// <summary>What is done with the powers of <paramref name="count"/> frames, as many as there are lanes or fewer: bin after bin the numbers of all lanes, some zeros behind the last bin.</summary>
    public delegate void PowersAction(int first, int count, ReadOnlySpan<float> powers);

    /// <summary>Whether <see cref="ForPowers"/> can be used; frames that are very short or long are taken one by one.</summary>
    public bool TakesLanes => FourierLanesKernel<EightLanes>.Serves(_plan);

    /// <summary>Gives what <paramref name="begin"/> makes, knowing how many frames there are, the spectra of all of them, from several threads. Returns how many.</summary>
    public int ForFrames(float[] samples, Func<int, SpectrumAction> begin)
    {
        int frames = Count(samples);
        SpectrumAction action = begin(frames);
        int stride = ((_settings.Bins + Slack) / 16 * 16) + 16;
        int needed = (2 * stride) + _plan.ScratchLength + _settings.FrameLength;
        Framing.ForBlocks(frames, (first, end) =>
        {
            Span<float> memory = Memory(needed);
            Span<float> real = memory[..stride], imaginary = memory.Slice(stride, stride);
            Span<float> scratch = memory.Slice(2 * stride, _plan.ScratchLength), padded = memory.Slice((2 * stride) + _plan.ScratchLength, _settings.FrameLength);
            for (int frame = first; frame < end; frame++)
            {
                FourierKernel.Transform(_plan, Frame(samples, frame, padded), _window, real, imaginary, scratch);
                real[_settings.Bins..].Clear();
                imaginary[_settings.Bins..].Clear();
                action(frame, real, imaginary);
            }
        });
        return frames;
    }

    /// <summary>Gives what <paramref name="begin"/> makes the powers of all frames, a frame in each lane, from several threads. Returns how many frames.</summary>
    public int ForPowers<TLanes>(float[] samples, Func<int, PowersAction> begin)
        where TLanes : struct, ILanes<TLanes>
    {
        int frames = Count(samples), length = _settings.FrameLength, hop = _settings.HopLength;
        PowersAction action = begin(frames);
        int powersLength = TLanes.Count * (_settings.Bins + Slack), scratchLength = FourierLanesKernel<TLanes>.ScratchLength(_plan);
        int needed = powersLength + scratchLength + (TLanes.Count * length);
        Framing.ForBlocks(frames, (begin, end) =>
        {
            Span<float> memory = Memory(needed);
            Span<float> powers = memory[..powersLength], scratch = memory.Slice(powersLength, scratchLength), padded = memory.Slice(powersLength + scratchLength, TLanes.Count * length);
            powers[(TLanes.Count * _settings.Bins)..].Clear();
            for (int first = begin; first < end; first += TLanes.Count)
            {
                int count = Math.Min(TLanes.Count, end - first);
                long start = Framing.Start(first, length, hop, _settings.Centered);
                if (start >= 0 && start + ((TLanes.Count - 1L) * hop) + length <= samples.Length)
                {
                    FourierLanesKernel<TLanes>.Power(_plan, samples.AsSpan((int)start), hop, _window, powers, scratch);
                }
                else
                {
                    for (int lane = 0; lane < TLanes.Count; lane++)
                    {
                        // Where there is no frame the lane repeats the last one, and nobody asks for it.
                        Span<float> own = padded.Slice(lane * length, length);
                        ReadOnlySpan<float> frame = Frame(samples, first + Math.Min(lane, count - 1), own);
                        frame.CopyTo(own);
                    }

                    FourierLanesKernel<TLanes>.Power(_plan, padded, length, _window, powers, scratch);
                }

                action(first, count, powers);
            }
        });
        return frames;
    }

    private static Span<float> Memory(int needed)
    {
        if (_memory is null || _memory.Capacity < needed)
        {
            _memory = new AlignedBuffer(needed);
        }

        return _memory.Span;
    }

    private int Count(float[] samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int frames = _settings.FrameCount(samples.Length);
        if (!SpectrumKernels.AreWithin(samples, LargestSample))
        {
            Throw.IfNotFinite(samples);
            int place = Array.FindIndex(samples, sample => MathF.Abs(sample) > LargestSample);
            Throw.OutOfRange($"{nameof(samples)}[{place}]", samples[place], $"−{LargestSample} to {LargestSample}; powers of larger numbers leave the range of floats");
        }

        return frames;
    }

    private ReadOnlySpan<float> Frame(float[] samples, int frame, Span<float> padded) =>
        Framing.Frame(samples, frame, _settings.FrameLength, _settings.HopLength, _settings.Centered, _settings.Padding, padded);
}
