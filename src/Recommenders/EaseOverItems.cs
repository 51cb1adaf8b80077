using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>The weights of <see cref="Ease"/> as they are, [items, items].</summary>
internal sealed class EaseOverItems : EaseWeights
{
    private readonly CompressedRows _ratings;
    private readonly float[] _weights;
    private readonly int _itemCount;

    public EaseOverItems(CompressedRows ratings, int itemCount, double regularization)
        : this(ratings, itemCount, WeightsOf(InverseOfProducts(ratings, ratings.Transpose(itemCount), regularization), itemCount))
    {
    }

    public EaseOverItems(CompressedRows ratings, int itemCount, RecommenderReader file)
        : this(ratings, itemCount, file.Floats("weights", itemCount * itemCount))
    {
    }

    /// <summary>Weights for listeners who are given by their ratings; the listeners of the fit are not kept.</summary>
    public EaseOverItems(int itemCount, float[] weights)
        : this(new CompressedRows([0], [], []), itemCount, weights)
    {
    }

    private EaseOverItems(CompressedRows ratings, int itemCount, float[] weights) => (_ratings, _itemCount, _weights) = (ratings, itemCount, weights);

    /// <summary>The weights for products of ratings to which something is added; the listeners of the fit are not kept.</summary>
    /// <param name="ratings">[users, items].</param>
    /// <param name="byItem">The same, [items, users].</param>
    /// <param name="regularization">λ.</param>
    /// <param name="add">Adds to row r of the products, of which it is given the numbers up to the diagonal.</param>
    public static EaseOverItems Learn(CompressedRows ratings, CompressedRows byItem, double regularization, AddToProducts add)
    {
        int itemCount = byItem.Offsets.Length - 1;
        return new EaseOverItems(itemCount, WeightsOf(InverseOfProducts(ratings, byItem, regularization, add), itemCount));
    }

    public override void Write(RecommenderWriter file) => file.Add("weights", _weights);

    public override double[] Scores(ReadOnlySpan<int> items, ReadOnlySpan<double> ratings)
    {
        double[] scores = new double[_itemCount];
        for (int place = 0; place < items.Length; place++)
        {
            ReadOnlySpan<float> row = _weights.AsSpan(items[place] * _itemCount, _itemCount);
            double rating = ratings[place];
            for (int item = 0; item < scores.Length; item++)
            {
                scores[item] += rating * row[item];
            }
        }

        return scores;
    }

    public override double[] ScoresOfUser(int user) => Scores(_ratings.ColumnsOf(user), _ratings.WeightsOf(user));

    public override double[] WeightsFrom(int item) => Array.ConvertAll(_weights[(item * _itemCount)..((item + 1) * _itemCount)], weight => (double)weight);

    public override double[] WeightsTo(ReadOnlySpan<int> from, int item)
    {
        double[] weights = new double[from.Length];
        for (int place = 0; place < from.Length; place++)
        {
            weights[place] = _weights[(from[place] * _itemCount) + item];
        }

        return weights;
    }

    // B = I − P · diag(1 / P), in the memory of P.
    private static float[] WeightsOf(float[] inverse, int itemCount)
    {
        float[] factors = [.. Enumerable.Range(0, itemCount).Select(item => -1 / inverse[(item * itemCount) + item])];
        ParallelLoop.For(itemCount, from =>
        {
            Span<float> row = inverse.AsSpan(from * itemCount, itemCount);
            for (int to = 0; to < row.Length; to++)
            {
                row[to] *= factors[to];
            }

            row[from] = 0;
        });
        return inverse;
    }
}
