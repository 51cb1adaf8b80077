using System.Text.Json;
using MusicRec.Audio;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Audio;

/// <summary>What the golden sound does not reach: the ends of a sound, settings that are seldom asked for, and what is refused.</summary>
public sealed class AudioDefinitionTests
{
    private static readonly float[] _five = [1, 2, 3, 4, 5];

    [Theory]
    [InlineData(FramePadding.Zeros, new float[] { 0, 0, 0, 1, 2, 3 }, new float[] { 4, 5, 0, 0, 0, 0 })]
    [InlineData(FramePadding.Reflect, new float[] { 4, 3, 2, 1, 2, 3 }, new float[] { 4, 5, 4, 3, 2, 1 })]
    [InlineData(FramePadding.Edge, new float[] { 1, 1, 1, 1, 2, 3 }, new float[] { 4, 5, 5, 5, 5, 5 })]
    public void Before_and_behind_a_sound_stands_its_padding(FramePadding padding, float[] first, float[] last)
    {
        float[] memory = new float[6];
        Assert.Equal(first, Framing.Frame(_five, 0, 6, 6, centered: true, padding, memory).ToArray());
        Assert.Equal(last, Framing.Frame(_five, 1, 6, 6, centered: true, padding, memory).ToArray());
        Assert.Equal([2, 3], Framing.Frame(_five, 1, 2, 1, centered: false, padding, memory).ToArray());
        Assert.Equal([2, 3], Framing.Frame(_five, 2, 2, 1, centered: true, padding, memory).ToArray());
    }

