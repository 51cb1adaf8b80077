using System.Text.Json;
using MusicRec.Audio;

namespace MusicRec.Core.Tests.Audio;

public sealed class SpectrogramTests
{
    private static readonly float[] _tone = [.. Enumerable.Range(0, 4000).Select(index => MathF.Sin(index * 0.3f))];

    [Fact]
    public void A_spectrum_is_that_of_librosa()
    {
        JsonElement golden = AudioGolden.Root.GetProperty("spectrum");
        (Spectrogram real, Spectrogram imaginary) = ShortTimeFourier.Transform(AudioGolden.Samples);
        int frame = golden.GetProperty("frame").GetInt32();
        double[] expectedReal = golden.Numbers("real"), expectedImaginary = golden.Numbers("imaginary");
        Assert.Equal(1025, real.Bins);
        for (int bin = 0; bin < real.Bins; bin++)
        {
            Assert.Equal(expectedReal[bin], real[frame, bin], 5e-5);
            Assert.Equal(expectedImaginary[bin], imaginary[frame, bin], 5e-5);
        }

        Spectrogram magnitude = ShortTimeFourier.Magnitude(AudioGolden.Samples), power = ShortTimeFourier.Power(AudioGolden.Samples);
        Assert.Equal(Math.Sqrt(Math.Pow(real[frame, 40], 2) + Math.Pow(imaginary[frame, 40], 2)), magnitude[frame, 40], 1e-4);
        Assert.Equal(Math.Pow(magnitude[frame, 40], 2), power[frame, 40], 1e-3 * power[frame, 40]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Mel_decibels_are_librosas_to_a_thousandth(int index)
    {
        JsonElement golden = AudioGolden.Root.GetProperty("melCases")[index];
        SpectrumSettings spectrum = new()
        {
            FrameLength = golden.GetProperty("frameLength").GetInt32(),
            HopLength = golden.GetProperty("hopLength").GetInt32(),
            WindowLength = golden.TryGetProperty("windowLength", out JsonElement length) ? length.GetInt32() : null,
            Centered = !golden.TryGetProperty("centered", out _),
            Padding = !golden.TryGetProperty("padding", out JsonElement padding) ? FramePadding.Zeros : padding.GetString() == "edge" ? FramePadding.Edge : FramePadding.Reflect,
        };
        bool isOther = golden.TryGetProperty("htk", out _);
        MelSettings mel = new()
        {
            Bands = golden.GetProperty("bands").GetInt32(),
            Scale = isOther ? MelScale.Htk : MelScale.Slaney,
            Norm = golden.TryGetProperty("norm", out _) ? MelNorm.None : MelNorm.Slaney,
            LowestFrequency = golden.TryGetProperty("lowest", out JsonElement lowest) ? lowest.GetDouble() : 0,
            HighestFrequency = golden.TryGetProperty("highest", out JsonElement highest) ? highest.GetDouble() : null,
        };
        double range = golden.TryGetProperty("range", out JsonElement given) ? given.GetDouble() : 80;
        MelSpectrogram plan = new(AudioGolden.Rate, spectrum, mel);
        double[][] expected = golden.Frames("decibels");
        AudioGolden.AssertClose(expected, plan.Decibels(AudioGolden.Samples, range), 1e-3);
        AudioGolden.AssertClose(expected, Decibels.FromPower(plan.Power(AudioGolden.Samples), range: range), 1e-3);
        AudioGolden.AssertClose(expected, Decibels.FromPower(plan.Filters.Apply(ShortTimeFourier.Power(AudioGolden.Samples, spectrum)), range: range), 1e-3);
    }

    [Fact]
    public void Bands_of_magnitudes_with_a_reference_and_no_floor_are_librosas()
    {
        SpectrumSettings spectrum = new() { FrameLength = 1024 };
        Spectrogram bands = new MelFilterBank(AudioGolden.Rate, 1024, new MelSettings { Bands = 20 }).Apply(ShortTimeFourier.Magnitude(AudioGolden.Samples, spectrum));
        AudioGolden.AssertClose(AudioGolden.Root.Frames("melOfMagnitude"), Decibels.FromPower(bands, reference: 2, smallest: 1e-6, range: null), 1e-3);
    }

    [Fact]
    public void Mels_are_those_of_Slaney_and_HTK_there_and_back()
    {
        foreach ((MelScale scale, string name) in (ReadOnlySpan<(MelScale, string)>)[(MelScale.Slaney, "melFrequencies"), (MelScale.Htk, "htkFrequencies")])
        {
            double[] expected = AudioGolden.Root.Numbers(name);
            double last = MelFilterBank.ToMel(AudioGolden.Rate / 2.0, scale);
            for (int place = 0; place < expected.Length; place++)
            {
                double mel = last * place / (expected.Length - 1);
                Assert.Equal(expected[place], MelFilterBank.ToFrequency(mel, scale), 1e-6);
                Assert.Equal(mel, MelFilterBank.ToMel(expected[place], scale), 1e-9);
            }
        }
    }

    [Fact]
    public void A_tone_is_where_it_sounds_and_decibels_follow_its_size()
    {
        float[] tone = [.. Enumerable.Range(0, 22050).Select(index => (float)Math.Sin(2 * Math.PI * 1000 * index / 22050))];
        MelSpectrogram mel = new(22050);
        Spectrogram loud = mel.Decibels(tone), quiet = mel.Decibels([.. tone.Select(sample => sample / 10)]);
        int band = Array.IndexOf(loud.Frame(20).ToArray(), loud.Frame(20).ToArray().Max());
        Assert.InRange(mel.Filters.Centers[band], 980, 1020);
        Assert.Equal(20, loud[20, band] - quiet[20, band], 1e-3);
        Assert.Equal(-80, loud.Values.Min() - loud.Values.Max(), 1e-3);
        Spectrogram magnitude = new(1, 2, [1, 0.1f]);
        Assert.Equal([0.0, -20], Decibels.FromMagnitude(magnitude).Values.Select(value => Math.Round(value, 4)));
    }

    [Theory]
    [InlineData(1, true, FramePadding.Zeros, 1)]
    [InlineData(1023, true, FramePadding.Zeros, 2)]
    [InlineData(1024, true, FramePadding.Edge, 3)]
    [InlineData(1025, true, FramePadding.Reflect, 3)]
    [InlineData(2048, false, FramePadding.Zeros, 1)]
    [InlineData(2560, false, FramePadding.Zeros, 2)]
    public void Frames_are_counted_as_librosa_counts_them(int samples, bool centered, FramePadding padding, int frames)
    {
        SpectrumSettings settings = new() { Centered = centered, Padding = padding };
        Assert.Equal(frames, settings.FrameCount(samples));
        Assert.Equal(frames, ShortTimeFourier.Power(new float[samples], settings).Frames);
    }

    [Theory]
    [InlineData(0, true, FramePadding.Zeros)]
    [InlineData(1024, true, FramePadding.Reflect)]
    [InlineData(2047, false, FramePadding.Zeros)]
    public void A_sound_too_short_for_a_frame_says_how_long_it_must_be(int samples, bool centered, FramePadding padding) =>
        Assert.Contains($"{samples} samples", Assert.Throws<ArgumentException>(() => new SpectrumSettings { Centered = centered, Padding = padding }.FrameCount(samples)).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_and_numbers_out_of_range_are_named()
    {
        foreach (SpectrumSettings settings in (SpectrumSettings[])
            [new() { FrameLength = 1000 }, new() { FrameLength = 1 }, new() { HopLength = 0 }, new() { WindowLength = 4096 }, new() { Window = (WindowShape)9 }, new() { Padding = (FramePadding)9 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ShortTimeFourier.Power(_tone, settings));
            Assert.Throws<ArgumentOutOfRangeException>(() => new MelSpectrogram(22050, settings));
        }

        foreach (MelSettings settings in (MelSettings[])
            [new() { Bands = 0 }, new() { LowestFrequency = -1 }, new() { LowestFrequency = 9000, HighestFrequency = 8000 }, new() { HighestFrequency = 20000 }, new() { HighestFrequency = double.NaN }, new() { Scale = (MelScale)4 }, new() { Norm = (MelNorm)4 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(22050, 2048, settings));
        }

        Assert.Contains("samples[2] is NaN", Assert.Throws<ArgumentException>(() => ShortTimeFourier.Power([0, 1, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("samples[1]", Assert.Throws<ArgumentException>(() => new MelSpectrogram(22050).Decibels([0, float.PositiveInfinity, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(22050, 2047));
        Assert.Throws<ArgumentException>(() => new MelFilterBank(22050, 2048).Apply(new Spectrogram(1, 9, new float[9])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decibels.FromPower(new Spectrogram(1, 1, [-1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decibels.FromPower(new Spectrogram(1, 1, [float.NaN])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decibels.FromPower(new Spectrogram(1, 1, [1]), reference: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decibels.FromPower(new Spectrogram(1, 1, [1]), smallest: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Decibels.FromPower(new Spectrogram(1, 1, [1]), range: -1));
        Assert.Throws<ArgumentException>(() => new Spectrogram(2, 2, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RealFourier.Transform(new float[100]));
    }

    [Fact]
    public void Windows_have_their_shapes()
    {
        foreach ((WindowShape shape, double level) in (ReadOnlySpan<(WindowShape, double)>)[(WindowShape.Hann, 0.5), (WindowShape.Hamming, 0.54), (WindowShape.Rectangular, 1)])
        {
            // The mean of a periodic window is its level, and at 0 Hz a constant sound shows just that.
            float[] ones = [.. Enumerable.Repeat(1f, 4096)];
            (Spectrogram real, _) = ShortTimeFourier.Transform(ones, new SpectrumSettings { Window = shape, Centered = false });
            Assert.Equal(2048 * level, real[0, 0], 1e-2);
        }
    }

    [Fact]
    public void The_transform_of_a_cosine_is_a_peak()
    {
        (float[] real, float[] imaginary) = RealFourier.Transform([.. Enumerable.Range(0, 256).Select(index => (float)Math.Cos(2 * Math.PI * 5 * index / 256))]);
        Assert.Equal(129, real.Length);
        Assert.Equal(128, real[5], 1e-3);
        Assert.All(real.Where((_, bin) => bin != 5).Concat(imaginary), value => Assert.Equal(0, value, 1e-3));
    }

    [Theory]
    [InlineData(64, 20, true, FramePadding.Zeros, 1000)]
    [InlineData(256, 100, true, FramePadding.Reflect, 3999)]
    [InlineData(256, 300, true, FramePadding.Edge, 4000)]
    [InlineData(512, 40, false, FramePadding.Zeros, 4000)]
    [InlineData(256, 3000, true, FramePadding.Reflect, 4000)]
    [InlineData(2048, 512, true, FramePadding.Zeros, 1)]
    [InlineData(2048, 5000, true, FramePadding.Zeros, 4000)]
    [InlineData(16384, 4000, true, FramePadding.Edge, 4000)]
    public void Bands_of_frames_taken_together_have_the_bits_of_frames_taken_one_by_one(int frameLength, int hop, bool centered, FramePadding padding, int samples)
    {
        SpectrumSettings settings = new() { FrameLength = frameLength, HopLength = hop, Centered = centered, Padding = padding };
        MelSpectrogram plan = new(8000, settings, new MelSettings { Bands = 11 });
        float[] sound = _tone[..samples];
        Spectrogram expected = plan.Filters.Apply(ShortTimeFourier.Power(sound, settings)), actual = plan.Power(sound);
        Assert.Equal(settings.FrameCount(samples), actual.Frames);
        Assert.Equal(expected.Values, actual.Values);
        Assert.Equal(Decibels.FromPower(expected).Values, plan.Decibels(sound).Values);
        Assert.Equal(Decibels.FromPower(expected, range: null).Values, plan.Decibels(sound, range: null).Values);
    }

    [Fact]
    public void A_sample_that_has_no_power_is_named_wherever_it_stands()
    {
        MelSpectrogram plan = new(22050);
        foreach ((int place, float bad) in (ReadOnlySpan<(int, float)>)[(0, float.NegativeInfinity), (1999, float.NaN), (2500, 1.1e12f), (3999, -2e12f)])
        {
            float[] sound = [.. _tone];
            sound[place] = bad;
            Assert.Contains($"samples[{place}] is {bad}", Assert.ThrowsAny<ArgumentException>(() => plan.Power(sound)).Message, StringComparison.Ordinal);
            Assert.Contains($"samples[{place}]", Assert.ThrowsAny<ArgumentException>(() => ShortTimeFourier.Power(sound)).Message, StringComparison.Ordinal);
        }

        float[] loudest = [.. Enumerable.Repeat(1e12f, 60_000)];
        Assert.All(plan.Decibels(loudest).Values, value => Assert.True(float.IsFinite(value)));
        Assert.All(ShortTimeFourier.Power(loudest, new SpectrumSettings { FrameLength = 32768 }).Values, value => Assert.True(float.IsFinite(value)));
    }
}
