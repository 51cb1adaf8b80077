using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// A support vector machine with the radial kernel exp(−γ ‖x − y‖²), as scikit-learn's SVC(break_ties=True): one machine for each pair of classes
/// (hinge loss, solved by <see cref="SequentialMinimalOptimization"/>), the pairs' votes and confidences together scikit-learn's decision function. Probabilities
/// are its softmax at one temperature, fitted to decisions about training rows by machines that did not see them (stratified folds; Guo et al.
/// 2017, with Platt's targets), so the most probable class is always the machine's own answer. For up to 10,000 rows.
/// </summary>
public sealed class KernelSupportVectorMachine : IClassifier
{
    private const int MostRows = 10_000;
    private readonly ulong _seed;
    private readonly double _inverseRegularization;
    private readonly double? _gamma;
    private readonly int _folds;
    private Machine? _machine;
    private double _sharpness;

    /// <summary>A machine with the given penalty and kernel.</summary>
    /// <param name="seed">Decides which training rows stand in one fold for the temperature.</param>
    /// <param name="inverseRegularization">scikit-learn's C: above 0, finite; smaller means a wider margin.</param>
    /// <param name="gamma">γ, above 0, finite; null for scikit-learn's "scale", 1 / (features · variance of all numbers of training).</param>
    /// <param name="folds">Folds for the temperature, 2 or more; where no class has so many rows, as many as the largest has.</param>
    public KernelSupportVectorMachine(ulong seed, double inverseRegularization = 1.0, double? gamma = null, int folds = 5)
    {
        Throw.IfNotPositive(inverseRegularization);
        Throw.IfNotPositive(gamma ?? 1, nameof(gamma));
        Throw.IfBelow(folds, 2);
        (_seed, _inverseRegularization, _gamma, _folds) = (seed, inverseRegularization, gamma, folds);
    }

    /// <inheritdoc/>
    public int ClassCount => _machine?.ClassCount ?? 0;

    /// <summary>γ of the fitted machine.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public double Gamma => Fitted.Gamma;

