using System.Globalization;
using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// What a listener's neighbours say about every item: the sum of their ratings, each times the neighbour's similarity, divided by
/// the sum of all their similarities. A neighbour without the item counts as rating it 0, so an item that many share stands
/// above one that a single neighbour loves. Items that none of them has get no answer.
/// </summary>
internal sealed class NeighborVoices : ItemScores
{
    private readonly List<Neighbor> _neighbors;
    private readonly CompressedRows _ratings;
    private readonly double _similarities;

    private NeighborVoices(double[] scores, List<Neighbor> neighbors, CompressedRows ratings, double similarities)
        : base(scores) => (_neighbors, _ratings, _similarities) = (neighbors, ratings, similarities);

    /// <summary>The scores by these neighbours; null where there are none.</summary>
    public static NeighborVoices? Of(List<Neighbor> neighbors, CompressedRows ratings, int itemCount)
    {
        if (neighbors.Count == 0)
        {
            return null;
        }

        double[] scores = new double[itemCount];
        double similarities = 0;
        foreach (Neighbor neighbor in neighbors)
        {
            similarities += neighbor.Similarity;
            ReadOnlySpan<int> items = ratings.ColumnsOf(neighbor.User);
            ReadOnlySpan<double> theirs = ratings.WeightsOf(neighbor.User);
            for (int place = 0; place < items.Length; place++)
            {
                scores[items[place]] += neighbor.Similarity * theirs[place];
            }
        }

        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = scores[item] > 0 ? scores[item] / similarities : double.NegativeInfinity;
        }

        return new NeighborVoices(scores, neighbors, ratings, similarities);
    }

    public override Explanation Explain(int item)
    {
        List<Contribution> because = [];
        foreach (Neighbor neighbor in _neighbors)
        {
            int place = _ratings.ColumnsOf(neighbor.User).BinarySearch(item);
            if (place >= 0)
            {
                because.Add(new Contribution(neighbor.Name, neighbor.Similarity * _ratings.WeightsOf(neighbor.User)[place] / _similarities));
            }
        }

        because = [.. because.OrderByDescending(contribution => contribution.Amount)];
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{because.Count} of the {_neighbors.Count} most similar listeners have it, most of all listener {because[0].Name}");
        return new Explanation(item, text, because, []);
    }
}
