using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Trees grown one after another, each on the derivatives of the loss at what the trees before it say: what
/// <see cref="GradientBoostingRegressor"/> and <see cref="GradientBoostingClassifier"/> have in common.
/// </summary>
internal sealed class BoostedTrees
{
    private const int RowsInBlock = 64;
    private readonly double[] _baseline;
    private readonly BoostedTree[][] _trees;
    private readonly CategorySet[] _known;

    private BoostedTrees(double[] baseline, BoostedTree[][] trees, CategorySet[] known, double[] losses) =>
        (_baseline, _trees, _known, Losses) = (baseline, trees, known, losses);

    /// <summary>Number of columns.</summary>
    public int FeatureCount => _known.Length;

    /// <summary>Iterations done.</summary>
    public int IterationCount => _trees.Length;

    /// <summary>The mean loss that early stopping looked at, before the first iteration and after each; empty without.</summary>
    public double[] Losses { get; }

    /// <summary>What each output starts from.</summary>
    public IReadOnlyList<double> Baseline => _baseline;

    /// <summary>The trees, iteration by iteration one for each output.</summary>
    public IReadOnlyList<BoostedTree[]> Trees => _trees;

    /// <summary>Checked trees that ask for no categories, as if they had been grown here.</summary>
    public static BoostedTrees Restore(double[] baseline, BoostedTree[][] trees, int featureCount) => new(baseline, trees, new CategorySet[featureCount], []);

    /// <summary>Grows the trees on checked rows.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="lossOf">The loss over some of the rows.</param>
    /// <param name="labels">Classes, each of which is divided alike between learning and judging; null for numbers.</param>
    /// <param name="settings">Checked settings.</param>
    /// <param name="seed">Draws what early stopping judges on.</param>
    public static BoostedTrees Fit(Matrix features, Func<int[]?, BoostingLoss> lossOf, int[]? labels, GradientBoostingSettings settings, ulong seed)
    {
        bool[] isCategorical = settings.IsCategorical(features.Columns);
        CategorySet[] known = BoostingBins.KnownCategories(features, settings.MaximumBins, isCategorical);
        RandomStream random = new(seed);
        (Matrix? judgedOn, BoostingLoss? judge, BoostingLoss loss) = (null, null, lossOf(null));
        if (settings.EarlyStopping?.ValidationShare is double share)
        {
            ulong draw = random.Split(0).NextUInt64();
            Split split = labels is null ? Splits.Random(features.Rows, share, draw) : Splits.Stratified(labels, share, draw);
            (judgedOn, judge, loss) = (features.SelectRows(split.Test), lossOf(split.Test), lossOf(split.Train));
            features = features.SelectRows(split.Train);
        }

        BoostingBins bins = BoostingBins.Cut(features, settings.MaximumBins, isCategorical, random.Split(1));
        BoostedTreeGrower grower = new(bins, settings);
        double[] baseline = loss.Baseline();
        double[][] scores = Scores(baseline, features.Rows), judgedScores = Scores(baseline, judgedOn?.Rows ?? 0);
        List<BoostedTree[]> trees = [];
        List<double> losses = [];
        Judge();
        while (trees.Count < settings.Iterations && settings.EarlyStopping?.IsOver(losses) != true)
        {
            BoostedTree[] grown = new BoostedTree[baseline.Length];
            loss.Prepare(scores);
            for (int output = 0; output < grown.Length; output++)
            {
                loss.Differentiate(scores, output, grower.Statistics);
                grown[output] = grower.Grow(scores[output]);
                if (judgedOn is not null)
                {
                    AddValues(judgedOn, grown[output], known, judgedScores[output]);
                }
            }

            trees.Add(grown);
            Judge();
        }

        return new BoostedTrees(baseline, [.. trees], known, [.. losses]);

        void Judge()
        {
            if (settings.EarlyStopping is not null)
            {
                losses.Add(judge is null ? loss.Mean(scores) : judge.Mean(judgedScores));
            }
        }
    }

    /// <summary>The score of each row, [rows, outputs].</summary>
    public Matrix Score(Matrix features)
    {
        Matrix scores = new(features.Rows, _baseline.Length);
        ParallelLoop.For((features.Rows + RowsInBlock - 1) / RowsInBlock, block =>
        {
            int start = block * RowsInBlock, end = Math.Min(features.Rows, start + RowsInBlock);
            for (int row = start; row < end; row++)
            {
                _baseline.CopyTo(scores.Row(row));
            }

            foreach (BoostedTree[] iteration in _trees)
            {
                for (int output = 0; output < iteration.Length; output++)
                {
                    for (int row = start; row < end; row++)
                    {
                        scores.Row(row)[output] += iteration[output].ValueOf(features.Row(row), _known);
                    }
                }
            }
        });
        return scores;
    }

    private static void AddValues(Matrix features, BoostedTree tree, CategorySet[] known, double[] scores) =>
        ParallelLoop.For((features.Rows + RowsInBlock - 1) / RowsInBlock, block =>
        {
            for (int row = block * RowsInBlock; row < Math.Min(features.Rows, (block + 1) * RowsInBlock); row++)
            {
                scores[row] += tree.ValueOf(features.Row(row), known);
            }
        });

    private static double[][] Scores(double[] baseline, int rows) => [.. baseline.Select(score =>
    {
        double[] scores = new double[rows];
        Array.Fill(scores, score);
        return scores;
    })];
}
