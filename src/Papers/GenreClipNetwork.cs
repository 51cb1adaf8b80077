using MusicRec.Audio;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// The CNN on mel spectrograms that paper 003 (Liu) reviews: three times convolution of 3 × 3, batch normalisation, ReLU and pooling by 2; the mean over what is
/// left is the embedding, a linear layer tells the genres. It learns from windows of clips at random places with masks, and judges a clip by the mean of
/// its windows' shares. Each band is brought to mean 0 and deviation 1 over the training clips.
/// </summary>
public sealed class GenreClipNetwork
{
    private readonly ulong _seed;
    private Fitted? _fitted;

    /// <summary>A network that has learnt nothing yet.</summary>
    /// <param name="seed">Decides first weights, the order and places of windows, masks and dropout.</param>
    /// <param name="settings">Sizes and training; null for the defaults.</param>
    public GenreClipNetwork(ulong seed, GenreClipNetworkSettings? settings = null)
    {
        Settings = settings ?? new GenreClipNetworkSettings();
        Settings.Check();
        _seed = seed;
    }

    /// <summary>Sizes and training.</summary>
    public GenreClipNetworkSettings Settings { get; }

    /// <summary>Number of classes seen by <see cref="Fit"/>; 0 before.</summary>
    public int ClassCount => _fitted?.ClassCount ?? 0;

    /// <summary>How training went, epoch by epoch, on masked windows; null before Fit.</summary>
    public History? History { get; private set; }

    /// <summary>Learns from clips whose genres are known, forgetting what was learnt before.</summary>
    /// <param name="clips">Spectrograms in decibels, [frames, bands] each: all of 8 bands or more, a multiple of 8, and a window long or longer.</param>
    /// <param name="labels">One class per clip, 0 or more.</param>
    /// <exception cref="ArgumentException">Clips and labels differ in number, or a clip has another number of bands, is too short or holds a number that is not finite.</exception>
    public void Fit(IReadOnlyList<Spectrogram> clips, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(clips);
        int classCount = LearningInput.CheckLabels(clips.Count, labels), bands = clips[0]?.Bins ?? 0;
        if (bands < 8 || bands % 8 != 0)
        {
            Throw.OutOfRange("clips[0].Bins", bands, "a multiple of 8 from 8 on");
        }

        Check(clips, bands);
        RandomStream seeds = new(_seed);
        (float[] means, float[] factors) = Scale(clips, bands);
        (Sequential module, Sequential embedding) = Layers(Settings, classCount, seeds.Split(0));
        Fitted fitted = new(module, embedding, means, factors, classCount);
        AdamW adam = new(module.Parameters, Settings.LearningRate, weightDecay: Settings.WeightDecay);
        Trainer trainer = new(module, adam)
        {
            Epochs = Settings.Epochs,
            BatchSize = Settings.BatchSize,
            DropLast = clips.Sum(clip => clip.Frames / Settings.WindowFrames) >= Settings.BatchSize,
            Seed = seeds.Split(1).NextUInt64(),
            Schedule = new CosineSchedule(adam, Settings.Epochs),
        };
        History = trainer.Fit(new GenreClipWindows(module, [.. clips.Select(fitted.Normalize)], labels.ToArray(), Settings, seeds.Split(2)));
        _fitted = fitted;
    }

    /// <summary>The share of each genre for each clip, the mean over windows that overlap by half, [clips, classes]; every row sums to 1.</summary>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    public Matrix PredictProbabilities(IReadOnlyList<Spectrogram> clips) => MeanOverWindows(clips, fitted => fitted.Module, shares: true);

    /// <summary>What the last layer but one says of each clip, the mean over its windows: content features, [clips, channels of the last convolution].</summary>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    public Matrix Embed(IReadOnlyList<Spectrogram> clips) => MeanOverWindows(clips, fitted => fitted.Embedding, shares: false);

