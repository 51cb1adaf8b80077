namespace MusicRec.Evaluation;

/// <summary>Whether printed figures can be means over both classes: a search through all test sets of two classes, each given by three shares.</summary>
internal static class MacroAverages
{
    private const int Steps = 24;
    private const int Rounds = 24;

    /// <summary>The least distance, in points; found by a grid that shrinks around its best point, so an upper bound that is good to a thousandth of a point.</summary>
    public static double Nearest(ReportedFigures figures)
    {
        (double Base, double Sensitivity, double Specificity) best = (0.5, 0.5, 0.5);
        double nearest = double.PositiveInfinity, width = 0.5;
        for (int round = 0; round < Rounds; round++)
        {
            (double Base, double Sensitivity, double Specificity) middle = best;
            for (int first = 0; first <= Steps; first++)
            {
                double share = At(middle.Base, first);
                for (int second = 0; second <= Steps; second++)
                {
                    double sensitivity = At(middle.Sensitivity, second);
                    for (int third = 0; third <= Steps; third++)
                    {
                        double specificity = At(middle.Specificity, third), distance = Distance(figures, share, sensitivity, specificity);
                        (nearest, best) = distance < nearest ? (distance, (share, sensitivity, specificity)) : (nearest, best);
                    }
                }
            }

            width *= 0.6;
        }

        return nearest;

        double At(double center, int step) => Math.Clamp(center + (width * (((2.0 * step) / Steps) - 1)), 0, 1);
    }

    private static double Distance(ReportedFigures figures, double share, double sensitivity, double specificity)
    {
        double hits = share * sensitivity, missed = share - hits, refused = (1 - share) * specificity, wrong = 1 - share - refused;
        (double precision, double recall, double f1) = OfClass(hits, wrong, missed);
        (double otherPrecision, double otherRecall, double otherF1) = OfClass(refused, missed, wrong);
        return figures.Distance(Math.Clamp(hits + refused, 0, 1), Math.Min(1, (precision + otherPrecision) / 2), Math.Min(1, (recall + otherRecall) / 2), Math.Min(1, (f1 + otherF1) / 2));
    }

    private static (double Precision, double Recall, double F1) OfClass(double hits, double wrong, double missed) => hits <= 0
        ? (0, 0, 0)
        : (hits / (hits + Math.Max(0, wrong)), hits / (hits + Math.Max(0, missed)), 2 * hits / ((2 * hits) + Math.Max(0, wrong) + Math.Max(0, missed)));
}
