using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Naive Bayes that weighs a word by how rare it is in all other classes (Rennie et al. 2003), which suits classes of
/// unequal size. scikit-learn's ComplementNB without its second normalisation; as there, probabilities are the softmax of
/// the scores and no more than a ranking.
/// </summary>
/// <param name="smoothing">What is added to every amount, scikit-learn's alpha: 10⁻¹⁰ to 10¹⁰.</param>
public sealed class ComplementNaiveBayes(double smoothing = 1.0) : DiscreteNaiveBayes(smoothing)
{
    private protected override bool UsesClassSizes => false;

    private protected override void AmountsToWeights(Matrix amounts, double smoothing)
    {
        double[] sums = new double[amounts.Columns], before = new double[amounts.Columns];
        for (int feature = 0; feature < amounts.Rows; feature++)
        {
            // What the classes before and those behind hold: taking one class from the sum of all would round small amounts away.
            Span<double> row = amounts.Row(feature);
            for (int label = 1; label < row.Length; label++)
            {
                before[label] = before[label - 1] + row[label - 1];
            }

            double behind = 0;
            for (int label = row.Length - 1; label >= 0; label--)
            {
                double others = before[label] + behind + smoothing;
                behind += row[label];
                row[label] = others;
                sums[label] += others;
            }
        }

        for (int feature = 0; feature < amounts.Rows; feature++)
        {
            Span<double> row = amounts.Row(feature);
            for (int label = 0; label < row.Length; label++)
            {
                row[label] = -Elementary.Log(row[label] / sums[label]);
            }
        }
    }
}
