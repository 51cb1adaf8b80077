using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Naive Bayes for amounts such as word counts or TF-IDF: every class draws its words from one distribution. scikit-learn's
/// MultinomialNB, with the classes' shares of the training rows as prior.
/// </summary>
/// <param name="smoothing">What is added to every amount, scikit-learn's alpha: 10⁻¹⁰ to 10¹⁰.</param>
public sealed class MultinomialNaiveBayes(double smoothing = 1.0) : DiscreteNaiveBayes(smoothing)
{
    private protected override bool UsesClassSizes => true;

    private protected override void AmountsToWeights(Matrix amounts, double smoothing)
    {
        for (int label = 0; label < amounts.Columns; label++)
        {
            double sum = 0;
            for (int feature = 0; feature < amounts.Rows; feature++)
            {
                sum += amounts[feature, label] + smoothing;
            }

            double logarithm = Elementary.Log(sum);
            for (int feature = 0; feature < amounts.Rows; feature++)
            {
                amounts[feature, label] = Elementary.Log(amounts[feature, label] + smoothing) - logarithm;
            }
        }
    }
}
