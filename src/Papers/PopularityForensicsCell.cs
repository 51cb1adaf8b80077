using MusicRec.Evaluation;

namespace MusicRec.Papers;

/// <summary>One cell of the forensics: a model under a protocol with one meaning of "popular"; means over the splits.</summary>
/// <param name="Cut">Which songs count as popular.</param>
/// <param name="Protocol">How rows and inputs were made.</param>
/// <param name="Model">The model's name.</param>
/// <param name="TestRows">Rows judged on in each split.</param>
/// <param name="BaseRate">Share of them that is popular.</param>
/// <param name="Accuracy">Share predicted rightly.</param>
/// <param name="Precision">Of those called popular, the share that is; 0 when none was called so.</param>
/// <param name="Recall">Of the popular ones, the share called so.</param>
/// <param name="F1">The harmonic mean, of each split, averaged.</param>
public sealed record PopularityForensicsCell(
    PopularityCut Cut, PopularityProtocol Protocol, string Model, int TestRows, double BaseRate, double Accuracy, double Precision, double Recall, double F1)
{
    /// <summary>Standard deviation of the accuracy over splits; null with one split.</summary>
    public double? AccuracyDeviation { get; init; }

    /// <summary>Root of the mean squared error, for models that predict popularity; else null.</summary>
    public double? RootMeanSquaredError { get; init; }

    /// <summary>Mean of predicted minus true popularity, for models that predict popularity; else null.</summary>
    public double? Bias { get; init; }

    /// <summary>The largest difference of the four figures from a paper's, in points.</summary>
    public double Distance(ReportedFigures paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return paper.Distance(Accuracy, Precision, Recall, F1);
    }

    /// <summary>One of the four figures.</summary>
    public double this[PopularityFigure figure] => figure switch
    {
        PopularityFigure.Accuracy => Accuracy,
        PopularityFigure.Precision => Precision,
        PopularityFigure.Recall => Recall,
        PopularityFigure.F1 => F1,
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, $"figure is {figure}; allowed: {string.Join(", ", Enum.GetNames<PopularityFigure>())}."),
    };

    internal static PopularityForensicsCell Mean(PopularityCut cut, PopularityProtocol protocol, string model, IReadOnlyList<PopularityJudgement> splits) => new(
        cut, protocol, model, splits[0].Rows, splits.Average(split => split.BaseRate), splits.Average(split => split.Accuracy),
        splits.Average(split => split.Precision), splits.Average(split => split.Recall), splits.Average(split => split.F1))
    {
        AccuracyDeviation = splits.Count == 1 ? null : ResampledTTest.Describe([.. splits.Select(split => split.Accuracy)]).StandardDeviation,
        RootMeanSquaredError = splits[0].Errors is null ? null : Math.Sqrt(splits.Average(split => split.Errors!.Value.MeanSquare)),
        Bias = splits[0].Errors is null ? null : splits.Average(split => split.Errors!.Value.Mean),
    };
}

/// <summary>The figures that paper 000 reports.</summary>
public enum PopularityFigure
{
    /// <summary>Share predicted rightly.</summary>
    Accuracy,

    /// <summary>Of those called popular, the share that is.</summary>
    Precision,

    /// <summary>Of the popular ones, the share called so.</summary>
    Recall,

    /// <summary>Harmonic mean of precision and recall.</summary>
    F1,
}

/// <summary>What one split said of one cell.</summary>
internal sealed record PopularityJudgement(int Rows, double BaseRate, double Accuracy, double Precision, double Recall, double F1, (double Mean, double MeanSquare)? Errors)
{
    public static PopularityJudgement Of(int[] labels, int[] predicted, double[]? popularity, double[] truth)
    {
        (double Mean, double MeanSquare)? errors = null;
        if (popularity is not null)
        {
            double sum = 0, squares = 0;
            for (int row = 0; row < truth.Length; row++)
            {
                double error = popularity[row] - truth[row];
                sum += error;
                squares += error * error;
            }

            errors = (sum / truth.Length, squares / truth.Length);
        }

        return new PopularityJudgement(
            labels.Length, labels.Average(), ClassificationMetrics.Accuracy(labels, predicted), ClassificationMetrics.Precision(labels, predicted),
            ClassificationMetrics.Recall(labels, predicted), ClassificationMetrics.F1(labels, predicted), errors);
    }
}
