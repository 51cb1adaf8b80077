using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Changes parameters against their gradients.</summary>
public abstract class Optimizer
{
    // What PyTorch adds to a length before dividing by it.
    private const double NormMargin = 1e-6;
    private readonly double _startingRate;
    private double _learningRate;

    private protected Optimizer(IReadOnlyList<Tensor> parameters, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Throw.IfEmpty(parameters.Count, nameof(parameters));
        Throw.IfNotPositive(learningRate);
        Parameters = [.. parameters];
        if (new HashSet<Tensor>(Parameters, ReferenceEqualityComparer.Instance).Count < Parameters.Length)
        {
            throw new ArgumentException("A parameter stands in the list more than once and would be changed as often in each step.", nameof(parameters));
        }

        _startingRate = _learningRate = learningRate;
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

    /// <summary>What was chosen when this was made and never changes, by name; a run goes on from a checkpoint only with the same.</summary>
    internal virtual IEnumerable<(string Name, object Value)> Settings => [("learning_rate", _startingRate)];

    /// <summary>Whether <see cref="StateNumbers"/> could be these, which are as many.</summary>
    internal virtual bool Accepts(double[] numbers) => numbers[0] >= 0 && double.IsFinite(numbers[0]);

    /// <summary>Forgets all gradients; to be called before each backward pass.</summary>
    public void ClearGradients()
    {
        foreach (Tensor parameter in Parameters)
        {
            parameter.ClearGradient();
        }
    }

    /// <summary>Changes every parameter that has a gradient; frozen ones have none.</summary>
    public abstract void Step();

    /// <summary>
    /// Makes the gradients of all parameters together no longer than <paramref name="maximum"/>: beyond it they are multiplied by
    /// maximum / (length + 1e-6), as in PyTorch's clip_grad_norm_. To be called between Backward and <see cref="Step"/>.
    /// </summary>
    /// <param name="maximum">The greatest Euclidean length allowed, above 0.</param>
    /// <returns>The length before; 0 without gradients.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not a finite number above 0.</exception>
    /// <exception cref="ArithmeticException">A gradient is not a finite number.</exception>
    public double ClipGradientNorm(double maximum)
    {
        Throw.IfNotPositive(maximum);
        double squares = 0;
        foreach (Tensor parameter in Parameters)
        {
            for (int start = 0; NextStretch(parameter, ref start) is { IsEmpty: false } stretch; start += stretch.Length)
            {
                squares += Reductions.SumOfSquares(stretch);
            }
        }

        double length = Math.Sqrt(squares);
        if (!double.IsFinite(length))
        {
            throw new ArithmeticException($"The gradients' length is {length}; try a smaller learning rate, or scale the features.");
        }

        double factor = maximum / (length + NormMargin);
        if (factor < 1)
        {
            foreach (Tensor parameter in Parameters)
            {
                for (int start = 0; NextStretch(parameter, ref start) is { IsEmpty: false } stretch; start += stretch.Length)
                {
                    ClipKernel.Scale((float)factor, stretch);
                }
            }
        }

        return length;
    }

    /// <summary>Replaces every number of a gradient beyond ±<paramref name="maximum"/> by it, as PyTorch's clip_grad_value_.</summary>
    /// <param name="maximum">The greatest size allowed, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is not a finite number above 0.</exception>
    public void ClipGradientValue(double maximum)
    {
        Throw.IfNotPositive(maximum);
        foreach (Tensor parameter in Parameters)
        {
            for (int start = 0; NextStretch(parameter, ref start) is { IsEmpty: false } stretch; start += stretch.Length)
            {
                ClipKernel.Clamp((float)maximum, stretch);
            }
        }
    }

    /// <summary>
    /// The stretch of a gradient that comes next from <paramref name="start"/> on, empty at the end: the whole one, or one
    /// touched row after another.
    /// </summary>
    private static Span<float> NextStretch(Tensor parameter, ref int start)
    {
        if (!parameter.HasGradient || start >= parameter.Shape.Count)
        {
            return default;
        }

        ReadOnlySpan<bool> touched = parameter.TouchedRows;
        if (touched.IsEmpty)
        {
            return parameter.Gradient;
        }

        int columns = parameter.Shape.Count / touched.Length, row = touched[(start / columns)..].IndexOf(true);
        if (row < 0)
        {
            return default;
        }

        start += row * columns;
        return parameter.StoredGradient.Slice(start, columns);
    }
}
