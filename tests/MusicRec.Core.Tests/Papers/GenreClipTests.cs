using MusicRec.Audio;
using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

[Collection(ReportingCollection.Name)]
public sealed class GenreClipTests : IDisposable
{
    private static readonly GenreClipNetworkSettings _small = new() { WindowFrames = 16, Channels = [4, 6, 8], Epochs = 12, BatchSize = 8, LargestTimeMask = 3, LargestBandMask = 3, LearningRate = 1e-2 };

    public GenreClipTests() => Metrics.Clear();

    public void Dispose() => Metrics.Clear();

    [Fact]
    public void A_clips_features_have_names_and_say_how_it_sounds()
    {
        float[] low = Tone(196, 1), high = Tone(3000, 1), noise = [.. Tone(3000, 1).Select((sample, index) => (index * 7919 % 1000 / 500f) - 1)];
        int count = GenreClipFeatures.Names.Count;
        Assert.Equal((130, 130), (count, GenreClipFeatures.Names.Distinct().Count()));
        Assert.True(Of("centroid, mean", low) < Of("centroid, mean", high));
        Assert.True(Of("flatness, mean", high) < Of("flatness, mean", noise));
        Assert.Equal(Of("loudness, mean", low), Of("loudness, mean", high), 0.01);
        Assert.True(Of("note G, mean", low) > 0.9);
        Assert.Throws<ArgumentOutOfRangeException>(() => GenreClipFeatures.Of(new float[4095], 22050));
        Assert.Throws<ArgumentOutOfRangeException>(() => GenreClipFeatures.Of(new float[5000], 8000));

        double Of(string name, float[] samples)
        {
            double[] numbers = GenreClipFeatures.Of(samples, 22050);
            Assert.Equal(count, numbers.Length);
            Assert.All(numbers, number => Assert.True(double.IsFinite(number)));
            return numbers[GenreClipFeatures.Names.ToList().IndexOf(name)];
        }
    }

    [Fact]
    public void A_clips_features_are_means_and_deviations_of_librosas_figures()
    {
        double[] expected = Audio.AudioGolden.Numbers(Audio.AudioGolden.Root, "clipFeatures"), actual = GenreClipFeatures.Of(Audio.AudioGolden.Samples, Audio.AudioGolden.Rate);
        for (int place = 0; place < GenreClipFeatures.Names.Count; place++)
        {
            // Contrasts are held to a hundredth of a decibel elsewhere, too.
            double tolerance = GenreClipFeatures.Names[place].StartsWith("contrast", StringComparison.Ordinal) ? 1e-2 : 1e-3 * Math.Max(0.02, Math.Abs(expected[place]));
            Assert.True(Math.Abs(expected[place] - actual[place]) <= tolerance, $"{GenreClipFeatures.Names[place]} is {actual[place]}; librosa's formulas give {expected[place]}.");
        }
    }

    [Fact]
    public void The_network_learns_what_its_clips_sound_like_and_judges_new_ones()
    {
        (Spectrogram[] clips, int[] labels) = MadeUp(24, seed: 1);
        (Spectrogram[] others, int[] otherLabels) = MadeUp(12, seed: 2);
        GenreClipNetwork network = new(3, _small);
        Assert.Equal(0, network.ClassCount);
        network.Fit(clips, labels);
        Matrix shares = network.PredictProbabilities(others), embedding = network.Embed(others);
        Assert.Equal((12, 3, 12, 8), (shares.Rows, shares.Columns, embedding.Rows, embedding.Columns));
        int right = 0;
        for (int clip = 0; clip < others.Length; clip++)
        {
            Assert.Equal(1, shares.Row(clip).ToArray().Sum(), 1e-9);
            right += shares[clip, otherLabels[clip]] > 0.5 ? 1 : 0;
        }

        Assert.True(right >= 11, $"{right} of 12 right");
        Assert.True(network.History!.Losses[^1] < 0.5 * network.History.Losses[0]);
        GenreClipNetwork again = new(3, _small), other = new(4, _small);
        again.Fit(clips, labels);
        other.Fit(clips, labels);
        Assert.Equal(shares.Values, again.PredictProbabilities(others).Values);
        Assert.NotEqual(shares.Values, other.PredictProbabilities(others).Values);
        Assert.Equal(shares.Row(3).ToArray(), network.PredictProbabilities([others[3]]).Values);
    }

