using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>Numbers that a network is to predict, brought to mean 0 and deviation 1. Where all are the same, that one is what comes back.</summary>
/// <param name="Mean">Of the training targets.</param>
/// <param name="Deviation">Their standard deviation; 0 where all are the same.</param>
internal sealed record TargetScale(double Mean, double Deviation)
{
    public static TargetScale Of(ReadOnlySpan<double> targets)
    {
        StandardScaler scaler = new();
        double[] values = targets.ToArray();
        scaler.Fit(new Matrix(values.Length, 1, values));
        return values.AsSpan().ContainsAnyExcept(values[0])
            ? new TargetScale(scaler.Means![0], 1 / scaler.Factors![0])
            : new TargetScale(values[0], 0);
    }

    /// <summary>What the network should say, [rows, 1].</summary>
    public Tensor ToUnits(ReadOnlySpan<double> targets)
    {
        float[] units = new float[targets.Length];
        for (int row = 0; row < units.Length; row++)
        {
            units[row] = Deviation == 0 ? 0 : (float)((targets[row] - Mean) / Deviation);
        }

        return Tensor.From(units, units.Length, 1);
    }

    /// <summary>What an output stands for.</summary>
    public double FromUnits(double output) => Mean + (output * Deviation);
}
