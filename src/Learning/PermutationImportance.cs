using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// How much a fitted model's score falls when one feature is shuffled among the rows (Breiman 2001; Fisher, Rudin and
/// Dominici 2019). Measure on rows the model has not seen: on training rows it shows what the model leans on, not what
/// helps. Of features that carry the same knowledge each may look unimportant, because the model still has the others.
/// </summary>
public sealed class PermutationImportance
{
    private PermutationImportance(double baseline, Matrix decreases)
    {
        Baseline = baseline;
        Decreases = decreases;
        Means = new double[decreases.Rows];
        StandardDeviations = new double[decreases.Rows];
        for (int feature = 0; feature < decreases.Rows; feature++)
        {
            ReadOnlySpan<double> values = decreases.Row(feature);
            double sum = 0;
            foreach (double value in values)
            {
                sum += value;
            }

            Means[feature] = sum / values.Length;
            double squares = 0;
            foreach (double value in values)
            {
                squares += (value - Means[feature]) * (value - Means[feature]);
            }

            StandardDeviations[feature] = Math.Sqrt(squares / values.Length);
        }
    }

    /// <summary>The score with all features in place.</summary>
    public double Baseline { get; }

    /// <summary>The fall of the score, [features, repeats]; negative where shuffling happened to help.</summary>
    public Matrix Decreases { get; }

    /// <summary>The mean fall of each feature.</summary>
    public double[] Means { get; }

    /// <summary>The standard deviation of each feature's fall over the repeats (divisor: their number).</summary>
    public double[] StandardDeviations { get; }

    /// <summary>Measures by accuracy: the share of rows whose most probable class is the right one.</summary>
    /// <inheritdoc cref="Measure(IClassifier, Matrix, int[], Func{int[], Matrix, double}, ulong, int)"/>
    public static PermutationImportance Measure(
        IClassifier classifier, Matrix features, int[] labels, ulong seed, int repeats = 10) =>
        Measure(classifier, features, labels, Accuracy, seed, repeats);

    /// <summary>Measures by any score.</summary>
    /// <param name="classifier">A fitted model; it is asked (1 + features × repeats) times.</param>
    /// <param name="features">Rows to judge on, [rows, features], at least one.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="score">From classes and probabilities [rows, classes] to a finite number; larger is better.</param>
    /// <param name="seed">Same seed, same shuffles.</param>
    /// <param name="repeats">Shuffles of each feature, 1 or more.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted, or a score is not finite.</exception>
    public static PermutationImportance Measure(
        IClassifier classifier, Matrix features, int[] labels, Func<int[], Matrix, double> score, ulong seed, int repeats = 10)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(features);
        LearningInput.CheckLabels(features.Rows, labels);
        return Measure(rows => score(labels, classifier.PredictProbabilities(rows)), features, seed, repeats);
    }

    /// <summary>Measures a regressor by any score.</summary>
    /// <param name="regressor">A fitted model; it is asked (1 + features × repeats) times.</param>
    /// <param name="features">Rows to judge on, [rows, features], at least one.</param>
    /// <param name="targets">Their numbers.</param>
    /// <param name="score">From targets and predictions to a finite number; larger is better.</param>
    /// <param name="seed">Same seed, same shuffles.</param>
    /// <param name="repeats">Shuffles of each feature, 1 or more.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted, or a score is not finite.</exception>
    public static PermutationImportance Measure(
        IRegressor regressor, Matrix features, double[] targets, Func<double[], double[], double> score, ulong seed, int repeats = 10)
    {
        ArgumentNullException.ThrowIfNull(regressor);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(features);
        LearningInput.CheckTargets(features.Rows, targets);
        return Measure(rows => score(targets, regressor.Predict(rows)), features, seed, repeats);
    }

    private static PermutationImportance Measure(Func<Matrix, double> score, Matrix features, ulong seed, int repeats)
    {
        Throw.IfBelow(repeats, 1);
        double baseline = CheckedScore(score, features);
        Matrix shuffled = new(features.Rows, features.Columns, [.. features.Values]);
        Matrix decreases = new(features.Columns, repeats);
        RandomStream random = new(seed);
        for (int feature = 0; feature < features.Columns; feature++)
        {
            double[] column = features.Column(feature);
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                double[] values = [.. column];
                random.Split((ulong)feature).Split((ulong)repeat).Shuffle(values.AsSpan());
                SetColumn(shuffled, feature, values);
                decreases[feature, repeat] = baseline - CheckedScore(score, shuffled);
            }

            SetColumn(shuffled, feature, column);
        }

        return new PermutationImportance(baseline, decreases);
    }

    internal static double Accuracy(int[] labels, Matrix probabilities)
    {
        int hits = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            hits += ClassifierExtensions.MostProbable(probabilities.Row(row)) == labels[row] ? 1 : 0;
        }

        return (double)hits / labels.Length;
    }

    private static double CheckedScore(Func<Matrix, double> score, Matrix features)
    {
        double value = score(features);
        return double.IsFinite(value) ? value : throw new InvalidOperationException($"The score is {value}; it must be a finite number.");
    }

    private static void SetColumn(Matrix matrix, int column, double[] values)
    {
        for (int row = 0; row < values.Length; row++)
        {
            matrix.Values[(row * matrix.Columns) + column] = values[row];
        }
    }
}
