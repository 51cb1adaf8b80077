using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// A draw from normal distributions that gradients pass through: mean + e^(log variance / 2) · noise while training, the mean
/// afterwards (the reparametrisation of Kingma and Welling 2014). Both inputs have the same shape.
/// </summary>
public sealed class GaussianSample : Module<(Tensor Mean, Tensor LogVariance)>
{
    private readonly RandomStream _random;

    /// <summary>Draws with <paramref name="random"/>, which must be used by nothing else afterwards.</summary>
    public GaussianSample(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _random = AddRandomStream("random", random);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public override Tensor Forward((Tensor Mean, Tensor LogVariance) input)
    {
        ArgumentNullException.ThrowIfNull(input.Mean);
        ArgumentNullException.ThrowIfNull(input.LogVariance);
        if (input.Mean.Shape != input.LogVariance.Shape)
        {
            Throw.WrongShape("GaussianSample", "log variances", input.LogVariance.Shape.ToString(), $"{input.Mean.Shape}, as the means");
        }

        return IsTrainingStep ? GaussianSampleOperation.Forward(input.Mean, input.LogVariance, _random) : input.Mean;
    }
}

/// <summary>mean + e^(log variance / 2) · noise.</summary>
internal sealed class GaussianSampleOperation : Operation
{
    private Tensor _mean = null!;
    private Tensor _logVariance = null!;
    private Tensor _noise = null!;

    public static Tensor Forward(Tensor mean, Tensor logVariance, RandomStream random)
    {
        Tape tape = Tape.Current;
        Tensor output = tape.NewTensor(mean.Shape, mean.RequiresGradient || logVariance.RequiresGradient);
        Tensor noise = tape.NewTensor(mean.Shape, requiresGradient: false);
        random.FillGaussian(noise.Values);
        GaussianSampleKernels.Forward(mean.PaddedValues, logVariance.PaddedValues, noise.PaddedValues, output.PaddedValues, output.Shape.Count);
        if (output.RequiresGradient)
        {
            GaussianSampleOperation operation = tape.Remember<GaussianSampleOperation>(output);
            operation._mean = mean;
            operation._logVariance = logVariance;
            operation._noise = noise;
        }

        return output;
    }

    public override void Backward()
    {
        int count = Output.Shape.Count;
        if (_logVariance.RequiresGradient)
        {
            Span<float> target = _logVariance.GradientToWrite(out bool accumulate);
            GaussianSampleKernels.Backward(_noise.PaddedValues, Output.PaddedGradient, target, count, accumulate);
        }

        if (_mean.RequiresGradient)
        {
            ElementKernels.Scale(1f, Output.PaddedGradient, _mean.GradientToWrite(out bool accumulate), count, accumulate);
        }
    }
}
