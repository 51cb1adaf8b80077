using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Evaluation;

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

    /// <summary>The triplets whose three artists <paramref name="isWanted"/> holds for, by <see cref="ArtistKey"/>, such as those of one of <see cref="ArtistHalves"/>.</summary>
    public ArtistTriplets Within(Func<string, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        return new ArtistTriplets([.. _triplets.Where(triplet => isWanted(triplet.Anchor) && isWanted(triplet.Positive) && isWanted(triplet.Negative))], All);
    }

    /// <summary>Which triplets <paramref name="vectors"/> get right by cosine: 1, 0, or ½ where both are equally near.</summary>
    /// <exception cref="ArgumentException">An artist is missing.</exception>
    public double[] Right(NamedVectors vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        return Right(vectors.Similarity);
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
        RequireSome();
        return Right(similarity).Average();
    }

    /// <summary>
    /// The mean of one number per triplet, such as the difference between two of <see cref="Right(NamedVectors)"/>, and its bootstrap interval.
    /// Whole anchors are drawn, since triplets of one anchor go right or wrong together.
    /// </summary>
    /// <param name="values">One finite number for each of <see cref="Known"/>.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <exception cref="InvalidOperationException">There are no triplets.</exception>
    public ConfidenceInterval Interval(IReadOnlyList<double> values, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(values);
        RequireSome();
        Throw.IfLengthsDiffer(values.Count, nameof(values), Count, "the triplets");
        (double Sum, int Count)[] anchors = [.. _triplets.Zip(values).GroupBy(pair => pair.First.Anchor, StringComparer.Ordinal).Select(group => (group.Sum(pair => pair.Second), group.Count()))];
        return Intervals.Bootstrap(
            anchors.Length,
            drawn =>
            {
                double sum = 0;
                long count = 0;
                foreach (int anchor in drawn)
                {
                    sum += anchors[anchor].Sum;
                    count += anchors[anchor].Count;
                }

                return sum / count;
            },
            seed,
            2_000);
    }

    private double[] Right(Func<string, string, double> similarity)
    {
        double[] right = new double[_triplets.Length];
        for (int place = 0; place < right.Length; place++)
        {
            (string anchor, string positive, string negative) = _triplets[place];
            double near = similarity(anchor, positive), far = similarity(anchor, negative);
            right[place] = near > far ? 1 : near == far ? 0.5 : 0;
        }

        return right;
    }

    private void RequireSome()
    {
        if (_triplets.Length == 0)
        {
            throw new InvalidOperationException($"None of the {All} triplets has three known artists; there is nothing to judge by.");
        }
    }
}
