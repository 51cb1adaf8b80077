using MusicRec.Audio;

namespace MusicRec.Core.Tests.Audio;

public sealed class SpectralFeaturesTests
{
    private static readonly Spectrogram _magnitude = ShortTimeFourier.Magnitude(AudioGolden.Samples);
    private static readonly Spectrogram _decibels = new MelSpectrogram(AudioGolden.Rate).Decibels(AudioGolden.Samples);

    [Fact]
    public void Figures_of_a_frame_are_librosas()
    {
        AudioGolden.AssertClose(AudioGolden.Root.Numbers("centroid"), SpectralFeatures.Centroid(_magnitude, AudioGolden.Rate), 1e-5);
        AudioGolden.AssertClose(AudioGolden.Root.Numbers("bandwidth"), SpectralFeatures.Bandwidth(_magnitude, AudioGolden.Rate), 1e-5);
        AudioGolden.AssertClose(AudioGolden.Root.Numbers("rolloff"), SpectralFeatures.Rolloff(_magnitude, AudioGolden.Rate), 1e-9);
        AudioGolden.AssertClose(AudioGolden.Root.Numbers("flatness"), SpectralFeatures.Flatness(_magnitude), 1e-4);
        AudioGolden.AssertClose(AudioGolden.Root.Numbers("zeroCrossings"), SpectralFeatures.ZeroCrossings(AudioGolden.Samples), 1e-12);
        AudioGolden.AssertClose(AudioGolden.Root.Numbers("rootMeanSquare"), SpectralFeatures.RootMeanSquare(AudioGolden.Samples), 1e-9);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("contrast"), SpectralFeatures.Contrast(_magnitude, AudioGolden.Rate), 1e-2);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("chroma"), new ChromaFilterBank(AudioGolden.Rate, 2048).Apply(ShortTimeFourier.Power(AudioGolden.Samples)), 1e-5);
    }

    [Fact]
    public void Cepstral_coefficients_and_their_changes_are_librosas()
    {
        Spectrogram coefficients = CepstralCoefficients.Of(_decibels);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("mfcc"), coefficients, 2e-3);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("mfccLiftered"), CepstralCoefficients.Of(_decibels, 13, 22), 2e-2);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("delta"), CepstralCoefficients.Delta(coefficients), 1e-3);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("secondDelta"), CepstralCoefficients.Delta(coefficients, order: 2), 1e-3);
    }

    [Fact]
    public void Onsets_and_the_tempogram_are_librosas()
    {
        double[] onsets = Rhythm.OnsetStrength(_decibels);
        AudioGolden.AssertClose([AudioGolden.Root.Numbers("onsets")], new Spectrogram(1, onsets.Length, Array.ConvertAll(onsets, value => (float)value)), 1e-3);
        AudioGolden.AssertClose(AudioGolden.Root.Frames("tempogram"), Rhythm.Tempogram(AudioGolden.Root.Numbers("onsets"), 16), 1e-5);
    }

    [Fact]
    public void A_beat_every_ten_frames_shows_at_lags_of_ten()
    {
        double[] onsets = [.. Enumerable.Range(0, 200).Select(frame => frame % 10 == 0 ? 1.0 : 0)];
        Spectrogram tempogram = Rhythm.Tempogram(onsets, 64);
        Assert.Equal(1, tempogram[100, 0], 1e-6);
        Assert.True(tempogram[100, 10] > 0.7 && tempogram[100, 5] < 1e-5);
        Assert.All(Rhythm.Tempogram(new double[5], 4).Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Silence_has_figures_too()
    {
        Spectrogram silence = ShortTimeFourier.Magnitude(new float[8000]);
        Assert.All(SpectralFeatures.Centroid(silence, 22050), value => Assert.Equal(0, value));
        Assert.All(SpectralFeatures.Bandwidth(silence, 22050), value => Assert.Equal(0, value));
        Assert.All(SpectralFeatures.Rolloff(silence, 22050), value => Assert.Equal(0, value));
        Assert.All(SpectralFeatures.Flatness(silence), value => Assert.Equal(1, value, 1e-9));
        Assert.All(SpectralFeatures.Contrast(silence, 22050).Values, value => Assert.Equal(0, value));
        Assert.All(new ChromaFilterBank(22050, 2048).Apply(silence).Values, value => Assert.Equal(0, value));
        Assert.All(SpectralFeatures.ZeroCrossings(new float[100]), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_note_A_is_loudest_in_the_tone_of_440_Hz()
    {
        float[] tone = [.. Enumerable.Range(0, 22050).Select(index => (float)Math.Sin(2 * Math.PI * 440 * index / 22050))];
        Spectrogram notes = new ChromaFilterBank(22050, 2048).Apply(ShortTimeFourier.Power(tone));
        Assert.Equal(1, notes[20, 9]);
        Assert.InRange(SpectralFeatures.Centroid(ShortTimeFourier.Magnitude(tone), 22050)[20], 435, 445);
        Assert.Equal(2 * 440.0 / 22050, SpectralFeatures.ZeroCrossings(tone)[20], 0.001);
        Assert.Equal(Math.Sqrt(0.5), SpectralFeatures.RootMeanSquare(tone)[20], 0.01);
    }

    [Fact]
    public void Values_out_of_range_are_named()
    {
        Spectrogram flat = new(1, 5, [1, 1, 1, 1, 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.Rolloff(flat, 22050, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.Centroid(new Spectrogram(1, 2, [1, -1]), 22050));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.Flatness(new Spectrogram(1, 2, [1, float.NaN])));
        Assert.Contains("band", Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.Contrast(flat, 22050)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.Contrast(_magnitude, 22050, octaves: 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.Contrast(_magnitude, 22050, share: 0));
        Assert.Throws<ArgumentException>(() => SpectralFeatures.RootMeanSquare([]));
        Assert.Throws<ArgumentException>(() => SpectralFeatures.ZeroCrossings([1, float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpectralFeatures.ZeroCrossings([1], hopLength: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CepstralCoefficients.Of(flat, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => CepstralCoefficients.Delta(_decibels, order: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => CepstralCoefficients.Delta(_decibels, width: 4));
        Assert.Contains("1 frames", Assert.Throws<ArgumentException>(() => CepstralCoefficients.Delta(flat)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Rhythm.Tempogram([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rhythm.Tempogram([1], 1));
        Assert.Throws<ArgumentException>(() => new ChromaFilterBank(22050, 1024).Apply(_magnitude));
    }
}
