using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>A listener like another.</summary>
/// <param name="User">The listener's number.</param>
/// <param name="Name">The listener's name.</param>
/// <param name="Similarity">Correlation after shrinkage, above 0 up to 1.</param>
/// <param name="Shared">Items that both have.</param>
public sealed record Neighbor(int User, string Name, double Similarity, int Shared);

/// <summary>
/// "Exploitative filtering" of paper 002 (section 1.3.1): what listeners with a similar taste play. Similarity is Pearson's
/// correlation of rating vectors (its eq. 1); the nearest neighbours with a positive one speak. An item's score is the sum of
/// the neighbours' ratings, each times its similarity, divided by the sum of all their similarities: a neighbour without
/// the item counts as rating it 0, so an item that many neighbours share stands above one that a single neighbour loves.
/// </summary>
public sealed class PearsonNeighbors : Recommender
{
    private readonly PearsonOptions _options;
    private CompressedRows? _ratings;
    private PearsonCorrelation? _users;
    private Lazy<PearsonCorrelation>? _items;
    private CompressedRows? _ratingsByItem;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="options">Settings; by default 50 neighbours, correlated over all items on log plays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PearsonNeighbors(PearsonOptions? options = null)
    {
        _options = options ?? new PearsonOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "Pearson neighbours";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PearsonNeighbors Load(string path) => RecommenderFile.Load<PearsonNeighbors>(path);

    /// <summary>The neighbours of a listener it was fitted on, nearest first, equal ones by number; the listener is not among them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user.</exception>
    public IReadOnlyList<Neighbor> NeighborsOf(int user)
    {
        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return FindNeighbors(ListenerHistory.Of(Fitted, user), user);
    }

    /// <summary>The neighbours of a listener by their history.</summary>
    public IReadOnlyList<Neighbor> NeighborsOf(ListenerHistory history)
    {
        CheckHistory(history);
        return FindNeighbors(history, null);
    }

    /// <summary>
    /// The rating expected of a listener for an item, on the chosen scale (Resnick et al. 1994): the listener's mean, plus the
    /// neighbours' deviations from their own means, weighted by similarity over those who have the item. Null when no neighbour
    /// has it. This predicts a rating; it is not what lists are ordered by, since one neighbour's favourite would lead them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user or item.</exception>
    public double? PredictRating(int user, int item)
    {
        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return PredictRating(ListenerHistory.Of(Fitted, user), user, item);
    }

    /// <summary>The same for a listener by their history.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public double? PredictRating(ListenerHistory history, int item)
    {
        CheckHistory(history);
        return PredictRating(history, null, item);
    }

    private protected override void Learn(Interactions interactions)
    {
        CompressedRows ratings = Ratings.Of(interactions, _options.Scale), byItem = ratings.Transpose(interactions.ItemCount);
        (_ratings, _ratingsByItem) = (ratings, byItem);
        _users = new PearsonCorrelation(ratings, byItem, interactions.ItemCount, _options.Overlap);
        _items = new Lazy<PearsonCorrelation>(() => new PearsonCorrelation(byItem, ratings, interactions.UserCount, _options.Overlap));
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user) =>
        NeighborVoices.Of(FindNeighbors(history, user), _ratings!, Fitted.ItemCount);

    private protected override double[] ScoreSimilar(int item)
    {
        (double[] correlations, int[] shared) = _items!.Value.With(_ratingsByItem!.ColumnsOf(item), _ratingsByItem.WeightsOf(item));
        return [.. correlations.Select((correlation, other) => Shrink(correlation, shared[other]) is > 0 and double similarity ? similarity : double.NegativeInfinity)];
    }

    internal static PearsonNeighbors Read(RecommenderReader file) => new(new PearsonOptions
    {
        Neighbors = file.Whole("neighbors"),
        Overlap = file.Choice<RatingOverlap>("overlap"),
        Scale = file.Choice<RatingScale>("scale"),
        Shrinkage = file.Number("shrinkage"),
        LeastShared = file.Whole("leastShared"),
    });

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("neighbors", _options.Neighbors);
        file.Add("overlap", _options.Overlap);
        file.Add("scale", _options.Scale);
        file.Add("shrinkage", _options.Shrinkage);
        file.Add("leastShared", _options.LeastShared);
    }

    private double? PredictRating(ListenerHistory history, int? user, int item)
    {
        Throw.IfOutside(item, 0, Fitted.ItemCount - 1);
        double deviations = 0, similarities = 0;
        foreach (Neighbor neighbor in FindNeighbors(history, user))
        {
            int place = _ratings!.ColumnsOf(neighbor.User).BinarySearch(item);
            if (place >= 0)
            {
                deviations += neighbor.Similarity * (_ratings.WeightsOf(neighbor.User)[place] - Mean(_ratings.WeightsOf(neighbor.User)));
                similarities += neighbor.Similarity;
            }
        }

        return similarities == 0 ? null : Mean(Ratings.Of(history.Weights, _options.Scale)) + (deviations / similarities);
    }

    private List<Neighbor> FindNeighbors(ListenerHistory history, int? user)
    {
        (double[] similarities, int[] shared) = _users!.With(history.Items, Ratings.Of(history.Weights, _options.Scale));
        for (int other = 0; other < similarities.Length; other++)
        {
            double similarity = Shrink(similarities[other], shared[other]);
            similarities[other] = similarity > 0 && other != user ? similarity : double.NegativeInfinity;
        }

        return
        [
            .. TopItems.Best<double>(similarities, [], _options.Neighbors)
                .Select(other => new Neighbor(other, Fitted.UserNames[other], similarities[other], shared[other])),
        ];
    }

    private double Shrink(double correlation, int shared) =>
        shared < _options.LeastShared ? 0 : correlation * (shared / (shared + _options.Shrinkage));

    private static double Mean(ReadOnlySpan<double> values) => values.Length == 0 ? 0 : OrderedSums.Sum(values) / values.Length;
}
