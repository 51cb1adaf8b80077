namespace MusicRec.Neural;

/// <summary>
/// The losses, and those among them whose targets are a <see cref="Tensor"/>. Each says what its mean is taken over.
/// </summary>
public abstract class Loss : Loss<Tensor>
{
    private protected Loss(string name)
        : base(name)
    {
    }

    /// <summary>
    /// Binary cross-entropy of a logit against a target in [0, 1] (1 = yes), the sigmoid included, without overflow; the
    /// mean over all numbers. As PyTorch's BCEWithLogitsLoss. Predictions and targets have the same shape, any. Its
    /// accuracy counts a logit above 0 as yes, a target of 0.5 and more as yes.
    /// </summary>
    public static Loss BinaryCrossEntropyWithLogits { get; } = new BinaryCrossEntropyWithLogitsLoss();

    /// <summary>
    /// Binary cross-entropy of a probability against a target, both in [0, 1]; the mean over all numbers. As PyTorch's
    /// BCELoss, logarithms below −100 taken as −100. Any shape, the same for both. Its accuracy counts a probability above
    /// 0.5 as yes. Where the network ends in a sigmoid, leave that out and take <see cref="BinaryCrossEntropyWithLogits"/>.
    /// </summary>
    public static Loss BinaryCrossEntropy { get; } = new BinaryCrossEntropyLoss();

    /// <summary>
    /// −Σ target · log softmax over the classes of a row, the mean over rows: the multinomial likelihood of how often a
    /// listener played each song, as in Mult-VAE (Liang et al. 2018). Predictions are logits, targets counts of 0 or more,
    /// both [batch, songs]; counts need not add up to 1, and a row of zeros adds nothing to the sum. It has no accuracy.
    /// </summary>
    public static Loss MultinomialLikelihood { get; } = new MultinomialLikelihoodLoss();

    /// <summary><see cref="MultinomialLikelihood"/> for sparse counts, [batch, songs].</summary>
    public static Loss<SparseTensor> SparseMultinomialLikelihood { get; } = new SparseMultinomialLikelihoodLoss();

    /// <summary>The mean of squared differences over all numbers. As PyTorch's MSELoss. Any shape, the same for both. It has no accuracy.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>
    /// Softmax cross-entropy: −log of the share that the softmax of a row of logits gives to the row's class. As PyTorch's
    /// CrossEntropyLoss. Predictions are logits, [batch, classes] or [batch, time, classes]; targets are classes, [batch] or
    /// [batch, time]. The mean is weighted: the sum of the rows' losses, each times the weight of its class, divided by the
    /// sum of these weights, over all rows that are not ignored. Accuracy: the class with the largest logit, over the same rows.
    /// </summary>
    /// <param name="classWeights">A weight per class, 0 or more each; none for 1 each.</param>
    /// <param name="labelSmoothing">
    /// s from 0 to 1: the row's class keeps the share 1 − s, and every class gets s / classes besides, times its weight
    /// (Szegedy et al. 2016).
    /// </param>
    /// <param name="ignoredClass">Rows with this target count for nothing, such as −100 or 0 where sequences are filled up; null when every row counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Loss<IndexTensor> CrossEntropy(ReadOnlySpan<double> classWeights = default, double labelSmoothing = 0, int? ignoredClass = null) =>
        new CrossEntropyLoss(classWeights, labelSmoothing, ignoredClass);

    /// <summary>
    /// Softmax cross-entropy against a probability for each class: −Σ weight · target · log softmax, summed over classes, the
    /// plain mean over rows. As PyTorch's CrossEntropyLoss with class probabilities. Predictions (logits) and targets are
    /// [batch, classes] or [batch, time, classes]; each row of targets adds up to 1. Accuracy: the largest logit stands
    /// where the largest target does.
    /// </summary>
    /// <param name="classWeights">A weight per class, 0 or more each; none for 1 each.</param>
    /// <param name="labelSmoothing">s from 0 to 1: targets become (1 − s) · target + s / classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Loss CrossEntropyOfProbabilities(ReadOnlySpan<double> classWeights = default, double labelSmoothing = 0) =>
        new ProbabilityCrossEntropyLoss(classWeights, labelSmoothing);

    /// <summary>
    /// How far normal distributions are from the standard one: ½ Σ (variance + mean² − 1 − log variance), summed over the last
    /// axis, the mean over rows. The Kullback-Leibler term of a variational autoencoder (Kingma and Welling 2014).
    /// </summary>
    /// <param name="mean">[batch, size].</param>
    /// <param name="logVariance">The natural logarithm of the variance, the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ or are empty.</exception>
    public static Tensor GaussianKl(Tensor mean, Tensor logVariance) => PairLosses.GaussianKl(mean, logVariance);

    /// <summary>
    /// Bayesian personalised ranking (Rendle et al. 2009): −log sigmoid(positive score − negative score), the mean over all
    /// pairs; without the paper's penalty on the weights, which is the optimiser's weight decay.
    /// </summary>
    /// <param name="positiveScores">Scores of items that the user took, any shape.</param>
    /// <param name="negativeScores">Scores of items that the user did not take, the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ or are empty.</exception>
    public static Tensor Bpr(Tensor positiveScores, Tensor negativeScores) => PairLosses.Bpr(positiveScores, negativeScores);

    /// <inheritdoc/>
    public sealed override Tensor Of(Tensor predictions, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (predictions.Shape != targets.Shape)
        {
            Throw.WrongShape(Name, nameof(targets), targets.Shape.ToString(), $"{predictions.Shape}, as the predictions");
        }

        Throw.IfEmpty(predictions.Shape.Count, nameof(predictions));
        return Forward(predictions, targets);
    }

    /// <summary>How many predictions of a loss by single numbers are right.</summary>
    internal virtual int CountCorrect(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => 0;

    internal override (long Correct, long Answers) CountCorrect(Tensor predictions, Tensor targets) =>
        HasAccuracy ? (CountCorrect(predictions.Values, targets.Values), predictions.Shape.Count) : default;

    /// <summary>The loss of predictions and targets of the same shape, which is not empty.</summary>
    private protected abstract Tensor Forward(Tensor predictions, Tensor targets);
}
