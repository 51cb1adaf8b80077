using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Songs as points: features as standard deviations away from the mean song. A song with a missing feature has no place in it.</summary>
internal sealed class ContentSpace
{
    private readonly Matrix _points;
    private readonly double[] _norms;
    private readonly bool[] _known;

    public ContentSpace(Matrix features, IReadOnlyList<int>? scaleItems, string name = "features")
    {
        _points = new Matrix(features.Rows, features.Columns, [.. features.Values]);
        _norms = new double[features.Rows];
        _known = new bool[features.Rows];
        for (int item = 0; item < features.Rows; item++)
        {
            _known[item] = IsKnown(features.Row(item), item, name);
        }

        int[] scaled = [.. (scaleItems ?? Enumerable.Range(0, features.Rows)).Where(item => _known[item])];
        for (int column = 0; column < features.Columns; column++)
        {
            (double mean, double deviation) = Scale(features, column, scaled);
            for (int item = 0; item < features.Rows; item++)
            {
                // A feature that never varies tells no songs apart.
                _points[item, column] = deviation > 0 ? (features[item, column] - mean) / deviation : 0;
            }
        }

        for (int item = 0; item < features.Rows; item++)
        {
            _norms[item] = _known[item] ? Math.Sqrt(OrderedSums.Dot(_points.Row(item), _points.Row(item))) : 0;
        }
    }

    public int Items => _points.Rows;

    public bool Knows(int item) => _known[item];

    public ReadOnlySpan<double> Point(int item) => _points.Row(item);

    /// <summary>How near a song is to a point; 0 for a cosine with a point that leans nowhere.</summary>
    public double Similarity(int item, ReadOnlySpan<double> point, double norm, ContentSimilarity similarity)
    {
        ReadOnlySpan<double> own = _points.Row(item);
        if (similarity == ContentSimilarity.Cosine)
        {
            double norms = _norms[item] * norm;
            return norms == 0 ? 0 : Math.Clamp(OrderedSums.Dot(own, point) / norms, -1, 1);
        }

        double squares = 0;
        for (int column = 0; column < own.Length; column++)
        {
            double difference = own[column] - point[column];
            squares += difference * difference;
        }

        return 1 / (1 + Math.Sqrt(squares));
    }

    public double Norm(int item) => _norms[item];

    private static bool IsKnown(ReadOnlySpan<double> features, int item, string name)
    {
        bool known = true;
        for (int column = 0; column < features.Length; column++)
        {
            if (double.IsInfinity(features[column]))
            {
                throw new ArgumentException($"{name}[{item}, {column}] is {features[column]}; allowed: finite numbers, and NaN where a feature is missing.", name);
            }

            known &= !double.IsNaN(features[column]);
        }

        return known;
    }

    /// <summary>Mean and standard deviation (÷ n) of a column over some items; a deviation of 0 where it never varies.</summary>
    public static (double Mean, double Deviation) Scale(Matrix features, int column, int[] items)
    {
        if (items.Length == 0)
        {
            return (0, 0);
        }

        double sum = 0, squares = 0;
        bool varies = false;
        foreach (int item in items)
        {
            sum += features[item, column];
            varies |= features[item, column] != features[items[0], column];
        }

        double mean = sum / items.Length;
        foreach (int item in items)
        {
            double difference = features[item, column] - mean;
            squares += difference * difference;
        }

        return (mean, varies ? Math.Sqrt(squares / items.Length) : 0);
    }
}
