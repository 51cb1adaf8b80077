namespace MusicRec.Evaluation;

/// <summary>False positives and missed ones per true positive that printed figures allow: a rectangle, and what of it a printed F1 leaves.</summary>
internal static class ErrorRates
{
    /// <summary>The four corners: (1/P − 1, 1/R − 1) at the ends of both printed figures.</summary>
    public static (double Precision, double Recall)[] Corners(ReportedPercentage precision, ReportedPercentage recall) =>
    [
        .. from p in (double[])[precision.Lowest, precision.Highest]
           from r in (double[])[recall.Lowest, recall.Highest]
           select ((1 / p) - 1, (1 / r) - 1),
    ];

    /// <summary>The corners of that part of the rectangle whose two rates sum to <paramref name="least"/> up to <paramref name="most"/>; none when there is no such part.</summary>
    public static (double Precision, double Recall)[] Within((double Precision, double Recall)[] corners, double least, double most)
    {
        double[] precisions = [.. corners.Select(corner => corner.Precision).Distinct()], recalls = [.. corners.Select(corner => corner.Recall).Distinct()];
        List<(double Precision, double Recall)> found = [.. corners.Where(corner => corner.Precision + corner.Recall >= least && corner.Precision + corner.Recall <= most)];
        foreach (double sum in (double[])[least, most])
        {
            found.AddRange(precisions.Select(precision => (precision, sum - precision)).Where(pair => pair.Item2 >= recalls.Min() && pair.Item2 <= recalls.Max()));
            found.AddRange(recalls.Select(recall => (sum - recall, recall)).Where(pair => pair.Item1 >= precisions.Min() && pair.Item1 <= precisions.Max()));
        }

        return [.. found];
    }
}
