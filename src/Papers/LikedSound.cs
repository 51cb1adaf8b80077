using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>Which of the songs that a listener liked sounds most like another: the nearest by thirteen features, each brought to one scale over the songs rated.</summary>
internal sealed class LikedSound
{
    private readonly int[] _liked;
    private readonly StandardScaler _scaler = new();
    private readonly Matrix _scaled;

    /// <exception cref="ArgumentException">The listener liked no song.</exception>
    public LikedSound(LikedSongs rated)
    {
        _liked = [.. Enumerable.Range(0, rated.Count).Where(row => rated.Labels[row] == 1)];
        Throw.IfEmpty(_liked.Length, "the listener's liked songs");
        _scaler.Fit(rated.Features);
        _scaled = _scaler.Transform(rated.Features.SelectRows(_liked));
    }

    /// <summary>The row of the nearest liked song; of equally near ones the first.</summary>
    public int Nearest(ReadOnlySpan<double> features)
    {
        ReadOnlySpan<double> song = _scaler.Transform(new Matrix(1, features.Length, features.ToArray())).Row(0);
        int nearest = 0;
        double smallest = double.PositiveInfinity;
        for (int row = 0; row < _scaled.Rows; row++)
        {
            ReadOnlySpan<double> other = _scaled.Row(row);
            double distance = 0;
            for (int column = 0; column < song.Length; column++)
            {
                distance += (song[column] - other[column]) * (song[column] - other[column]);
            }

            (nearest, smallest) = distance < smallest ? (row, distance) : (nearest, smallest);
        }

        return _liked[nearest];
    }
}