    [Fact]
    public void A_clips_windows_vote()
    {
        (Spectrogram[] clips, int[] labels) = MadeUp(24, seed: 1);
        GenreClipNetwork network = new(3, _small);
        network.Fit(clips, labels);
        Spectrogram first = Part(clips[0], 0, 16), second = Part(clips[1], 0, 16);
        Spectrogram both = new(32, first.Bins, [.. first.Values, .. second.Values]);
        Matrix apart = network.PredictProbabilities([first, second, Part(both, 8, 16)]), together = network.PredictProbabilities([both]);
        for (int genre = 0; genre < 3; genre++)
        {
            Assert.Equal((apart[0, genre] + apart[1, genre] + apart[2, genre]) / 3, together[0, genre], 1e-6);
        }
    }

    [Fact]
    public void Clips_that_do_not_fit_are_named()
    {
        (Spectrogram[] clips, int[] labels) = MadeUp(6, seed: 1);
        GenreClipNetwork network = new(3, _small with { Epochs = 1 });
        Assert.Throws<InvalidOperationException>(() => network.PredictProbabilities(clips));
        Assert.Throws<InvalidOperationException>(() => network.Embed(clips));
        Assert.Throws<ArgumentException>(() => network.Fit([], []));
        Assert.Throws<ArgumentException>(() => network.Fit(clips, labels.AsSpan(1)));
        Assert.Contains("clips[0].Bins is 9", Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit([new Spectrogram(16, 9, new float[144])], [0])).Message, StringComparison.Ordinal);
        Assert.Contains("clips[1].Frames is 15", Assert.Throws<ArgumentOutOfRangeException>(() => network.Fit([clips[0], Part(clips[1], 0, 15)], [0, 1])).Message, StringComparison.Ordinal);
        network.Fit(clips, labels);
        Assert.Contains("clips[0].Bins is 8", Assert.Throws<ArgumentOutOfRangeException>(() => network.PredictProbabilities([new Spectrogram(16, 8, new float[128])])).Message, StringComparison.Ordinal);
        clips[1].Values[5] = float.NaN;
        Assert.Throws<ArgumentException>(() => network.Embed(clips));
        foreach (GenreClipNetworkSettings settings in (GenreClipNetworkSettings[])
            [_small with { WindowFrames = 12 }, _small with { Channels = [1, 2] }, _small with { Channels = [1, 0, 2] }, _small with { Epochs = 0 }, _small with { BatchSize = 1 },
             _small with { LearningRate = 0 }, _small with { WeightDecay = -1 }, _small with { Dropout = 1 }, _small with { LargestTimeMask = 17 }, _small with { LargestBandMask = -1 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new GenreClipNetwork(1, settings));
        }
    }

    [Fact]
    public void Clips_are_read_from_files_and_judged_by_fold()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            List<AudioClip> files = [];
            for (int place = 0; place < 20; place++)
            {
                string genre = place % 2 == 0 ? "high" : "low", path = Path.Combine(folder, $"{genre}.{place}.wav");
                float[] sound = Tone(place % 2 == 0 ? 2500 + (40 * place) : 250 + (4 * place), 0.8);
                File.WriteAllBytes(path, WavBytesOf(sound));
                files.Add(new AudioClip(path, genre, $"{genre}.{place}"));
            }

