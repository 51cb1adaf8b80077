namespace MusicRec.Neural;

/// <summary>Changes the learning rate of an optimiser from epoch to epoch.</summary>
public abstract class Schedule
{
    private protected Schedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
    }

    /// <summary>Epochs that have ended.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whose learning rate is changed.</summary>
    internal Optimizer Optimizer { get; }

    /// <summary>What is remembered from epoch to epoch, always the same count; a checkpoint keeps it beside the optimiser's learning rate.</summary>
    internal virtual double[] StateNumbers
    {
        get => [Epoch];
        set => Epoch = (int)value[0];
    }

    /// <summary>What was chosen when this was made and never changes, by name; a run goes on from a checkpoint only with the same.</summary>
    internal abstract IEnumerable<(string Name, object Value)> Settings { get; }

    /// <summary>Whether <see cref="StateNumbers"/> could be these, which are as many.</summary>
    internal virtual bool Accepts(double[] numbers) => IsCount(numbers[0]);

    /// <summary>Sets the learning rate of the next epoch; to be called after each one.</summary>
    /// <param name="loss">The epoch's validation loss, or its training loss where there is none; only <see cref="PlateauSchedule"/> looks at it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The loss is not a finite number.</exception>
    public void Step(double loss)
    {
        Throw.IfOutside(loss, double.MinValue, double.MaxValue);
        Epoch++;
        Optimizer.LearningRate = NextRate(loss);
    }

    private protected static bool IsCount(double number) => number is >= 0 and <= int.MaxValue && number == Math.Floor(number);

    private protected abstract double NextRate(double loss);
}
