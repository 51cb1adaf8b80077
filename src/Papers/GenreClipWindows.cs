using MusicRec.Audio;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>Training windows of clips: each row is a clip's, at a random place, with a random run of frames and one of bands masked.</summary>
internal sealed class GenreClipWindows : Objective
{
    private readonly Module<Tensor> _module;
    private readonly Spectrogram[] _clips;
    private readonly int[] _labels;
    private readonly int[] _clipOfRow;
    private readonly GenreClipNetworkSettings _settings;
    private readonly Loss<IndexTensor> _loss = Loss.CrossEntropy();
    private readonly RandomStream _random;

    /// <summary>As many windows of each clip per epoch as it has room for side by side.</summary>
    /// <param name="module">The network.</param>
    /// <param name="clips">Spectrograms brought to mean 0 in each band, a window long or longer.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="settings">Windows and masks.</param>
    /// <param name="random">Decides places and masks.</param>
    public GenreClipWindows(Module<Tensor> module, Spectrogram[] clips, int[] labels, GenreClipNetworkSettings settings, RandomStream random)
    {
        (_module, _clips, _labels, _settings) = (module, clips, labels, settings);
        _clipOfRow = [.. Enumerable.Range(0, clips.Length).SelectMany(clip => Enumerable.Repeat(clip, clips[clip].Frames / settings.WindowFrames))];
        _random = AddRandomStream("windows", random);
    }

    /// <inheritdoc/>
    public override int Rows => _clipOfRow.Length;

    /// <inheritdoc/>
    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        int frames = _settings.WindowFrames, bands = _clips[0].Bins, size = frames * bands;
        Tensor windows = tape.NewTensor(new Shape(rows.Length, 1, frames, bands), requiresGradient: false);
        IndexTensor targets = tape.NewIndexTensor(new Shape(rows.Length));
        for (int row = 0; row < rows.Length; row++)
        {
            int clip = _clipOfRow[rows[row]];
            targets.Values[row] = _labels[clip];
            Span<float> window = windows.Values.Slice(row * size, size);
            int start = _random.NextInt32(_clips[clip].Frames - frames + 1);
            _clips[clip].Values.AsSpan(start * bands, size).CopyTo(window);
            Mask(window, frames, bands);
        }

        Tensor outputs = _module.Forward(windows);
        (long correct, long answers) = _loss.CountCorrect(outputs, targets);
        return new BatchLoss(_loss.Of(outputs, targets), rows.Length, correct, answers);
    }

    /// <summary>Sets a run of frames and a run of bands to 0, the mean of every band.</summary>
    private void Mask(Span<float> window, int frames, int bands)
    {
        (int firstFrame, int frameCount) = Draw(frames, _settings.LargestTimeMask);
        (int firstBand, int bandCount) = Draw(bands, Math.Min(bands, _settings.LargestBandMask));
        window.Slice(firstFrame * bands, frameCount * bands).Clear();
        for (int frame = 0; frame < frames; frame++)
        {
            window.Slice((frame * bands) + firstBand, bandCount).Clear();
        }
    }

    private (int First, int Count) Draw(int length, int largest)
    {
        int count = _random.NextInt32(largest + 1);
        return (_random.NextInt32(length - count + 1), count);
    }
}
