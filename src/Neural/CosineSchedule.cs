using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// Lets the learning rate fall along half a cosine, from where it stands when the schedule is made:
/// minimum + (start − minimum) · (1 + cos(π · epoch / epochs)) / 2. As PyTorch's CosineAnnealingLR, but afterwards it stays
/// at the minimum and does not rise again.
/// </summary>
public sealed class CosineSchedule : Schedule
{
    private readonly int _epochs;
    private readonly double _minimum;
    private readonly double _start;

    /// <summary>A schedule for <paramref name="optimizer"/>.</summary>
    /// <param name="optimizer">Whose learning rate is changed.</param>
    /// <param name="epochs">After how many epochs the minimum is reached, 1 or more.</param>
    /// <param name="minimum">The last learning rate, 0 to the present one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public CosineSchedule(Optimizer optimizer, int epochs, double minimum = 0)
        : base(optimizer)
    {
        Throw.IfBelow(epochs, 1);
        Throw.IfOutside(minimum, 0, optimizer.LearningRate);
        (_epochs, _minimum, _start) = (epochs, minimum, optimizer.LearningRate);
    }

    internal override IEnumerable<(string Name, object Value)> Settings => [("epochs", _epochs), ("minimum", _minimum), ("start", _start)];

    private protected override double NextRate(double loss) => Epoch >= _epochs
        ? _minimum
        : _minimum + ((_start - _minimum) * (1 + Elementary.SinCos(Math.PI * Epoch / _epochs).Cosine) / 2);
}