    private Machine Fitted
    {
        get
        {
            Throw.IfNotFitted(_machine, nameof(KernelSupportVectorMachine));
            return _machine;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Rows and labels do not fit together, there are more than 10,000 rows, or numbers are so large that distances are not finite.</exception>
    public void Fit(Matrix features, ReadOnlySpan<int> labels)
    {
        int classCount = LearningInput.CheckTraining(features, labels);
        Throw.IfOutside(features.Rows, 1, MostRows, "the number of rows");
        LearningInput.CheckDistances(features.Values, nameof(features));
        int[] all = labels.ToArray();
        double gamma = _gamma ?? Scale(features);
        Machine machine = Machine.Fit(features.SelectRows([.. Enumerable.Range(0, features.Rows)]), all, classCount, _inverseRegularization, gamma);
        double sharpness = machine.Classes.Length == 1 ? 1 : Calibrate(features, all, machine);
        (_machine, _sharpness) = (machine, sharpness);
    }

    /// <summary>scikit-learn's decision function (decision_function_shape="ovr"): for each class the votes of its pairs and, less than a vote, their confidence, [rows, classes]; −∞ for a class without training rows.</summary>
    /// <exception cref="InvalidOperationException">The model has not been fitted.</exception>
    public Matrix DecisionValues(Matrix features)
    {
        Machine machine = Fitted;
        LearningInput.CheckPrediction(features, machine.Features.Columns);
        LearningInput.CheckDistances(features.Values, nameof(features));
        Matrix decisions = machine.Decide(features), result = new(features.Rows, machine.ClassCount);
        Array.Fill(result.Values, double.NegativeInfinity);
        for (int row = 0; row < features.Rows; row++)
        {
            for (int place = 0; place < machine.Classes.Length; place++)
            {
                result[row, machine.Classes[place]] = decisions[row, place];
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix features)
    {
        Machine machine = Fitted;
        LearningInput.CheckPrediction(features, machine.Features.Columns);
        LearningInput.CheckDistances(features.Values, nameof(features));
        Matrix decisions = machine.Decide(features), probabilities = new(features.Rows, machine.ClassCount);
        double[] shares = new double[machine.Classes.Length];
        for (int row = 0; row < features.Rows; row++)
        {
            Span<double> own = decisions.Row(row);
            for (int place = 0; place < shares.Length; place++)
            {
                own[place] *= _sharpness;
            }

            _ = LogisticObjective.Softmax(own, shares);
            for (int place = 0; place < shares.Length; place++)
            {
                probabilities[row, machine.Classes[place]] = shares[place];
            }
        }

        return probabilities;
    }

    private static double Scale(Matrix features)
    {
        double mean = 0, squares = 0;
        foreach (double value in features.Values)
        {
            mean += value;
        }

        mean /= features.Values.Length;
        foreach (double value in features.Values)
        {
            squares += (value - mean) * (value - mean);
        }

        double variance = squares / features.Values.Length;
        return variance > 0 ? 1 / (features.Columns * variance) : 1;
    }

    /// <summary>What decisions are multiplied by before the softmax: the inverse of the temperature.</summary>
    private double Calibrate(Matrix features, int[] labels, Machine machine)
    {
        int largest = labels.CountBy(label => label).Max(pair => pair.Value);
        if (largest < 2)
        {
            // Nothing can be held out; the decision function is taken as it is.
            return 1;
        }

        Split[] folds = Splits.StratifiedKFold(labels, Math.Min(_folds, largest), _seed);
        Matrix decisions = new(labels.Length, machine.Classes.Length);
        ParallelLoop.For(folds.Length, fold =>
        {
            int[] train = folds[fold].Train, test = folds[fold].Test, own = [.. train.Select(row => labels[row])];
            Machine part = Machine.Fit(features.SelectRows(train), own, machine.ClassCount, _inverseRegularization, machine.Gamma);
            Matrix answers = part.Decide(features.SelectRows(test));
            for (int row = 0; row < test.Length; row++)
            {
                for (int place = 0; place < part.Classes.Length; place++)
                {
                    decisions[test[row], Array.BinarySearch(machine.Classes, part.Classes[place])] = answers[row, place];
                }
            }
        });
        return Temperature.InverseOf(decisions, Array.ConvertAll(labels, label => Array.BinarySearch(machine.Classes, label)));
    }

    /// <summary>Machines for all pairs of the classes that training rows had.</summary>
    private sealed record Machine(Matrix Features, int[] Classes, int ClassCount, double Gamma, Pair[] Pairs)
    {
        public static Machine Fit(Matrix features, int[] labels, int classCount, double inverseRegularization, double gamma)
        {
            int[] classes = [.. labels.Distinct().Order()];
            (int First, int Second)[] pairs =
                [.. Enumerable.Range(0, classes.Length).SelectMany(first => Enumerable.Range(first + 1, classes.Length - first - 1).Select(second => (first, second)))];
            Pair[] fitted = new Pair[pairs.Length];
            ParallelLoop.For(pairs.Length, place =>
            {
                (int first, int second) = pairs[place];
                int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == classes[first] || labels[row] == classes[second])];
                sbyte[] sides = Array.ConvertAll(rows, row => (sbyte)(labels[row] == classes[first] ? 1 : -1));
                Matrix kernel = RadialKernel.Of(features.SelectRows(rows), features.SelectRows(rows), gamma);
                (double[] factors, double bias) = SequentialMinimalOptimization.Solve(kernel, sides, inverseRegularization);
                fitted[place] = new Pair(first, second, rows, [.. factors.Zip(sides, (factor, side) => factor * side)], bias);
            });
            return new Machine(features, classes, classCount, gamma, fitted);
        }

        /// <summary>Votes and confidences, [rows, classes seen].</summary>
        public Matrix Decide(Matrix features)
        {
            Matrix decisions = new(features.Rows, Classes.Length);
            ParallelLoop.For(features.Rows, row =>
            {
                double[] kernel = RadialKernel.Of(features.SelectRows([row]), Features, Gamma).Values, confidences = new double[Classes.Length];
                foreach (Pair pair in Pairs)
                {
                    double decision = pair.Bias;
                    for (int place = 0; place < pair.Rows.Length; place++)
                    {
                        decision += pair.Factors[place] * kernel[pair.Rows[place]];
                    }

                    decisions[row, decision >= 0 ? pair.First : pair.Second]++;
                    confidences[pair.First] += decision;
                    confidences[pair.Second] -= decision;
                }

                for (int place = 0; place < confidences.Length; place++)
                {
                    decisions[row, place] += confidences[place] / (3 * (Math.Abs(confidences[place]) + 1));
                }
            });
            return decisions;
        }
    }

    /// <summary>The machine of two classes: its rows, their factors with the sign of their side, and what is added to the sum.</summary>
    private sealed record Pair(int First, int Second, int[] Rows, double[] Factors, double Bias);
}
