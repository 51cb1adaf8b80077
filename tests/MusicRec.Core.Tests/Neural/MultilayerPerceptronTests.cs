using MusicRec.Core.Tests.Learning;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

public sealed class MultilayerPerceptronClassifierContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new MultilayerPerceptronClassifier(seed, new MultilayerPerceptronSettings { HiddenSizes = [7], Epochs = 3 });
}

public sealed class MultilayerPerceptronRegressorContract : RegressorContract
{
    protected override IRegressor Create(ulong seed) =>
        new MultilayerPerceptronRegressor(seed, new MultilayerPerceptronSettings { HiddenSizes = [16], Epochs = 40, LearningRate = 0.01, BatchSize = 8 });
}

public sealed class MultilayerPerceptronTests
{
    [Fact]
    public void What_no_line_can_tell_apart_is_learnt()
    {
        RandomStream random = new(1);
        Matrix features = new(400, 2);
        int[] labels = new int[400];
        for (int row = 0; row < labels.Length; row++)
        {
            (features[row, 0], features[row, 1]) = (random.NextGaussian(), random.NextGaussian());
            labels[row] = features[row, 0] * features[row, 1] > 0 ? 1 : 0;
        }

        MultilayerPerceptronClassifier model = new(2, new MultilayerPerceptronSettings { HiddenSizes = [16, 8], Epochs = 40, LearningRate = 0.01 });
        model.Fit(features, labels);
        Assert.True(model.Predict(features).Zip(labels).Count(pair => pair.First == pair.Second) > 360);
        Assert.Equal(40, model.History!.Epochs.Count);
        Assert.Equal((2 * 16) + 16 + (16 * 8) + 8 + (8 * 2) + 2, model.Module!.ParameterCount);
    }

    [Fact]
    public void Settings_outside_their_ranges_are_refused()
    {
        foreach (MultilayerPerceptronSettings settings in (MultilayerPerceptronSettings[])
            [new() { HiddenSizes = [] }, new() { HiddenSizes = [4, 0] }, new() { Epochs = 0 }, new() { BatchSize = 0 }, new() { LearningRate = 0 }, new() { Dropout = 1 }])
        {
            Assert.ThrowsAny<ArgumentException>(() => new MultilayerPerceptronClassifier(1, settings));
            Assert.ThrowsAny<ArgumentException>(() => new MultilayerPerceptronRegressor(1, settings));
        }
    }
}
