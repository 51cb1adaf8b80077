using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Changes parameters against their gradients.</summary>
public abstract class Optimizer
{
    private double _learningRate;

    private protected Optimizer(IReadOnlyList<Tensor> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Throw.IfEmpty(parameters.Count, nameof(parameters));
        Throw.IfNotPositive(learningRate);
        Parameters = [.. parameters];
        _learningRate = learningRate;
    }

    /// <summary>Step size, a finite number, 0 or more; it may be changed at any time, as schedules do.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            Throw.IfOutside(value, 0, double.MaxValue, nameof(LearningRate));
            _learningRate = value;
        }
    }

    /// <summary>What is changed.</summary>
    internal Tensor[] Parameters { get; }

    /// <summary>Numbers remembered from step to step for each parameter, by name, such as "0.firstMoment"; a checkpoint keeps them.</summary>
    internal virtual IEnumerable<(string Name, Shape Shape, AlignedBuffer Values)> StateBuffers => [];

    /// <summary>Single numbers remembered from step to step and settings that may change, always the same count; a checkpoint keeps them.</summary>
    internal virtual double[] StateNumbers
    {
        get => [LearningRate];
        set => LearningRate = value[0];
    }

    /// <summary>Forgets all gradients; to be called before each backward pass.</summary>
    public void ClearGradients()
    {
        foreach (Tensor parameter in Parameters)
        {
            parameter.ClearGradient();
        }
    }

    /// <summary>Changes every parameter that has a gradient.</summary>
    public abstract void Step();
}