    [Fact]
    public void A_window_stands_in_the_middle_of_its_frame()
    {
        float[] hamming = Framing.Window(new SpectrumSettings { FrameLength = 8, WindowLength = 4, Window = WindowShape.Hamming });
        Assert.Equal([0, 0, 0.08, 0.54, 1, 0.54, 0, 0], hamming.Select(value => Math.Round(value, 6)));
        Assert.Equal([0, 0.5, 1, 0.5], Framing.Window(new SpectrumSettings { FrameLength = 4 }).Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Bins_have_their_frequencies()
    {
        Assert.Equal([0, 1000, 2000, 3000, 4000], new SpectrumSettings { FrameLength = 8 }.Frequencies(8000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpectrumSettings().Frequencies(0));
    }

    [Fact]
    public void Bands_have_their_centers_and_notes_their_weights()
    {
        double[] corners = AudioGolden.Root.Numbers("melFrequencies");
        double[] centers = new MelFilterBank(AudioGolden.Rate, 512, new MelSettings { Bands = corners.Length - 2 }).Centers;
        Assert.Equal(corners[1..^1].Select(corner => Math.Round(corner, 6)), centers.Select(center => Math.Round(center, 6)));
        double[][] expected = AudioGolden.Root.Frames("chromaWeights");
        ChromaFilterBank bank = new(AudioGolden.Rate, 64);
        for (int note = 0; note < 12; note++)
        {
            for (int bin = 0; bin < 33; bin++)
            {
                Assert.Equal(expected[note][bin], bank.Weights[note, bin], 2e-9);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Contrasts_of_other_bands_and_shares_are_librosas(int index)
    {
        JsonElement golden = AudioGolden.Root.GetProperty("contrastCases")[index];
        Spectrogram magnitude = ShortTimeFourier.Magnitude(AudioGolden.Samples, new SpectrumSettings { FrameLength = 128, HopLength = 1500 });
        AudioGolden.AssertClose(
            golden.Frames("contrast"),
            SpectralFeatures.Contrast(magnitude, AudioGolden.Rate, golden.GetProperty("lowest").GetDouble(), golden.GetProperty("octaves").GetInt32(), golden.GetProperty("share").GetDouble()), 1e-2);
    }

    [Fact]
    public void Decibels_have_a_reference_and_a_smallest_number()
    {
        Assert.Equal(-20, Decibels.FromMagnitude(new Spectrogram(1, 1, [0.1f]), reference: 1, range: null).Values[0], 1e-4);
        Assert.Equal(0, Decibels.FromMagnitude(new Spectrogram(1, 1, [2]), reference: 2).Values[0], 1e-4);
        Assert.Equal(-40, Decibels.FromMagnitude(new Spectrogram(1, 1, [0.001f]), smallest: 0.01, range: null).Values[0], 1e-4);
        Assert.Equal(100, Decibels.FromPower(new Spectrogram(1, 1, [1]), reference: 0, range: null).Values[0], 1e-4);
    }

    [Fact]
    public void Sound_below_0_to_its_ends_crosses_nothing_and_odd_frames_are_counted_right()
    {
        Assert.Equal([0, 0, 0], SpectralFeatures.ZeroCrossings([-1, -1, -1, -1], 4, 2));
        Assert.Equal(10, SpectralFeatures.RootMeanSquare(new float[10], 5, 1).Length);
    }

    [Fact]
    public void Onsets_of_frames_that_start_where_they_stand_come_one_frame_late()
    {
        Spectrogram decibels = new(3, 2, [0, 0, 4, 2, 0, 2]);
        Assert.Equal([0, 3, 0], Rhythm.OnsetStrength(decibels, new SpectrumSettings { Centered = false }));
        Assert.Equal([0, 0, 3], Rhythm.OnsetStrength(decibels, new SpectrumSettings { FrameLength = 1024 }));
    }

    [Fact]
    public void Numbers_that_are_none_and_settings_out_of_range_are_refused()
    {
        Spectrogram bad = new(12, 2, [.. Enumerable.Repeat(float.NaN, 24)]), good = new(1, 2, [1, 2]);
        Assert.Contains("decibels[0] is NaN", Assert.Throws<ArgumentException>(() => CepstralCoefficients.Of(bad, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("values[0] is NaN", Assert.Throws<ArgumentException>(() => CepstralCoefficients.Delta(bad)).Message, StringComparison.Ordinal);
        Assert.Contains("decibels[0] is NaN", Assert.Throws<ArgumentException>(() => Rhythm.OnsetStrength(bad)).Message, StringComparison.Ordinal);
        Assert.Contains("onsets[1] is NaN", Assert.Throws<ArgumentException>(() => Rhythm.Tempogram([1, double.NaN], 4)).Message, StringComparison.Ordinal);
        Assert.Contains("samples[1] is NaN", Assert.Throws<ArgumentException>(() => RealFourier.Transform([1, float.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CepstralCoefficients.Of(good, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CepstralCoefficients.Of(good, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MelSpectrogram(8000).Decibels(_five, range: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MelFilterBank.ToMel(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MelFilterBank.ToFrequency(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChromaFilterBank(8000, 1023));
        Assert.Contains("power[0, 1] is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new ChromaFilterBank(8000, 2).Apply(new Spectrogram(1, 2, [1, -1]))).Message, StringComparison.Ordinal);
        Assert.Contains("spectra[1, 0] is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new MelFilterBank(8000, 2).Apply(new Spectrogram(2, 2, [1, 1, -1, 1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_the_last_bin_stands_silence_whatever_was_heard_before()
    {
        AssertSilence<EightLanes>();
        AssertSilence<SixteenLanes>();
    }

    [Fact]
    public void A_spectrogram_has_no_numbers_beyond_its_edges()
    {
        Spectrogram spectrogram = new(2, 3, [1, 2, 3, 4, 5, 6]);
        Assert.Equal((6, 4), (spectrogram[1, 2], spectrogram.Frame(1)[0]));
        Assert.Equal([2, 5], spectrogram.Bin(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => spectrogram[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => spectrogram[2, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => spectrogram.Bin(3));
        Assert.Contains("frame is -1", Assert.Throws<ArgumentOutOfRangeException>(() => spectrogram.Frame(-1).Length).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Spectrogram(-1, 3, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Spectrogram(0, 0, []));
        Assert.Equal(0, new Spectrogram(0, 3, []).Frames);
    }

    [Fact]
    public void A_sound_is_read_from_where_its_stream_stands()
    {
        byte[] file = WavBytes.File(("fmt ", WavBytes.Format(1, 1, 8)), ("data", [192]));
        using MemoryStream stream = new([1, 2, 3, .. file]) { Position = 3 };
        Assert.Equal([0.5f], WavFile.Read(stream).Channel(0).ToArray());
    }

    private static void AssertSilence<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count;
        float[] sound = [.. Enumerable.Range(0, 600).Select(index => index % 7 - 3f)];
        _ = new FrameSpectrum(new SpectrumSettings { FrameLength = 1024 }).ForPowers<TLanes>(sound, _ => (_, _, _) => { });
        int checkedFrames = 0;
        _ = new FrameSpectrum(new SpectrumSettings { FrameLength = 128, HopLength = 100 }).ForPowers<TLanes>(sound, frames => (_, count, powers) =>
        {
            checkedFrames += count;
            Assert.True(powers.Length >= lanes * (65 + 8) && !powers[(lanes * 65)..].ContainsAnyExcept(0f));
        });
        Assert.Equal(7, checkedFrames);
        _ = new FrameSpectrum(new SpectrumSettings { FrameLength = 128, HopLength = 100 }).ForFrames(sound, _ => (_, real, imaginary) =>
        {
            checkedFrames++;
            Assert.True(real.Length >= 65 + 8 && !real[65..].ContainsAnyExcept(0f) && !imaginary[65..].ContainsAnyExcept(0f));
        });
        Assert.Equal(14, checkedFrames);
    }
}
