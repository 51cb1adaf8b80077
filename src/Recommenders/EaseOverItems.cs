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
    {
        (_ratings, _itemCount) = (ratings, itemCount);
        _weights = InverseOfProducts(ratings, ratings.Transpose(itemCount), regularization);
        float[] factors = [.. Enumerable.Range(0, itemCount).Select(item => -1 / _weights[(item * itemCount) + item])];
        ParallelLoop.For(itemCount, from =>
        {
            Span<float> row = _weights.AsSpan(from * itemCount, itemCount);
            for (int to = 0; to < row.Length; to++)
            {
                row[to] *= factors[to];
            }

            row[from] = 0;
        });
    }

    public EaseOverItems(CompressedRows ratings, int itemCount, RecommenderReader file) =>
        (_ratings, _itemCount, _weights) = (ratings, itemCount, file.Floats("weights", itemCount * itemCount));

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
}
