namespace MusicRec.Audio;

/// <summary>Sound as samples: one or more channels of equal length. Integer formats fill −1 to 1; float formats may go beyond.</summary>
public sealed class Waveform
{
    /// <summary>The fastest sampling that is taken, Hz.</summary>
    public const int HighestSampleRate = 1_000_000;

    private readonly float[][] _channels;

    /// <summary>A sound over <paramref name="channels"/> (not copied).</summary>
    /// <param name="channels">One array of finite samples for each channel, all of one length, 1 or more.</param>
    /// <param name="sampleRate">Samples of a channel per second, 1 to <see cref="HighestSampleRate"/>.</param>
    /// <exception cref="ArgumentException">There is no channel or sample, lengths differ, or a sample is not finite.</exception>
    public Waveform(float[][] channels, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(channels);
        Throw.IfEmpty(channels.Length, nameof(channels));
        Throw.IfOutside(sampleRate, 1, HighestSampleRate);
        for (int channel = 0; channel < channels.Length; channel++)
        {
            ArgumentNullException.ThrowIfNull(channels[channel], $"{nameof(channels)}[{channel}]");
            Throw.IfEmpty(channels[channel].Length, $"{nameof(channels)}[{channel}]");
            Throw.IfLengthsDiffer(channels[channel].Length, $"{nameof(channels)}[{channel}]", channels[0].Length, $"{nameof(channels)}[0]");
            Throw.IfNotFinite(channels[channel], $"{nameof(channels)}[{channel}]");
        }

        (_channels, SampleRate) = ([.. channels], sampleRate);
    }

    /// <summary>Samples of a channel per second.</summary>
    public int SampleRate { get; }

    /// <summary>1 for mono, 2 for stereo.</summary>
    public int ChannelCount => _channels.Length;

    /// <summary>Samples of each channel.</summary>
    public int Length => _channels[0].Length;

    /// <summary>How long the sound lasts.</summary>
    public double Seconds => (double)Length / SampleRate;

    /// <summary>The samples of one channel.</summary>
    /// <param name="channel">0 is the left one.</param>
    public ReadOnlySpan<float> Channel(int channel)
    {
        Throw.IfOutside(channel, 0, ChannelCount - 1);
        return _channels[channel];
    }

    /// <summary>The mean of the channels, sample by sample, as librosa's to_mono; a copy where there is one.</summary>
    public float[] ToMono()
    {
        float[] mono = [.. _channels[0]];
        if (_channels.Length > 1)
        {
            for (int index = 0; index < mono.Length; index++)
            {
                double sum = 0;
                foreach (float[] channel in _channels)
                {
                    sum += channel[index];
                }

                mono[index] = (float)(sum / _channels.Length);
            }
        }

        return mono;
    }

    /// <summary>The length, channels and rate in words.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Seconds:0.##} s, {ChannelCount} channel{(ChannelCount == 1 ? "" : "s")}, {SampleRate} Hz");
}
