using MusicRec.Embeddings;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// An answer to an artist nobody has listened to yet that names nobody: a linear map from the sound of a track to its artist's vector, learnt from artists
/// who have one (Gantner et al. 2010 map attributes to factors so).
/// </summary>
public sealed class ArtistVectorRegression
{
    private readonly StandardScaler _scaler = new();
    private readonly RidgeRegression[] _numbers;

    /// <summary>Learns from the tracks whose first artist has a vector.</summary>
    /// <param name="tracks">Tracks with artists; <see cref="ArtistTracks.Without"/> keeps out those that are to count as unheard.</param>
    /// <param name="vectors">The artists' vectors, by <see cref="ArtistKey"/>.</param>
    /// <param name="regularization">The penalty on squared weights, 0 or more.</param>
    /// <exception cref="ArgumentException">No artist has a vector.</exception>
    public ArtistVectorRegression(ArtistTracks tracks, NamedVectors vectors, double regularization = 100)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(vectors);
        Throw.IfOutside(regularization, 0, double.MaxValue);
        int[] places = [.. tracks.Keys.Select(key => vectors.TryFind(key, out int place) ? place : -1)];
        int[] rows = [.. Enumerable.Range(0, tracks.Count).Where(row => places[tracks.Labels[row]] >= 0)];
        Throw.IfEmpty(rows.Length, "the tracks whose artist has a vector");
        TrackCount = rows.Length;
        Matrix features = tracks.MoreFeatures.SelectRows(rows);
        _scaler.Fit(features);
        Matrix scaled = _scaler.Transform(features);
        _numbers = new RidgeRegression[vectors.Dimension];
        ParallelLoop.For(_numbers.Length, index =>
        {
            _numbers[index] = new RidgeRegression(regularization);
            _numbers[index].Fit(scaled, [.. rows.Select(row => (double)vectors[places[tracks.Labels[row]]][index])]);
        });
    }

    /// <summary>Number of tracks learnt from.</summary>
    public int TrackCount { get; }

    /// <summary>For each track the vector that its sound leads one to expect, [tracks, dimension].</summary>
    /// <param name="features">The thirteen features, [tracks, 13], columns as <see cref="Data.AudioFeatures.All"/>.</param>
    /// <exception cref="ArgumentException">Another number of columns, or a number that is not finite.</exception>
    public Matrix Vectors(Matrix features)
    {
        Matrix scaled = _scaler.Transform(features), result = new(features.Rows, _numbers.Length);
        for (int index = 0; index < _numbers.Length; index++)
        {
            double[] own = _numbers[index].Predict(scaled);
            for (int track = 0; track < own.Length; track++)
            {
                result[track, index] = own[track];
            }
        }

        return result;
    }
}
