using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>A linear map from what is known about a listener or an item to their vector: mean + features · weights.</summary>
/// <param name="Mean">The mean vector of the rows learnt from, [factors].</param>
/// <param name="Weights">[features, factors].</param>
internal sealed record FactorMap(double[] Mean, Matrix Weights)
{
    /// <summary>Learns from the rows named, of length 1 or 0, and their vectors; null when there are none.</summary>
    public static FactorMap? Learn(SparseMatrix content, Matrix vectors, int[] rows, double regularization)
    {
        if (rows.Length == 0)
        {
            return null;
        }

        Matrix targets = vectors.SelectRows(rows);
        double[] mean = ColumnMeans.Of(targets);
        for (int place = 0; place < targets.Values.Length; place++)
        {
            targets.Values[place] -= mean[place % targets.Columns];
        }

        return new FactorMap(mean, SparseRidge.Solve(content.SelectRows(rows), targets, regularization));
    }

    /// <summary>The vector of a row of content.</summary>
    public double[] Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        double[] vector = [.. Mean];
        for (int place = 0; place < columns.Length; place++)
        {
            ReadOnlySpan<double> weights = Weights.Row(columns[place]);
            for (int factor = 0; factor < vector.Length; factor++)
            {
                vector[factor] += values[place] * weights[factor];
            }
        }

        return vector;
    }

    public void Write(RecommenderWriter file, string name)
    {
        file.Add($"{name}.mean", Mean);
        file.Add($"{name}.weights", Weights);
    }

    public static FactorMap Read(RecommenderReader file, string name, int features, int factors) =>
        new(file.Doubles($"{name}.mean", factors), file.Matrix($"{name}.weights", features, factors));
}
