using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Items that share listeners with what a listener has (item-kNN; Sarwar et al. 2001, Deshpande and Karypis 2004), as the
/// library "implicit" defines it: each item keeps its most similar others, and an item's score is the sum of the listener's ratings of
/// those items that keep it, each times the similarity. Similarity is the cosine of the items' listeners, or weighted by TF-IDF or BM25.
/// </summary>
public sealed class ItemNeighbors : Recommender
{
    // A block of items shares one workspace; blocks are fixed, so that threads change nothing.
    private const int BlockSize = 256;

    private readonly NeighborOptions _options;
    private CompressedRows? _neighbors;
    private CompressedRows? _weighted;
    private CompressedRows? _byListener;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="options">Settings; by default 100 neighbours by the cosine of log plays.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public ItemNeighbors(NeighborOptions? options = null)
    {
        _options = options ?? new NeighborOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "item neighbours";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ItemNeighbors Load(string path) => RecommenderFile.Load<ItemNeighbors>(path);

    internal static ItemNeighbors Read(RecommenderReader file) => new(NeighborOptions.Read(file));

    private protected override void Learn(Interactions interactions)
    {
        int items = interactions.ItemCount;
        CompressedRows ratings = Ratings.Of(interactions, _options.Scale).Transpose(items);
        CompressedRows weighted = new VectorWeighting(ratings, interactions.UserCount, _options).WeighAll(ratings);
        CompressedRows byListener = weighted.Transpose(interactions.UserCount);
        (int Vector, double Similarity)[][] best = new (int, double)[items][];
        ParallelLoop.For(((items - 1) / BlockSize) + 1, block =>
        {
            SparseSimilarity similarity = new(byListener, items, _options.Shrinkage);
            for (int item = block * BlockSize; item < Math.Min(items, (block + 1) * BlockSize); item++)
            {
                similarity.Compare(weighted.ColumnsOf(item), weighted.WeightsOf(item));
                best[item] = similarity.Best(_options.Neighbors, item);
            }
        });
        (_neighbors, _weighted, _byListener) = (Rows(best), weighted, byListener);
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user)
    {
        double[] ratings = Ratings.Of(history.Weights, _options.Scale), scores = new double[Fitted.ItemCount];
        Array.Fill(scores, double.NegativeInfinity);
        for (int place = 0; place < ratings.Length; place++)
        {
            ReadOnlySpan<int> others = _neighbors!.ColumnsOf(history.Items[place]);
            ReadOnlySpan<double> similarities = _neighbors.WeightsOf(history.Items[place]);
            for (int index = 0; index < others.Length; index++)
            {
                ref double score = ref scores[others[index]];
                double part = ratings[place] * similarities[index];
                score = double.IsNegativeInfinity(score) ? part : score + part;
            }
        }

        return new Likeness(scores, this, history, ratings);
    }

    /// <summary>All items that share a listener, not only those that <see cref="NeighborOptions.Neighbors"/> keeps.</summary>
    private protected override double[] ScoreSimilar(int item)
    {
        SparseSimilarity similarity = new(_byListener!, Fitted.ItemCount, _options.Shrinkage);
        similarity.Compare(_weighted!.ColumnsOf(item), _weighted.WeightsOf(item));
        return [.. Enumerable.Range(0, Fitted.ItemCount).Select(other => similarity[other] is > 0 and double found ? found : double.NegativeInfinity)];
    }

    private protected override void Write(RecommenderWriter file) => _options.Write(file);

    private static CompressedRows Rows((int Vector, double Similarity)[][] best)
    {
        int[] offsets = new int[best.Length + 1], columns = new int[best.Sum(row => row.Length)];
        double[] similarities = new double[columns.Length];
        for (int row = 0; row < best.Length; row++)
        {
            int place = offsets[row];
            foreach ((int vector, double similarity) in best[row].OrderBy(other => other.Vector))
            {
                (columns[place], similarities[place++]) = (vector, similarity);
            }

            offsets[row + 1] = place;
        }

        return new CompressedRows(offsets, columns, similarities);
    }

    private sealed class Likeness(double[] scores, ItemNeighbors owner, ListenerHistory history, double[] ratings) : ItemScores(scores)
    {
        public override Explanation Explain(int item)
        {
            List<Contribution> because = [];
            for (int place = 0; place < ratings.Length; place++)
            {
                int own = history.Items[place], index = owner._neighbors!.ColumnsOf(own).BinarySearch(item);
                if (index >= 0)
                {
                    because.Add(new Contribution(owner.Fitted.ItemNames[own], ratings[place] * owner._neighbors.WeightsOf(own)[index]));
                }
            }

            because = [.. because.OrderByDescending(contribution => contribution.Amount)];
            return new Explanation(item, $"shares listeners with {string.Join(" and ", because.Take(2).Select(part => part.Name))}", because, []);
        }
    }
}
