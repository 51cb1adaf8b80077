using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Weighs sparse vectors of ratings as <see cref="NeighborOptions.Weighting"/> says, with what it has seen of all of them.</summary>
internal sealed class VectorWeighting
{
    private readonly NeighborOptions _options;
    private readonly double[] _rarity;
    private readonly double _meanLength;

    /// <summary>Learns how rare each column is and how long vectors are on average.</summary>
    /// <param name="ratings">[vectors, columns].</param>
    /// <param name="columnCount">Number of columns.</param>
    /// <param name="options">Which weighting.</param>
    public VectorWeighting(CompressedRows ratings, int columnCount, NeighborOptions options)
    {
        _options = options;
        int[] counts = new int[columnCount];
        foreach (int column in ratings.Columns)
        {
            counts[column]++;
        }

        int vectors = ratings.Offsets.Length - 1;
        double all = Elementary.Log(Math.Max(1, vectors)), lengths = 0;
        _rarity = [.. counts.Select(count => all - Elementary.Log1P(count))];
        foreach (double rating in ratings.Weights)
        {
            lengths += rating;
        }

        _meanLength = lengths / Math.Max(1, vectors);
    }

    /// <summary>All vectors, weighted.</summary>
    public CompressedRows WeighAll(CompressedRows ratings)
    {
        double[] weights = new double[ratings.Weights.Length];
        for (int row = 0; row + 1 < ratings.Offsets.Length; row++)
        {
            Weigh(ratings.ColumnsOf(row), ratings.WeightsOf(row)).CopyTo(weights, ratings.Offsets[row]);
        }

        return new CompressedRows(ratings.Offsets, ratings.Columns, weights);
    }

    /// <summary>One vector, weighted; it need not be among those seen.</summary>
    public double[] Weigh(ReadOnlySpan<int> columns, ReadOnlySpan<double> ratings)
    {
        double[] weights = ratings.ToArray();
        switch (_options.Weighting)
        {
            case NeighborWeighting.TfIdf:
                for (int place = 0; place < weights.Length; place++)
                {
                    weights[place] = Math.Sqrt(weights[place]) * _rarity[columns[place]];
                }

                Normalize(weights);
                break;
            case NeighborWeighting.Bm25:
                double length = OrderedSums.Sum(ratings);
                double norm = 1 - _options.LengthShare + (_options.LengthShare * length / _meanLength);
                for (int place = 0; place < weights.Length; place++)
                {
                    weights[place] = weights[place] * (_options.Saturation + 1) / ((_options.Saturation * norm) + weights[place]) * _rarity[columns[place]];
                }

                break;
            default:
                Normalize(weights);
                break;
        }

        Throw.IfNotFinite(weights, "weighted ratings");
        return weights;
    }

    /// <summary>Divides by the length; a vector of zeros stays as it is.</summary>
    public static void Normalize(double[] values)
    {
        // The largest goes first, so that no square leaves the range of a double.
        double largest = 0, squares = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest == 0)
        {
            return;
        }

        foreach (ref double value in values.AsSpan())
        {
            value /= largest;
            squares += value * value;
        }

        double norm = Math.Sqrt(squares);
        foreach (ref double value in values.AsSpan())
        {
            value /= norm;
        }
    }
}
