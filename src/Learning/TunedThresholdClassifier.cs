using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>What <see cref="TunedThresholdClassifier"/> chooses its threshold by.</summary>
public enum ThresholdCriterion
{
    /// <summary>The harmonic mean of precision and recall of class 1.</summary>
    F1,

    /// <summary>The mean of both classes' recall.</summary>
    BalancedAccuracy,

    /// <summary>The share of rows predicted rightly.</summary>
    Accuracy,
}

/// <summary>
/// A two-class model with the threshold that does best on training rows, after scikit-learn's TunedThresholdClassifierCV: every training
/// row is scored by a model of the other folds, and then one model is fitted on all of them. The criterion is taken over the rows of all
/// folds together (the mean of per-fold F1 is biased for rare classes; Forman and Scholz 2010), and the threshold stands half-way between
/// two scores; of equally good ones that nearest to ½ is taken. Probabilities are shifted as in <see cref="ThresholdClassifier"/>.
/// </summary>
public sealed class TunedThresholdClassifier : IClassifier
{
    private readonly RandomStream _random;
    private readonly Func<ulong, IClassifier> _create;
    private readonly ThresholdCriterion _criterion;
    private readonly int _folds;
    private ThresholdClassifier? _model;
    private double _innerScore;

    /// <summary>A model that has learnt nothing yet.</summary>
    /// <param name="seed">Decides the folds and the seeds that <paramref name="create"/> is given.</param>
    /// <param name="create">Makes an unfitted classifier from a seed; called once per fold from several threads, and once more.</param>
    /// <param name="criterion">What to choose by.</param>
    /// <param name="folds">Stratified folds, 2 or more; where no class has so many rows, as many as the largest has.</param>
    public TunedThresholdClassifier(ulong seed, Func<ulong, IClassifier> create, ThresholdCriterion criterion = ThresholdCriterion.F1, int folds = 5)
    {
        ArgumentNullException.ThrowIfNull(create);
        Throw.IfUndefined(criterion);
        Throw.IfBelow(folds, 2);
        (_random, _create, _criterion, _folds) = (new RandomStream(seed), create, criterion, folds);
    }

    /// <inheritdoc/>
    public int ClassCount => _model?.ClassCount ?? 0;

    /// <summary>The probability above which a row is predicted to be of class 1; ½ where training had a single class.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double Threshold => Fitted().Threshold;

    /// <summary>The model of all training rows, whose probabilities are not shifted.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public IClassifier Classifier => Fitted().Classifier;

    /// <summary>
    /// The criterion at the threshold, over training rows scored by models that had not seen them, 0 to 1; a little too good, because the
    /// threshold was chosen on these rows. 0 where training had a single class.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double InnerScore
    {
        get
        {
            Fitted();
            return _innerScore;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more than two classes, two rows of one class each, or rows and labels do not fit together.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(features);
        ThresholdClassifier.CheckTwoClasses(features.Rows, labels);
        int[] own = labels.ToArray();
        LearningInput.NamingRows(features, () =>
        {
            (double threshold, double score) = own.Distinct().Count() == 1 ? (0.5, 0) : Best(own, OutOfFold(features, own), _criterion);
            ThresholdClassifier model = new(_create(_random.Split(0).NextUInt64()), threshold);
            model.Fit(features, own);
            (_model, _innerScore) = (model, score);
        });
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features) => Fitted().PredictProbabilities(features);

    /// <summary>The threshold between two scores at which the criterion is highest, and the criterion there.</summary>
    internal static (double Threshold, double Score) Best(int[] labels, double[] scores, ThresholdCriterion criterion)
    {
        (List<int> falseAlarms, List<int> hits, List<double> distinct) = RocCurve.CountDown(labels, scores);
        (double threshold, double score) best = (0.5, double.NegativeInfinity);

        // Nothing is called 1 above the largest score; the last step calls everything so.
        for (int called = 0; called <= distinct.Count; called++)
        {
            double above = called == 0 ? 1 : distinct[called - 1], below = called == distinct.Count ? 0 : distinct[called];
            double threshold = below + ((above - below) / 2);
            threshold = threshold < above ? threshold : below;
            if (!(threshold is > 0 and < 1))
            {
                continue;
            }

            double score = called == 0
                ? Score(criterion, 0, 0, hits[^1], falseAlarms[^1])
                : Score(criterion, hits[called - 1], falseAlarms[called - 1], hits[^1], falseAlarms[^1]);
            if (score > best.score || (score == best.score && Math.Abs(threshold - 0.5) < Math.Abs(best.threshold - 0.5)))
            {
                best = (threshold, score);
            }
        }

        return best;
    }

    private static double Score(ThresholdCriterion criterion, int hits, int falseAlarms, int positives, int negatives) => criterion switch
    {
        ThresholdCriterion.F1 => 2.0 * hits / (positives + hits + falseAlarms),
        ThresholdCriterion.BalancedAccuracy => 0.5 * (((double)hits / positives) + ((double)(negatives - falseAlarms) / negatives)),
        _ => (double)(hits + negatives - falseAlarms) / (positives + negatives),
    };

    private double[] OutOfFold(Matrix features, int[] labels)
    {
        int largest = ClassWeights.Count(labels).Max();
        if (largest < 2)
        {
            throw new ArgumentException("labels names two classes of one row each; a threshold needs a class with 2 rows.", nameof(labels));
        }

        RandomStream random = _random.Split(1);
        Split[] folds = Splits.StratifiedKFold(labels, Math.Min(_folds, largest), random.NextUInt64());
        double[] scores = new double[labels.Length];
        ParallelLoop.For(folds.Length, fold =>
        {
            (int[] train, int[] test) = folds[fold];
            IClassifier model = _create(random.Split((ulong)fold).NextUInt64());
            model.Fit(features.SelectRows(train), Array.ConvertAll(train, row => labels[row]));
            Matrix probabilities = model.PredictProbabilities(features.SelectRows(test));
            for (int place = 0; place < test.Length; place++)
            {
                // A fold whose training rows lack class 1 knows nothing of it.
                scores[test[place]] = probabilities.Columns < 2 ? 0 : probabilities[place, 1];
            }
        });
        return scores;
    }

    private ThresholdClassifier Fitted()
    {
        Throw.IfNotFitted(_model, nameof(TunedThresholdClassifier));
        return _model;
    }
}
