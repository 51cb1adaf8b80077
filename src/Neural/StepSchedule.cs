namespace MusicRec.Neural;

/// <summary>Multiplies the learning rate by a factor after every so many epochs. As PyTorch's StepLR.</summary>
public sealed class StepSchedule : Schedule
{
    private readonly int _epochs;
    private readonly double _factor;

    /// <summary>A schedule for <paramref name="optimizer"/>.</summary>
    /// <param name="optimizer">Whose learning rate is changed.</param>
    /// <param name="epochs">How many epochs the rate stays, 1 or more.</param>
    /// <param name="factor">What it is multiplied by then, above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public StepSchedule(Optimizer optimizer, int epochs, double factor = 0.1)
        : base(optimizer)
    {
        Throw.IfBelow(epochs, 1);
        Throw.IfOutside(factor, double.Epsilon, 1);
        (_epochs, _factor) = (epochs, factor);
    }

    internal override IEnumerable<(string Name, object Value)> Settings => [("epochs", _epochs), ("factor", _factor)];

    private protected override double NextRate(double loss) => Epoch % _epochs == 0 ? Optimizer.LearningRate * _factor : Optimizer.LearningRate;
}
