using MusicRec.Audio;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>What the network is shown while it learns, and whether it heeds its settings.</summary>
public sealed class GenreClipWindowsTests
{
    private const int Frames = 21;
    private const int Bands = 8;
    private static readonly GenreClipNetworkSettings _settings = new()
    {
        WindowFrames = 8,
        Channels = [2, 2, 3],
        Epochs = 2,
        BatchSize = 4,
        LargestTimeMask = 3,
        LargestBandMask = 2,
    };

    [Fact]
    public void A_window_is_a_run_of_its_clips_frames_with_a_run_of_frames_and_one_of_bands_masked()
    {
        Spectrogram[] clips = [Clip(0, Frames), Clip(1, 8), Clip(2, 17)];
        Probe probe = new();
        GenreClipWindows windows = new(probe, clips, [0, 1, 2], _settings, new RandomStream(4));
        int[] clipOfRow = [0, 0, 1, 2, 2];
        Assert.Equal(clipOfRow.Length, windows.Rows);
        HashSet<int> starts = [], frameMasks = [], bandMasks = [];
        Tape tape = new();
        for (int pass = 0; pass < 60; pass++)
        {
            using (tape.Record())
            {
                Assert.Equal(windows.Rows, windows.Compute(tape, [0, 1, 2, 3, 4]).Weight);
            }

            for (int row = 0; row < windows.Rows; row++)
            {
                float[] window = probe.Seen[(row * 8 * Bands)..((row + 1) * 8 * Bands)];
                int first = Array.FindIndex(window, value => value != 0);
                int start = ((int)window[first] - 1 - (1000 * clipOfRow[row])) / Bands - (first / Bands);
                bool[] frameMasked = [.. Enumerable.Range(0, 8).Select(frame => Enumerable.Range(0, Bands).All(band => window[(frame * Bands) + band] == 0))];
                bool[] bandMasked = [.. Enumerable.Range(0, Bands).Select(band => Enumerable.Range(0, 8).All(frame => window[(frame * Bands) + band] == 0))];
                for (int index = 0; index < window.Length; index++)
                {
                    float heard = clips[clipOfRow[row]].Values[(start * Bands) + index];
                    Assert.Equal(frameMasked[index / Bands] || bandMasked[index % Bands] ? 0 : heard, window[index]);
                }

                frameMasks.Add(RunLength(frameMasked));
                bandMasks.Add(RunLength(bandMasked));
                if (row == 0)
                {
                    starts.Add(start);
                }
            }
        }

        Assert.Equal(Enumerable.Range(0, Frames - 8 + 1), starts.Order());
        Assert.Equal([0, 1, 2, 3], frameMasks.Order());
        Assert.Equal([0, 1, 2], bandMasks.Order());
    }

    [Fact]
    public void A_band_that_never_changes_is_no_trouble_and_each_setting_changes_what_is_learnt()
    {
        Spectrogram[] clips = [.. Enumerable.Range(0, 6).Select(clip => Clip(clip, Frames, silentBand: 3))];
        int[] labels = [0, 1, 0, 1, 0, 1];
        double[] usual = Learn(_settings);
        Assert.All(usual, share => Assert.InRange(share, 0, 1));
        foreach (GenreClipNetworkSettings other in (GenreClipNetworkSettings[])
            [_settings with { WeightDecay = 0.5 }, _settings with { Dropout = 0.6 }, _settings with { LargestTimeMask = 0 }, _settings with { LargestBandMask = 0 },
             _settings with { BatchSize = 6 }, _settings with { Epochs = 3 }, _settings with { LearningRate = 1e-3 }])
        {
            Assert.NotEqual(usual, Learn(other));
        }

        double[] Learn(GenreClipNetworkSettings settings)
        {
            GenreClipNetwork network = new(3, settings);
            network.Fit(clips, labels);
            return network.PredictProbabilities(clips).Values;
        }
    }

    [Fact]
    public void Levels_of_bands_are_the_training_clips_affair()
    {
        // Another level and another range of every band, the same in all clips: nothing that tells them apart.
        Spectrogram[] clips = [.. Enumerable.Range(0, 6).Select(clip => Noise(clip))];
        Spectrogram[] moved = [.. clips.Select(clip => new Spectrogram(clip.Frames, clip.Bins, [.. clip.Values.Select((value, index) => (value * (1 << (index % Bands))) + (16 * (index % Bands)))]))];
        GenreClipNetwork first = new(3, _settings), second = new(3, _settings);
        first.Fit(clips, [0, 1, 0, 1, 0, 1]);
        second.Fit(moved, [0, 1, 0, 1, 0, 1]);
        Matrix expected = first.PredictProbabilities(clips), actual = second.PredictProbabilities(moved);
        for (int index = 0; index < expected.Values.Length; index++)
        {
            Assert.Equal(expected.Values[index], actual.Values[index], 1e-3);
        }
    }

    private static int RunLength(bool[] masked)
    {
        int first = Array.IndexOf(masked, true), count = masked.Count(value => value);
        Assert.True(count == 0 || masked.AsSpan(first, count).IndexOf(false) < 0, "What is masked is not in a row.");
        return count;
    }

    /// <summary>Every number of every clip is another one, and none is 0.</summary>
    private static Spectrogram Clip(int number, int frames, int silentBand = -1) =>
        new(frames, Bands, [.. Enumerable.Range(0, frames * Bands).Select(index => index % Bands == silentBand ? -80f : (1000 * number) + index + 1)]);

    private static Spectrogram Noise(int number)
    {
        RandomStream random = new((ulong)number);
        return new Spectrogram(Frames, Bands, [.. Enumerable.Range(0, Frames * Bands).Select(_ => (float)random.NextGaussian())]);
    }

    /// <summary>Keeps what it was shown, and answers with three genres.</summary>
    private sealed class Probe : Module<Tensor>
    {
        private readonly Sequential _inner = new(new GlobalAveragePool2d(), new Linear(1, 3, new RandomStream(1)));

        public Probe() => AddChild("inner", _inner);

        public float[] Seen { get; private set; } = [];

        public override Tensor Forward(Tensor input)
        {
            Seen = input.Values.ToArray();
            return _inner.Forward(input);
        }
    }
}