    private static (Sequential Module, Sequential Embedding) Layers(GenreClipNetworkSettings settings, int classCount, RandomStream random)
    {
        List<Module<Tensor>> layers = [];
        int inputs = 1;
        foreach (int channels in settings.Channels)
        {
            layers.AddRange([new Conv2d(inputs, channels, 3, random, padding: 1, bias: false), new BatchNorm2d(channels), new Relu(), new MaxPool2d(2)]);
            inputs = channels;
        }

        layers.Add(new GlobalAveragePool2d());
        Sequential embedding = new([.. layers]);
        return (new Sequential([.. layers, new Dropout(settings.Dropout, random.Split(1)), new Linear(inputs, classCount, random)]), embedding);
    }

    /// <summary>Mean and inverse deviation of each band over all frames of the clips.</summary>
    private static (float[] Means, float[] Factors) Scale(IReadOnlyList<Spectrogram> clips, int bands)
    {
        double[] sums = new double[bands], squares = new double[bands];
        long frames = clips.Sum(clip => (long)clip.Frames);
        foreach (Spectrogram clip in clips)
        {
            for (int index = 0; index < clip.Values.Length; index++)
            {
                sums[index % bands] += clip.Values[index];
                squares[index % bands] += (double)clip.Values[index] * clip.Values[index];
            }
        }

        double[] means = Array.ConvertAll(sums, sum => sum / frames);
        double[] variances = [.. squares.Select((square, band) => Math.Max(0, (square / frames) - (means[band] * means[band])))];
        return (Array.ConvertAll(means, mean => (float)mean), Array.ConvertAll(variances, variance => variance > 1e-6 ? (float)(1 / Math.Sqrt(variance)) : 1));
    }

    private Matrix MeanOverWindows(IReadOnlyList<Spectrogram> clips, Func<Fitted, Module<Tensor>> part, bool shares)
    {
        Throw.IfNotFitted(_fitted, nameof(GenreClipNetwork));
        ArgumentNullException.ThrowIfNull(clips);
        Check(clips, _fitted.Means.Length);
        int frames = Settings.WindowFrames, bands = _fitted.Means.Length, outputs = shares ? _fitted.ClassCount : Settings.Channels[^1];
        Matrix result = new(clips.Count, outputs);
        for (int clip = 0; clip < clips.Count; clip++)
        {
            Spectrogram own = _fitted.Normalize(clips[clip]);
            int windows = 1 + ((own.Frames - frames) / (frames / 2));
            float[] values = new float[windows * frames * bands];
            for (int window = 0; window < windows; window++)
            {
                own.Values.AsSpan(window * (frames / 2) * bands, frames * bands).CopyTo(values.AsSpan(window * frames * bands));
            }

            Matrix answers = part(_fitted).Predict(RowSource.Of(Tensor.From(values, windows, 1, frames, bands)));
            Span<double> means = result.Row(clip);
            for (int window = 0; window < windows; window++)
            {
                Span<double> answer = answers.Row(window);
                if (shares)
                {
                    _ = LogisticObjective.Softmax(answer.ToArray(), answer);
                }

                for (int place = 0; place < outputs; place++)
                {
                    means[place] += answer[place] / windows;
                }
            }
        }

        return result;
    }

    private void Check(IReadOnlyList<Spectrogram> clips, int bands)
    {
        for (int clip = 0; clip < clips.Count; clip++)
        {
            ArgumentNullException.ThrowIfNull(clips[clip], $"{nameof(clips)}[{clip}]");
            Throw.IfOutside(clips[clip].Bins, bands, bands, $"{nameof(clips)}[{clip}].Bins");
            Throw.IfBelow(clips[clip].Frames, Settings.WindowFrames, $"{nameof(clips)}[{clip}].Frames");
            Throw.IfNotFinite(clips[clip].Values, $"{nameof(clips)}[{clip}]");
        }
    }

    private sealed record Fitted(Sequential Module, Sequential Embedding, float[] Means, float[] Factors, int ClassCount)
    {
        public Spectrogram Normalize(Spectrogram clip)
        {
            Spectrogram result = new(clip.Frames, clip.Bins);
            for (int index = 0; index < clip.Values.Length; index++)
            {
                int band = index % clip.Bins;
                result.Values[index] = (clip.Values[index] - Means[band]) * Factors[band];
            }

            return result;
        }
    }
}
