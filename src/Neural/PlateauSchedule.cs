namespace MusicRec.Neural;

/// <summary>
/// Multiplies the learning rate by a factor when the loss has not fallen for more than a number of epochs. As PyTorch's
/// ReduceLROnPlateau: a loss counts as fallen below best · (1 − threshold).
/// </summary>
public sealed class PlateauSchedule : Schedule
{
    // PyTorch leaves the rate alone when it would change by less.
    private const double SmallestChange = 1e-8;
    private readonly double _factor;
    private readonly int _patience;
    private readonly double _threshold;
    private readonly int _cooldown;
    private readonly double _minimum;
    private double _best = double.PositiveInfinity;
    private int _badEpochs;
    private int _cooldownLeft;

    /// <summary>A schedule for <paramref name="optimizer"/>.</summary>
    /// <param name="optimizer">Whose learning rate is changed.</param>
    /// <param name="factor">What the rate is multiplied by, above 0 and below 1.</param>
    /// <param name="patience">How many epochs without a better loss are borne, 0 or more.</param>
    /// <param name="threshold">By what share of the best loss a loss must be lower to be better, 0 to below 1.</param>
    /// <param name="cooldown">How many epochs after a change are not held against it, 0 or more.</param>
    /// <param name="minimum">The lowest learning rate, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public PlateauSchedule(
        Optimizer optimizer, double factor = 0.1, int patience = 10, double threshold = 1e-4, int cooldown = 0, double minimum = 0)
        : base(optimizer)
    {
        Throw.IfOutside(factor, double.Epsilon, Math.BitDecrement(1.0));
        Throw.IfBelow(patience, 0);
        Throw.IfOutside(threshold, 0, Math.BitDecrement(1.0));
        Throw.IfBelow(cooldown, 0);
        Throw.IfOutside(minimum, 0, double.MaxValue);
        (_factor, _patience, _threshold, _cooldown, _minimum) = (factor, patience, threshold, cooldown, minimum);
    }

    internal override double[] StateNumbers
    {
        get => [.. base.StateNumbers, _best, _badEpochs, _cooldownLeft];
        set
        {
            base.StateNumbers = value;
            (_best, _badEpochs, _cooldownLeft) = (value[1], (int)value[2], (int)value[3]);
        }
    }

    internal override IEnumerable<(string Name, object Value)> Settings =>
        [("factor", _factor), ("patience", _patience), ("threshold", _threshold), ("cooldown", _cooldown), ("minimum", _minimum)];

    internal override bool Accepts(double[] numbers) =>
        base.Accepts(numbers) && numbers[1] > double.NegativeInfinity && IsCount(numbers[2]) && IsCount(numbers[3]);

    private protected override double NextRate(double loss)
    {
        if (loss < _best * (1 - _threshold))
        {
            (_best, _badEpochs) = (loss, 0);
        }
        else
        {
            _badEpochs++;
        }

        if (_cooldownLeft > 0)
        {
            _cooldownLeft--;
            _badEpochs = 0;
        }

        if (_badEpochs <= _patience)
        {
            return Optimizer.LearningRate;
        }

        (_badEpochs, _cooldownLeft) = (0, _cooldown);
        double next = Math.Max(Optimizer.LearningRate * _factor, _minimum);
        return Optimizer.LearningRate - next > SmallestChange ? next : Optimizer.LearningRate;
    }
}
