using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class MajorityClassifierContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new MajorityClassifier();
}

public sealed class LogisticRegressionContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new LogisticRegression();
}

public sealed class KNearestNeighborsContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new KNearestNeighbors(4, NeighborWeights.Distance);
}

public sealed class KernelSupportVectorMachineContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new KernelSupportVectorMachine(seed, folds: 3);
}

public sealed class RandomForestContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new RandomForest(seed, treeCount: 9);
}

public sealed class ExtraTreesContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new ExtraTrees(seed, treeCount: 9);
}

public sealed class GradientBoostingContract : ClassifierContract
{
    protected override bool TakesMissingValues => true;

    protected override IClassifier Create(ulong seed) =>
        new GradientBoostingClassifier(seed, new GradientBoostingSettings { Iterations = 9, MinimumLeafSize = 2 });
}

public sealed class GradientBoostingWithEarlyStoppingContract : ClassifierContract
{
    protected override bool TakesMissingValues => true;

    protected override IClassifier Create(ulong seed) =>
        new GradientBoostingClassifier(seed, new GradientBoostingSettings { Iterations = 9, MinimumLeafSize = 2, EarlyStopping = new EarlyStoppingSettings { Patience = 2 } });
}

public sealed class PipelineContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new Pipeline(new KNearestNeighbors(3), new MinMaxScaler(), new StandardScaler());
}

public sealed class VotingEnsembleContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new VotingEnsemble([new ExtraTrees(seed, 3), new LogisticRegression()], [1, 3]);
}

public sealed class NestedSelectionContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) =>
        new NestedSelection(seed, [new Candidate("extra trees", tree => new ExtraTrees(tree, 3)), new Candidate("logistic", _ => new LogisticRegression())], folds: 2);
}

public sealed class OverSampledClassifierContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new OverSampledClassifier(seed, new LogisticRegression()) { RestoreBaseRates = true };
}

public sealed class UnderSampledClassifierContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new UnderSampledClassifier(seed, new ExtraTrees(seed, 5), 0.8) { RestoreBaseRates = true };
}

public sealed class BalancedWeightsClassifierContract : ClassifierContract
{
    protected override bool TakesMissingValues => true;

    protected override IClassifier Create(ulong seed) =>
        new BalancedWeightsClassifier(new GradientBoostingClassifier(seed, new GradientBoostingSettings { Iterations = 5, MinimumLeafSize = 2 }));
}

public sealed class ThresholdClassifierContract : ClassifierContract
{
    protected override bool TakesMoreThanTwoClasses => false;

    protected override IClassifier Create(ulong seed) => new ThresholdClassifier(new LogisticRegression(), 0.2);
}

public sealed class TunedThresholdClassifierContract : ClassifierContract
{
    protected override bool TakesMoreThanTwoClasses => false;

    protected override IClassifier Create(ulong seed) => new TunedThresholdClassifier(seed, own => new ExtraTrees(own, 5), folds: 3);
}

public sealed class SearchedClassifierContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new SearchedClassifier(
        seed, new ParameterSpace().Integer("trees", 1, 6), new SearchSettings { Candidates = 3, Factor = 2, Folds = 2 }, trial => new ExtraTrees(trial.Seed, trial.Parameters.Integer("trees")));
}

public sealed class SparseLogisticRegressionContract : SparseClassifierContract
{
    protected override IClassifier<SparseMatrix> Create(ulong seed) => new LogisticRegression(10);
}

public sealed class MultinomialNaiveBayesContract : SparseClassifierContract
{
    protected override IClassifier<SparseMatrix> Create(ulong seed) => new MultinomialNaiveBayes();
}

public sealed class ComplementNaiveBayesContract : SparseClassifierContract
{
    protected override IClassifier<SparseMatrix> Create(ulong seed) => new ComplementNaiveBayes(0.1);
}

public sealed class CalibratedSupportVectorMachineContract : SparseClassifierContract
{
    protected override IClassifier<SparseMatrix> Create(ulong seed) => new CalibratedSupportVectorMachine(seed, folds: 3);
}

public sealed class TrackEmbeddingNetworkContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) =>
        new MusicRec.Papers.TrackEmbeddingNetwork(seed, new MusicRec.Papers.TrackEmbeddingSettings { HiddenSize = 9, Epochs = 6 });
}

public sealed class TrackEmbeddingNetworkWithCrossEntropyContract : ClassifierContract
{
    protected override IClassifier Create(ulong seed) => new MusicRec.Papers.TrackEmbeddingNetwork(
        seed, new MusicRec.Papers.TrackEmbeddingSettings { HiddenSize = 9, Epochs = 6, Loss = MusicRec.Papers.TrackEmbeddingLoss.CrossEntropy, ValidationShare = 0, Dropout = 0.2 });
}
