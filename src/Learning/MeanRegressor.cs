using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>Predicts the mean of the training targets for every row: what a regressor must beat before it is worth a look.</summary>
public sealed class MeanRegressor : IRegressor
{
    private (double Mean, int Columns)? _fitted;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no rows, or rows and targets do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<double> targets)
    {
        LearningInput.CheckFiniteOrMissing(features);
        LearningInput.CheckTargets(features.Rows, targets);
        double mean = targets[0];
        for (int row = 1; row < targets.Length; row++)
        {
            // A running mean keeps constant targets exactly.
            mean += (targets[row] - mean) / (row + 1);
        }

        _fitted = (mean, features.Columns);
    }

    /// <inheritdoc/>
    public double[] Predict(Matrix features)
    {
        Throw.IfNotFitted(_fitted, nameof(MeanRegressor));
        LearningInput.CheckPredictionWithMissing(features, _fitted.Value.Columns);
        double[] predicted = new double[features.Rows];
        Array.Fill(predicted, _fitted.Value.Mean);
        return predicted;
    }
}
