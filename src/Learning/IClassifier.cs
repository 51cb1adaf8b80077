using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A learner that tells classes 0, 1, … apart. Same seed and rows, same digits.</summary>
/// <typeparam name="TFeatures">How rows are given: <see cref="Matrix"/>, or <see cref="SparseMatrix"/> where most numbers are 0.</typeparam>
public interface IClassifier<TFeatures>
{
    /// <summary>Number of classes seen by <see cref="Fit"/>; 0 before.</summary>
    int ClassCount { get; }

    /// <summary>Learns from rows whose classes are known, forgetting what was learnt before.</summary>
    /// <param name="features">Finite numbers, [rows, features].</param>
    /// <param name="labels">One class per row, 0 or more; the number of classes is the largest plus one.</param>
    void Fit(TFeatures features, ReadOnlySpan<int> labels);

    /// <summary>The probability of each class for each row, [rows, classes]; every row sums to 1.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    Matrix PredictProbabilities(TFeatures features);
}

/// <summary>A classifier of rows with all their numbers written out.</summary>
public interface IClassifier : IClassifier<Matrix>;

/// <summary>What every classifier can do on top of its probabilities.</summary>
public static class ClassifierExtensions
{
    /// <summary>The most probable class of each row; of equal ones, the smaller.</summary>
    public static int[] Predict<TFeatures>(this IClassifier<TFeatures> classifier, TFeatures features)
    {
        Matrix probabilities = classifier.PredictProbabilities(features);
        int[] labels = new int[probabilities.Rows];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = MostProbable(probabilities.Row(row));
        }

        return labels;
    }

    /// <summary>The probability of class 1 for each row, for two-class models.</summary>
    /// <exception cref="InvalidOperationException">The model does not have two classes.</exception>
    public static double[] PredictPositive<TFeatures>(this IClassifier<TFeatures> classifier, TFeatures features)
    {
        Matrix probabilities = classifier.PredictProbabilities(features);
        if (probabilities.Columns != 2)
        {
            throw new InvalidOperationException($"The model has {probabilities.Columns} classes; the probability of class 1 alone is defined for 2.");
        }

        return probabilities.Column(1);
    }

    /// <summary>The place of the largest number; of equal ones, the first.</summary>
    internal static int MostProbable(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int candidate = 1; candidate < probabilities.Length; candidate++)
        {
            best = probabilities[candidate] > probabilities[best] ? candidate : best;
        }

        return best;
    }
}
