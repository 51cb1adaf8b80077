using MusicRec.Data;
using MusicRec.Embeddings;

namespace MusicRec.Papers;

/// <summary>
/// Judges an artist space by triplets (anchor, positive, negative) of Spotify's related artists: right where the anchor is nearer to the
/// positive than to the negative one. Only triplets whose three artists are known count, and every space is judged by the same.
/// </summary>
public sealed class ArtistTriplets
{
    private readonly (string Anchor, string Positive, string Negative)[] _triplets;

    private ArtistTriplets((string Anchor, string Positive, string Negative)[] triplets, int all) => (_triplets, All) = (triplets, all);

    /// <summary>Triplets that count.</summary>
    public int Count => _triplets.Length;

    /// <summary>Triplets there are.</summary>
    public int All { get; }

    /// <summary>The triplets by <see cref="ArtistKey"/>.</summary>
    public IReadOnlyList<(string Anchor, string Positive, string Negative)> Known => _triplets;

    /// <summary>Those of <paramref name="triplets"/> whose artists <paramref name="isKnown"/> has, by <see cref="ArtistKey"/>.</summary>
    /// <param name="similarity">The artists.</param>
    /// <param name="triplets">One of its lists of triplets.</param>
    /// <param name="isKnown">Whether every space that will be judged has an artist of this key.</param>
    public static ArtistTriplets Of(ArtistSimilarity similarity, IReadOnlyList<ArtistTriplet> triplets, Func<string, bool> isKnown)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        ArgumentNullException.ThrowIfNull(triplets);
        ArgumentNullException.ThrowIfNull(isKnown);
        string[] keys = [.. similarity.Artists.Select(artist => ArtistKey.Of(artist.Name))];
        bool[] known = [.. keys.Select(key => key.Length > 0 && isKnown(key))];
        return new ArtistTriplets(
            [.. triplets.Where(triplet => known[triplet.Anchor] && known[triplet.Positive] && known[triplet.Negative])
                .Select(triplet => (keys[triplet.Anchor], keys[triplet.Positive], keys[triplet.Negative]))],
            triplets.Count);
    }

    /// <summary>The share of triplets that <paramref name="vectors"/> get right by cosine, 0 to 1; equally near counts half.</summary>
    /// <exception cref="ArgumentException">An artist is missing.</exception>
    /// <exception cref="InvalidOperationException">There are no triplets.</exception>
    public double Accuracy(NamedVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return Accuracy(vectors.Similarity);
    }

    /// <summary>The same for any measure of how alike two artists are.</summary>
    /// <param name="similarity">Greater for more alike artists, by <see cref="ArtistKey"/>.</param>
    /// <exception cref="InvalidOperationException">There are no triplets.</exception>
    public double Accuracy(Func<string, string, double> similarity)
    {
        ArgumentNullException.ThrowIfNull(similarity);
        if (_triplets.Length == 0)
        {
            throw new InvalidOperationException($"None of the {All} triplets has three known artists; there is nothing to judge by.");
        }

        double right = 0;
        foreach ((string anchor, string positive, string negative) in _triplets)
        {
            double near = similarity(anchor, positive), far = similarity(anchor, negative);
            right += near > far ? 1 : near == far ? 0.5 : 0;
        }

        return right / _triplets.Length;
    }
}
