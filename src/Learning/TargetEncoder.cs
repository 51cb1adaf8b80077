using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Replaces identifiers of many kinds (artists, genres) by the mean target of the training rows that have them, drawn towards the mean
/// of all: (sum + m · mean) ÷ (rows + m), the definition of scikit-learn's TargetEncoder with a fixed m (Micci-Barreca 2001).
/// A training row is encoded from the other folds of the training rows, so that it never sees its own target.
/// </summary>
public sealed class TargetEncoder
{
    private readonly ulong _seed;
    private readonly int[] _columns;
    private readonly double _smoothing;
    private readonly int _folds;
    private Means[]? _means;
    private int _featureCount;

    /// <summary>An encoder that has learnt nothing yet.</summary>
    /// <param name="seed">Deals the training rows out to the folds.</param>
    /// <param name="columns">Columns that hold identifiers: any finite numbers; NaN is an identifier too.</param>
    /// <param name="smoothing">How many rows the mean of all counts as, 0 or more.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    public TargetEncoder(ulong seed, IReadOnlyList<int> columns, double smoothing = 10, int folds = 5)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Throw.IfOutside(smoothing, 0, double.MaxValue);
        Throw.IfBelow(folds, 2);
        (_seed, _columns, _smoothing, _folds) = (seed, [.. columns], smoothing, folds);
    }

    /// <summary>Learns from training rows, and encodes them by folds: what a model is to be fitted on.</summary>
    /// <param name="features">Finite numbers, or NaN where they are missing, [rows, features].</param>
    /// <param name="targets">One finite number per row; 0 and 1 for two classes.</param>
    /// <returns>A copy in which the columns hold means, [rows, features].</returns>
    /// <exception cref="ArgumentException">Rows or targets are not allowed, or do not fit together.</exception>
    public Matrix FitTransform(Matrix features, ReadOnlySpan<double> targets)
    {
        LearningInput.CheckFiniteOrMissing(features);
        LearningInput.CheckTargets(features.Rows, targets);
        foreach (int column in _columns)
        {
            Throw.IfOutside(column, 0, features.Columns - 1, "columns");
        }

        double[] numbers = targets.ToArray();
        int[] all = [.. Enumerable.Range(0, features.Rows)];
        Matrix encoded = new(features.Rows, features.Columns, [.. features.Values]);
        Split[] splits = features.Rows < 2 ? [] : Splits.KFold(features.Rows, Math.Min(_folds, features.Rows), _seed);
        Means[] means = new Means[_columns.Length];
        ParallelLoop.For(_columns.Length, index =>
        {
            double[] identifiers = features.Column(_columns[index]);
            means[index] = new Means(identifiers, numbers, all, _smoothing);

            // A single row has no others to be encoded from.
            encoded[0, _columns[index]] = means[index].Default;
            foreach (Split split in splits)
            {
                Means others = new(identifiers, numbers, split.Train, _smoothing);
                foreach (int row in split.Test)
                {
                    encoded[row, _columns[index]] = others.Of(identifiers[row]);
                }
            }
        });
        (_means, _featureCount) = (means, features.Columns);
        return encoded;
    }

    /// <summary>Encodes rows that were not learnt from, by all training rows; an identifier that none of them had gets the mean of all.</summary>
    /// <param name="features">Finite numbers, or NaN where they are missing, [rows, features].</param>
    /// <exception cref="InvalidOperationException">The encoder has not been fitted.</exception>
    public Matrix Transform(Matrix features)
    {
        Throw.IfNotFitted(_means, nameof(TargetEncoder));
        LearningInput.CheckPredictionWithMissing(features, _featureCount);
        Matrix encoded = new(features.Rows, features.Columns, [.. features.Values]);
        for (int index = 0; index < _columns.Length; index++)
        {
            for (int row = 0; row < features.Rows; row++)
            {
                encoded[row, _columns[index]] = _means[index].Of(features[row, _columns[index]]);
            }
        }

        return encoded;
    }

    /// <summary>What was learnt of an encoder's one column: identifiers in ascending order with the sum and number of their targets, and the mean of all.</summary>
    internal (double[] Identifiers, double[] Sums, int[] Rows, double Default) StateOfOneColumn() => _means!.Single().State();

    /// <summary>Takes checked means of one column as if they had been learnt here.</summary>
    internal void Restore(double[] identifiers, double[] sums, int[] rows, double mean, int featureCount) =>
        (_means, _featureCount) = ([new Means(identifiers, sums, rows, mean, _smoothing)], featureCount);

    // Only looked up, never walked: the order in which a dictionary keeps its entries reaches no result.
    private sealed class Means
    {
        private readonly Dictionary<double, (double Sum, int Rows)> _sums = [];
        private readonly double _smoothing;

        public Means(double[] identifiers, double[] targets, int[] rows, double smoothing)
        {
            double sum = 0;
            foreach (int row in rows)
            {
                (double own, int count) = _sums.GetValueOrDefault(identifiers[row]);
                _sums[identifiers[row]] = (own + targets[row], count + 1);
                sum += targets[row];
            }

            (Default, _smoothing) = (sum / rows.Length, smoothing);
        }

        public Means(double[] identifiers, double[] sums, int[] rows, double mean, double smoothing)
        {
            (Default, _smoothing) = (mean, smoothing);
            for (int place = 0; place < identifiers.Length; place++)
            {
                _sums.Add(identifiers[place], (sums[place], rows[place]));
            }
        }

        public double Default { get; }

        public (double[] Identifiers, double[] Sums, int[] Rows, double Default) State()
        {
            double[] identifiers = [.. _sums.Keys.Order()];
            return (identifiers, Array.ConvertAll(identifiers, identifier => _sums[identifier].Sum), Array.ConvertAll(identifiers, identifier => _sums[identifier].Rows), Default);
        }

        public double Of(double identifier) => _sums.TryGetValue(identifier, out (double Sum, int Rows) own)
            ? (own.Sum + (_smoothing * Default)) / (own.Rows + _smoothing)
            : Default;
    }
}