            GenreClips clips = GenreClips.Read(files);
            Assert.Equal(["high", "low"], clips.Genres);
            Assert.Equal((20, 130, 16.0), (clips.Count, clips.Features.Columns, Math.Round(clips.Seconds, 2)));
            Assert.Contains("high.0", clips.Picture(0).Title("high.0 sounds").ToText(), StringComparison.Ordinal);
            Assert.Contains("18 frames × 64 bands", clips.Picture(3).ToText(), StringComparison.Ordinal);
            Split[] folds = clips.Folds(1, 4);
            Assert.All(folds, fold => Assert.Equal([2, 2], fold.Test.CountBy(row => clips.Labels[row]).OrderBy(pair => pair.Key).Select(pair => pair.Value)));
            GenreClipModel[] models = [.. GenreClipModel.All.Where(model => model.Name is "majority" or "features, logistic" or "features, SVM" or GenreClipModel.Network or "CNN's last layer, logistic")];
            GenreClipStudy study = GenreClipStudy.Run(clips, folds, models, 7, _small with { Epochs = 30 });
            Assert.Equal(models.Select(model => model.Name), study.Results.Select(result => result.Name));
            Assert.True(study["features, logistic"].Accuracy.Mean >= 0.8);
            Assert.True(study["features, SVM"].Accuracy.Mean >= 0.8);
            Assert.True(study[GenreClipModel.Network].Accuracy.Mean >= 0.9);
            Assert.Equal(0.5, study["majority"].Accuracy.Mean);
            Assert.Contains("CNN", study.ToText(), StringComparison.Ordinal);
            Assert.Contains("Known: majority", Assert.Throws<ArgumentException>(() => study["oracle"]).Message, StringComparison.Ordinal);
            Assert.NotEmpty(study.Picture("The point").ToJson());
            GenreClipNeighborStudy neighbors = GenreClipNeighborStudy.Run(study, 5, nearest: 3);
            Assert.Equal([GenreClipNeighborStudy.Chance, .. GenreClipContent.All.Select(content => content.Name)], neighbors.Results.Select(result => result.Name));
            Assert.Equal((20, 1, 3), (neighbors.Clips.Count, neighbors.Rounds, neighbors.Nearest));
            Assert.All(neighbors[GenreClipNeighborStudy.Chance].Shares, share => Assert.Equal(0.5, share));
            Assert.All(neighbors.Results.Skip(1), result => Assert.True(result.Interval.Estimate > 0.8, $"{result.Name} {result.Interval}"));
            DifferencesAreTestedAndCorrectedForTheirNumber(neighbors);
            Assert.Contains("20 clips, each a test clip in 1 round,", neighbors.ToText(), StringComparison.Ordinal);
            Assert.NotEmpty(neighbors.Picture("The point").ToJson());
            Assert.Contains("Known: chance", Assert.Throws<ArgumentException>(() => neighbors["oracle"]).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => GenreClipNeighborStudy.Run(study, 5, nearest: 17));
            Assert.Throws<ArgumentException>(() => GenreClipNeighborStudy.Run(study, 5, contents: []));
            ANearestClipIsATrainingClipByFeaturesScaledOnTrainingClips(clips);
            FeaturesThatAreNoNumbersOrCalledAlikeAreRefused(study, clips);
            AListenerOfAGenreIsGivenItsNewClips(study.Folds[0]);
            GenreClipFold lopsided = study.Folds.First(fold => !fold.Split.Test.Reverse().Select(clip => clips.Labels[clip]).SequenceEqual(fold.Split.Test.Select(clip => clips.Labels[clip])));
            EveryModelHearsTheDifferenceAndTwoAreTheMeanOfTheirShares(clips, lopsided);
            study.Record("clips");
            neighbors.Record("near");
            Assert.Equal(study[GenreClipModel.Network].Accuracy.Mean, Metrics.Recorded["clips.CNN.accuracy"]);
            Assert.Equal(neighbors[GenreClipContent.Network].Interval.Estimate, Metrics.Recorded["near.cnns-last-layer.same-genre"]);
            Assert.Equal(neighbors.Results.Count, Metrics.Recorded.Keys.Count(key => key.StartsWith("near.", StringComparison.Ordinal)));
            File.WriteAllBytes(files[3].Path, WavBytesOf(Tone(300, 0.8), rate: 16000));
            Assert.Contains("16000", Assert.Throws<AudioFileException>(() => GenreClips.Read(files)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => GenreClips.Read([]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Counted again by hand, with features that are one number per clip: the nearest by the cosine are those that lean to the same side of the training mean.</summary>
    private static void ANearestClipIsATrainingClipByFeaturesScaledOnTrainingClips(GenreClips clips)
    {
        double[] numbers = [.. Enumerable.Range(0, clips.Count).Select(clip => (double)(clip * 7 % 20))];
        GenreClipContent content = new("a number", false, _ => new Matrix(clips.Count, 1, numbers));
        GenreClipStudy study = GenreClipStudy.Run(clips, clips.Folds(2, 4), [GenreClipModel.All[0]], 7);
        GenreClipNeighborStudy actual = GenreClipNeighborStudy.Run(study, 5, nearest: 2, [content]);
        double[] expected = new double[clips.Count];
        foreach (GenreClipFold fold in study.Folds)
        {
            double mean = fold.Split.Train.Average(clip => numbers[clip]);
            foreach (int clip in fold.Split.Test)
            {
                int[] same = [.. fold.Split.Train.Where(other => numbers[other] > mean == numbers[clip] > mean).Order().Take(2)];
                expected[clip] += same.Count(other => clips.Labels[other] == clips.Labels[clip]) / 4.0;
            }

            Assert.False(fold.Network.IsValueCreated);
        }

        Assert.Equal(2, actual.Rounds);
        Assert.Equal(expected, actual["a number"].Shares);
    }

    private static void FeaturesThatAreNoNumbersOrCalledAlikeAreRefused(GenreClipStudy study, GenreClips clips)
    {
        GenreClipContent Content(string name, double value) => new(name, false, _ => new Matrix(clips.Count, 2, [.. Enumerable.Range(0, 2 * clips.Count).Select(place => place == 15 ? value : place * 7 % 11)]));
        string Refusal(params GenreClipContent[] contents) => Assert.ThrowsAny<ArgumentException>(() => GenreClipNeighborStudy.Run(study, 5, nearest: 2, contents)).Message;
        Assert.Contains($"'a' are NaN in row 7 ('{clips.Clips[7].Name}'), column 1", Refusal(Content("a", double.NaN)), StringComparison.Ordinal);
        Assert.Contains("in row 7", Refusal(Content("a", double.NegativeInfinity)), StringComparison.Ordinal);
        Assert.Contains("'short' (rows)", Refusal(new GenreClipContent("short", false, _ => new Matrix(3, 2))), StringComparison.Ordinal);
        Assert.Contains("contents[0] and contents[2] are both called 'a'", Refusal(Content("a", 1), Content("b", 1), Content("a", 2)), StringComparison.Ordinal);
        Assert.Contains("contents[1] is null", Refusal(Content("a", 1), null!), StringComparison.Ordinal);
        Assert.Contains("any name but chance", Refusal(Content("chance", 1)), StringComparison.Ordinal);
        Assert.Contains("folds is empty", Assert.Throws<ArgumentException>(() => GenreClipStudy.Run(clips, [], [GenreClipModel.All[0]], 1)).Message, StringComparison.Ordinal);
        Assert.Contains("both called", Assert.Throws<ArgumentException>(() => GenreClipStudy.Run(clips, clips.Folds(1, 1), [GenreClipModel.All[0], GenreClipModel.All[0]], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => clips.Folds(0, 1));
    }

    private static void AListenerOfAGenreIsGivenItsNewClips(GenreClipFold fold)
    {
        GenreClipContent both = GenreClipContent.All.Single(content => content.Name == GenreClipContent.Both);
        Matrix features = both.Features(fold), embedding = fold.Network.Value.Embed(fold.Clips.Spectrograms);
        for (int clip = 0; clip < features.Rows; clip++)
        {
            Assert.Equal([.. fold.Clips.Features.Row(clip), .. embedding.Row(clip)], features.Row(clip).ToArray());
        }

        for (int genre = 0; genre < 2; genre++)
        {
            int[] own = [.. fold.Split.Test.Where(clip => fold.Clips.Labels[clip] == genre).Order()];
            Assert.Equal(own, both.Recommender(fold).RankItems(genre, own.Length).Order());
        }
    }

    private static void DifferencesAreTestedAndCorrectedForTheirNumber(GenreClipNeighborStudy neighbors)
    {
        string[] lines = neighbors.Tests().ToText().Split('\n');
        List<PairedRandomizationTest> tests = [.. neighbors.Results.SelectMany((result, place) => neighbors.Results.Take(place).Select(earlier => neighbors.Difference(result.Name, earlier.Name)))];
        Assert.Equal(10, tests.Count);
        double[] adjusted = HolmCorrection.Adjust([.. tests.Select(test => test.PValue)]);
        for (int row = 0; row < tests.Count; row++)
        {
            Assert.Equal(ResampledTTest.FormatPValue(adjusted[row]), lines[row + 2].Split("  ")[^1].Trim());
        }

        Assert.True(adjusted[0] > tests[0].PValue && tests[0].PValue < 0.01 && tests[0].Mean.Estimate > 0.3);
    }

    private static void EveryModelHearsTheDifferenceAndTwoAreTheMeanOfTheirShares(GenreClips clips, GenreClipFold fold)
    {
        Dictionary<string, Matrix> shares = GenreClipModel.All.ToDictionary(model => model.Name, model => model.Predict(fold));
        foreach ((string name, Matrix own) in shares)
        {
            int right = Enumerable.Range(0, fold.Split.Test.Length).Count(row => own[row, clips.Labels[fold.Split.Test[row]]] > own[row, 1 - clips.Labels[fold.Split.Test[row]]]);
            Assert.Equal(name == "majority", own.Values.All(share => Math.Abs(share - 0.5) < 0.01));

            // The machine's shares are calibrated on parts of 16 clips, and the one that chooses may choose it.
            bool mayMiss = name.Contains("SVM", StringComparison.Ordinal) || name.Contains(GenreClipModel.Best, StringComparison.Ordinal);
            Assert.True(name == "majority" ? right == 0 : mayMiss || right >= 3, $"{name}: {right} of {fold.Split.Test.Length} right");
        }

        for (int index = 0; index < shares["CNN"].Values.Length; index++)
        {
            Assert.Equal((shares["CNN"].Values[index] + shares[GenreClipModel.Best].Values[index]) / 2, shares["our best and CNN"].Values[index], 12);
        }
    }

    private static float[] Tone(double hertz, double seconds) =>
        [.. Enumerable.Range(0, (int)(22050 * seconds)).Select(index => 0.5f * (float)Math.Sin(2 * Math.PI * hertz * index / 22050))];

    private static byte[] WavBytesOf(float[] samples, int rate = 22050) => Audio.WavBytes.File(
        ("fmt ", Audio.WavBytes.Format(1, 1, 16, rate)), ("data", [.. samples.SelectMany(sample => BitConverter.GetBytes((short)(sample * 32767)))]));

    /// <summary>Spectrograms of 40 frames and 16 bands; each of three genres is loud in other bands, in stripes.</summary>
    private static (Spectrogram[] Clips, int[] Labels) MadeUp(int count, ulong seed)
    {
        RandomStream random = new(seed);
        Spectrogram[] clips = new Spectrogram[count];
        for (int clip = 0; clip < count; clip++)
        {
            float[] values = new float[40 * 16];
            for (int index = 0; index < values.Length; index++)
            {
                bool isLoud = index % 16 / 5 == clip % 3 && index / 16 % 4 < 2;
                values[index] = (float)((10 * random.NextGaussian()) - 40 + (isLoud ? 20 : 0));
            }

            clips[clip] = new Spectrogram(40, 16, values);
        }

        return (clips, [.. Enumerable.Range(0, count).Select(clip => clip % 3)]);
    }

    private static Spectrogram Part(Spectrogram clip, int start, int frames) => new(frames, clip.Bins, clip.Values[(start * clip.Bins)..((start + frames) * clip.Bins)]);
}
