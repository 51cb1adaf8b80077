using MusicRec.Audio;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Audio clips with their genres: a mel spectrogram of each for networks, and its sound in numbers for other learners. Nothing in it is learnt from the clips.</summary>
public sealed class GenreClips
{
    private readonly MelFilterBank _filters;

    private GenreClips(IReadOnlyList<AudioClip> clips, string[] genres, Spectrogram[] spectrograms, Matrix features, double seconds, MelSpectrogram mel)
    {
        (Clips, Genres, Spectrograms, Features, Seconds, SampleRate, _filters) = (clips, genres, spectrograms, features, seconds, mel.SampleRate, mel.Filters);
        Labels = [.. clips.Select(clip => Array.IndexOf(genres, clip.Genre))];
    }

    /// <summary>Frames and bands of the spectrograms: 1,024 samples from one to the next, so that a window of 64 frames lasts 3 s at 22,050 Hz.</summary>
    public static SpectrumSettings Frames { get; } = new() { HopLength = 1024 };

    /// <inheritdoc cref="Frames"/>
    public static MelSettings Bands { get; } = new() { Bands = 64 };

    /// <summary>The clips.</summary>
    public IReadOnlyList<AudioClip> Clips { get; }

    /// <summary>The genres, in alphabetical order.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>The genre of each clip, its place in <see cref="Genres"/>.</summary>
    public int[] Labels { get; }

    /// <summary>A mel spectrogram of each clip in decibels, [frames, 64].</summary>
    public IReadOnlyList<Spectrogram> Spectrograms { get; }

    /// <summary>Each clip in numbers, see <see cref="GenreClipFeatures"/>, [clips, numbers].</summary>
    public Matrix Features { get; }

    /// <summary>How long all clips last together.</summary>
    public double Seconds { get; }

    /// <summary>Samples per second of every clip.</summary>
    public int SampleRate { get; }

    /// <summary>Number of clips.</summary>
    public int Count => Clips.Count;

    /// <summary>Reads clips and listens to them.</summary>
    /// <param name="clips">Such as <see cref="MusicData.AudioClips"/>, all of one sampling rate.</param>
    /// <exception cref="AudioFileException">A clip cannot be read, or has another sampling rate than the first.</exception>
    /// <exception cref="ArgumentException">There are no clips, or one is too short.</exception>
    public static GenreClips Read(IReadOnlyList<AudioClip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        Throw.IfEmpty(clips.Count, nameof(clips));
        int rate = WavFile.Read(clips[0].Path).SampleRate;
        MelSpectrogram mel = new(rate, Frames, Bands);
        Spectrogram[] spectrograms = new Spectrogram[clips.Count];
        double[] lengths = new double[clips.Count];
        Matrix features = new(clips.Count, GenreClipFeatures.Names.Count);
        ParallelLoop.For(clips.Count, place =>
        {
            Waveform sound = WavFile.Read(clips[place].Path);
            if (sound.SampleRate != rate)
            {
                throw new AudioFileException(clips[place].Path, $"it has {sound.SampleRate} samples per second; the first clip has {rate}, and all must be alike.");
            }

            float[] samples = sound.ToMono();
            spectrograms[place] = mel.Decibels(samples);
            GenreClipFeatures.Of(samples, rate).CopyTo(features.Row(place));
            lengths[place] = sound.Seconds;
        });
        return new GenreClips([.. clips], [.. clips.Select(clip => clip.Genre).Distinct().Order(StringComparer.Ordinal)], spectrograms, features, lengths.Sum(), mel);
    }

    /// <summary>The spectrogram of a clip.</summary>
    /// <param name="clip">Its place among <see cref="Clips"/>.</param>
    public Figure Picture(int clip)
    {
        Throw.IfOutside(clip, 0, Count - 1);
        return Figure.Spectrogram(Spectrograms[clip].ToMatrix(), (double)Frames.HopLength / SampleRate, _filters.Centers).Title(Clips[clip].Name);
    }

    /// <summary>Folds by clip, so that no window of a clip stands on both sides: five per round, each genre spread evenly.</summary>
    /// <param name="rounds">How often the folds are drawn anew, 1 or more.</param>
    /// <param name="seed">Decides the folds.</param>
    public Split[] Folds(int rounds, ulong seed) => Splits.RepeatedStratifiedKFold(Labels, 5, rounds, seed);
}
