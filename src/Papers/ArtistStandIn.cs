using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// Paper 004's answer to an artist nobody has listened to yet: the network that tells artists by the sound of a track names one that is known, and that
/// artist's vector stands in.
/// </summary>
public sealed class ArtistStandIn
{
    private readonly TrackEmbeddingNetwork _network;
    private readonly NamedVectors _vectors;
    private readonly (int Class, int Row)[] _known;

    /// <summary>A stand-in for unknown artists.</summary>
    /// <param name="network">Fitted to tell artists apart; its classes are places in <paramref name="artistKeys"/>.</param>
    /// <param name="artistKeys">The artists it knows, by <see cref="ArtistKey"/>.</param>
    /// <param name="vectors">The artists' vectors by the same keys.</param>
    /// <exception cref="ArgumentException">The network knows another number of artists, or none of them has a vector.</exception>
    public ArtistStandIn(TrackEmbeddingNetwork network, IReadOnlyList<string> artistKeys, NamedVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(artistKeys);
        ArgumentNullException.ThrowIfNull(vectors);
        Throw.IfLengthsDiffer(network.ClassCount, "the network's classes", artistKeys.Count, nameof(artistKeys));
        List<(int, int)> known = [];
        for (int artist = 0; artist < artistKeys.Count; artist++)
        {
            if (vectors.TryFind(artistKeys[artist], out int row))
            {
                known.Add((artist, row));
            }
        }

        Throw.IfEmpty(known.Count, "the artists that the network knows and that have a vector");
        (_network, _vectors, _known) = (network, vectors, [.. known]);
    }

    /// <summary>How many artists can stand in.</summary>
    public int Count => _known.Length;

    /// <summary>For each track the key of the likeliest artist that has a vector.</summary>
    /// <param name="features">The paper's eight features, [tracks, 8].</param>
    public string[] Predict(Matrix features)
    {
        Matrix probabilities = _network.PredictProbabilities(features);
        return [.. Enumerable.Range(0, features.Rows).Select(track => _vectors.Names[_known[Likeliest(probabilities.Row(track))].Row])];
    }

    /// <summary>For each track the vector of the likeliest artist that has one, [tracks, dimension].</summary>
    /// <param name="features">The paper's eight features, [tracks, 8].</param>
    public Matrix Vectors(Matrix features)
    {
        Matrix probabilities = _network.PredictProbabilities(features);
        Matrix result = new(features.Rows, _vectors.Dimension);
        for (int track = 0; track < features.Rows; track++)
        {
            Add(_known[Likeliest(probabilities.Row(track))].Row, 1, result.Row(track));
        }

        return result;
    }

    /// <summary>
    /// For each track the mean of all artists' vectors, each counted by how likely the artist is, [tracks, dimension]: where the likeliest of hundreds of
    /// artists is mostly the wrong one, what all of them have in common says more.
    /// </summary>
    /// <param name="features">The paper's eight features, [tracks, 8].</param>
    public Matrix ExpectedVectors(Matrix features)
    {
        Matrix probabilities = _network.PredictProbabilities(features);
        Matrix result = new(features.Rows, _vectors.Dimension);
        for (int track = 0; track < features.Rows; track++)
        {
            double sum = 0;
            foreach ((int artist, _) in _known)
            {
                sum += probabilities[track, artist];
            }

            foreach ((int artist, int row) in _known)
            {
                // A track that sounds like none of those with a vector: all of them alike.
                Add(row, sum > 0 ? probabilities[track, artist] / sum : 1.0 / _known.Length, result.Row(track));
            }
        }

        return result;
    }

    private int Likeliest(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int candidate = 1; candidate < _known.Length; candidate++)
        {
            best = probabilities[_known[candidate].Class] > probabilities[_known[best].Class] ? candidate : best;
        }

        return best;
    }

    private void Add(int row, double share, Span<double> sum)
    {
        ReadOnlySpan<float> vector = _vectors[row];
        for (int index = 0; index < sum.Length; index++)
        {
            sum[index] += share * vector[index];
        }
    }
}
