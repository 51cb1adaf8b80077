using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// What listeners with similar vectors of plays have (user-kNN): the cosine of ratings, or of ratings weighted by TF-IDF or BM25 so
/// that a shared rare artist tells more than a shared famous one. An item's score is the similarity-weighted mean
/// of the neighbours' ratings, 0 for those who do not have it. <see cref="PearsonNeighbors"/> is the same with Pearson's correlation.
/// </summary>
public sealed class UserNeighbors : Recommender
{
    private readonly NeighborOptions _options;
    private Vectors? _vectors;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="options">Settings; by default 100 neighbours by the cosine of log plays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public UserNeighbors(NeighborOptions? options = null)
    {
        _options = options ?? new NeighborOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "user neighbours";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static UserNeighbors Load(string path) => RecommenderFile.Load<UserNeighbors>(path);

    /// <summary>The neighbours of a listener it was fitted on, nearest first, equal ones by number; the listener is not among them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user.</exception>
    public IReadOnlyList<Neighbor> NeighborsOf(int user)
    {
        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return FindNeighbors(ListenerHistory.Of(Fitted, user), user);
    }

    /// <summary>The neighbours of a listener by their history.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The history names an unknown item.</exception>
    public IReadOnlyList<Neighbor> NeighborsOf(ListenerHistory history)
    {
        CheckHistory(history);
        return FindNeighbors(history, null);
    }

    internal static UserNeighbors Read(RecommenderReader file) => new(NeighborOptions.Read(file));

    private protected override void Learn(Interactions interactions)
    {
        CompressedRows ratings = Ratings.Of(interactions, _options.Scale);
        VectorWeighting weighting = new(ratings, interactions.ItemCount, _options);
        CompressedRows weighted = weighting.WeighAll(ratings);
        _vectors = new Vectors(ratings, weighting, weighted, weighted.Transpose(interactions.ItemCount));
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user) =>
        NeighborVoices.Of(FindNeighbors(history, user), _vectors!.Ratings, Fitted.ItemCount);

    /// <summary>Items are alike when the same listeners have them, by their weights in the listeners' vectors: the cosine.</summary>
    private protected override double[] ScoreSimilar(int item)
    {
        SparseSimilarity similarity = new(_vectors!.Weighted, Fitted.ItemCount, _options.Shrinkage);
        similarity.Compare(_vectors.ByItem.ColumnsOf(item), _vectors.ByItem.WeightsOf(item));
        double[] scores = new double[Fitted.ItemCount];
        double own = Norm(item);
        for (int other = 0; other < scores.Length; other++)
        {
            scores[other] = similarity[other] is > 0 and double product ? product / (own * Norm(other)) : double.NegativeInfinity;
        }

        return scores;
    }

    private protected override void Write(RecommenderWriter file) => _options.Write(file);

    private double Norm(int item)
    {
        double squares = 0;
        foreach (double weight in _vectors!.ByItem.WeightsOf(item))
        {
            squares += weight * weight;
        }

        return Math.Sqrt(squares);
    }

    private List<Neighbor> FindNeighbors(ListenerHistory history, int? user)
    {
        double[] weights = _vectors!.Weighting.Weigh(history.Items, Ratings.Of(history.Weights, _options.Scale));
        SparseSimilarity similarity = new(_vectors.ByItem, Fitted.UserCount, _options.Shrinkage);
        similarity.Compare(history.Items, weights);
        return
        [
            .. similarity.Best(_options.Neighbors, user)
                .Select(other => new Neighbor(other.Vector, Fitted.UserNames[other.Vector], other.Similarity, similarity.Shared(other.Vector))),
        ];
    }

    /// <summary>Ratings and weighted vectors, [users, items], and the latter turned.</summary>
    private sealed record Vectors(CompressedRows Ratings, VectorWeighting Weighting, CompressedRows Weighted, CompressedRows ByItem);
}
