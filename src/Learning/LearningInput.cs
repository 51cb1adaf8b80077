using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>The checks that every learner makes before it looks at rows.</summary>
internal static class LearningInput
{
    /// <summary>More classes than this are taken for a column of identifiers read as labels.</summary>
    public const int MaximumClassCount = 10_000;

    /// <summary>Checks rows and labels and returns the number of classes.</summary>
    public static int CheckTraining(Matrix features, ReadOnlySpan<int> labels)
    {
        CheckFinite(features);
        Throw.IfEmpty(features.Rows, nameof(features));
        Throw.IfLengthsDiffer(features.Rows, "features (rows)", labels.Length, nameof(labels));
        int largest = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= MaximumClassCount)
            {
                Throw.OutOfRange($"labels[{row}]", labels[row], $"0 to {MaximumClassCount - 1}");
            }

            largest = Math.Max(largest, labels[row]);
        }

        return largest + 1;
    }

    /// <summary>Checks rows that are to be predicted or transformed by a model fitted on <paramref name="columns"/> columns.</summary>
    public static void CheckPrediction(Matrix features, int columns)
    {
        if (features.Columns != columns)
        {
            throw new ArgumentException(
                $"features has {features.Columns} columns; the model was fitted on {columns}.", nameof(features));
        }

        CheckFinite(features);
    }

    /// <summary>Throws when a number is NaN or infinite, naming its row and column.</summary>
    public static void CheckFinite(Matrix features)
    {
        double[] values = features.Values;
        for (int index = 0; index < values.Length; index++)
        {
            if (!double.IsFinite(values[index]))
            {
                throw new ArgumentException(
                    $"features has {values[index]} in row {index / features.Columns}, column {index % features.Columns}; only finite numbers are allowed.",
                    nameof(features));
            }
        }
    }
}
