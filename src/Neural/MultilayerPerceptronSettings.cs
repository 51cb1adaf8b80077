using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Layers and training of <see cref="MultilayerPerceptronClassifier"/> and <see cref="MultilayerPerceptronRegressor"/>.</summary>
public sealed record MultilayerPerceptronSettings
{
    /// <summary>Units of the hidden layers, each 1 or more; at least one layer.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 32];

    /// <summary>Passes over the training rows, 1 or more.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Rows per step, 1 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's step size, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Share of hidden units left out in training, 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(HiddenSizes);
        Throw.IfEmpty(HiddenSizes.Count, nameof(HiddenSizes));
        for (int layer = 0; layer < HiddenSizes.Count; layer++)
        {
            Throw.IfBelow(HiddenSizes[layer], 1, $"{nameof(HiddenSizes)}[{layer}]");
        }

        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfNotPositiveFloat(LearningRate);
        if (!(Dropout is >= 0 and < 1))
        {
            Throw.OutOfRange(nameof(Dropout), Dropout, "0 to below 1");
        }
    }

    /// <summary>Layers with ReLU between them, with weights as PyTorch draws them.</summary>
    internal Sequential CreateModule(int inputs, int outputs, RandomStream random)
    {
        List<Module<Tensor>> modules = [];
        foreach (int units in HiddenSizes)
        {
            modules.Add(new Linear(inputs, units, random));
            modules.Add(new Relu());
            if (Dropout > 0)
            {
                modules.Add(new Dropout(Dropout, random.Split((ulong)modules.Count)));
            }

            inputs = units;
        }

        modules.Add(new Linear(inputs, outputs, random));
        return new Sequential([.. modules]);
    }

    internal History Train<TTarget>(Sequential module, Tensor inputs, RowSource<TTarget> targets, Loss<TTarget> loss, ulong seed) =>
        new Trainer(module, new Adam(module.Parameters, LearningRate)) { Epochs = Epochs, BatchSize = BatchSize, Seed = seed }
            .Fit(Objective.Supervised(module, RowSource.Of(inputs), targets, loss));
}
