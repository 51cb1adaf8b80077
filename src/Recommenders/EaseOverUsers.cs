using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// The weights of <see cref="Ease"/> by way of K = (XXᵀ + λI)⁻¹ [users, users]: λP = I − XᵀKX, whose diagonal is kept. For a
/// listener x of the fit, number u, λ·x·P is λ times row u of K·X; for another it is x − xXᵀ·K·X.
/// </summary>
internal sealed class EaseOverUsers : EaseWeights
{
    private readonly CompressedRows _ratings;
    private readonly CompressedRows _byItem;
    private readonly float[] _inverse;
    private readonly double[] _diagonal;
    private readonly double _regularization;
    private readonly int _userCount;

    public EaseOverUsers(CompressedRows ratings, int itemCount, double regularization)
    {
        (_ratings, _regularization, _userCount) = (ratings, regularization, ratings.Offsets.Length - 1);
        _byItem = ratings.Transpose(itemCount);
        _inverse = InverseOfProducts(_byItem, ratings, regularization);
        _diagonal = new double[itemCount];
        ParallelLoop.For(itemCount, item => _diagonal[item] = 1 - Square(item));
        CheckDiagonal();
    }

    public EaseOverUsers(CompressedRows ratings, int itemCount, double regularization, RecommenderReader file)
    {
        (_ratings, _regularization, _userCount) = (ratings, regularization, ratings.Offsets.Length - 1);
        _byItem = ratings.Transpose(itemCount);
        _inverse = file.Floats("inverse", _userCount * _userCount);
        _diagonal = file.Doubles("diagonal", itemCount);
        CheckDiagonal();
    }

    public override void Write(RecommenderWriter file)
    {
        file.Add("inverse", _inverse);
        file.Add("diagonal", _diagonal);
    }

    public override double[] Scores(ReadOnlySpan<int> items, ReadOnlySpan<double> ratings)
    {
        double[] overlaps = new double[_userCount];
        for (int place = 0; place < items.Length; place++)
        {
            AddItem(items[place], ratings[place], overlaps);
        }

        double[] scores = Project(Multiply(overlaps));
        Subtract(scores, items, ratings);
        return scores;
    }

    public override double[] ScoresOfUser(int user)
    {
        double[] row = new double[_userCount];
        for (int other = 0; other < row.Length; other++)
        {
            row[other] = -_regularization * _inverse[(user * _userCount) + other];
        }

        double[] scores = Project(row);
        ReadOnlySpan<int> items = _ratings.ColumnsOf(user);
        ReadOnlySpan<double> ratings = _ratings.WeightsOf(user);
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] /= _diagonal[item];
        }

        for (int place = 0; place < items.Length; place++)
        {
            scores[items[place]] += ratings[place];
        }

        return scores;
    }

    public override double[] WeightsFrom(int item)
    {
        double[] overlaps = new double[_userCount];
        AddItem(item, 1, overlaps);
        double[] weights = Project(Multiply(overlaps));
        for (int other = 0; other < weights.Length; other++)
        {
            weights[other] /= _diagonal[other];
        }

        return weights;
    }

    public override double[] WeightsTo(ReadOnlySpan<int> from, int item)
    {
        double[] overlaps = new double[_userCount];
        AddItem(item, 1, overlaps);
        double[] column = Multiply(overlaps), weights = new double[from.Length];
        for (int place = 0; place < from.Length; place++)
        {
            weights[place] = from[place] == item ? 0 : Dot(from[place], column) / _diagonal[item];
        }

        return weights;
    }

    // x·B = x − (x − s) / diagonal with s = xXᵀ·K·X, but for items that the listener does not have it is s / diagonal at once.
    private void Subtract(double[] scores, ReadOnlySpan<int> items, ReadOnlySpan<double> ratings)
    {
        for (int place = 0; place < items.Length; place++)
        {
            scores[items[place]] -= ratings[place] * (1 - _diagonal[items[place]]);
        }

        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] /= _diagonal[item];
        }
    }

    private void CheckDiagonal()
    {
        // It is a difference from 1: below this, too little of it is left in float.
        const double Smallest = 1e-4;
        int item = Array.FindIndex(_diagonal, value => !(value >= Smallest && value <= 2));
        if (item >= 0)
        {
            throw new ArithmeticException(
                $"A regularisation of {_regularization} leaves item {item} {_diagonal[item]:R} of its own in float; at least {Smallest} is needed, which a larger one gives.");
        }
    }

    private void AddItem(int item, double rating, double[] overlaps)
    {
        ReadOnlySpan<int> users = _byItem.ColumnsOf(item);
        ReadOnlySpan<double> weights = _byItem.WeightsOf(item);
        for (int place = 0; place < users.Length; place++)
        {
            overlaps[users[place]] += rating * weights[place];
        }
    }

    private double Dot(int item, double[] column)
    {
        ReadOnlySpan<int> users = _byItem.ColumnsOf(item);
        ReadOnlySpan<double> weights = _byItem.WeightsOf(item);
        double sum = 0;
        for (int place = 0; place < users.Length; place++)
        {
            sum += weights[place] * column[users[place]];
        }

        return sum;
    }

    private double Square(int item)
    {
        ReadOnlySpan<int> users = _byItem.ColumnsOf(item);
        ReadOnlySpan<double> weights = _byItem.WeightsOf(item);
        double total = 0;
        for (int place = 0; place < users.Length; place++)
        {
            ReadOnlySpan<float> row = _inverse.AsSpan(users[place] * _userCount, _userCount);
            double sum = 0;
            for (int other = 0; other < users.Length; other++)
            {
                sum += weights[other] * row[users[other]];
            }

            total += weights[place] * sum;
        }

        return total;
    }

    // K · vector; K is its own transpose.
    private double[] Multiply(double[] vector)
    {
        double[] product = new double[_userCount];
        for (int user = 0; user < vector.Length; user++)
        {
            double factor = vector[user];
            if (factor == 0)
            {
                continue;
            }

            ReadOnlySpan<float> row = _inverse.AsSpan(user * _userCount, _userCount);
            for (int other = 0; other < product.Length; other++)
            {
                product[other] += factor * row[other];
            }
        }

        return product;
    }

    // vector · X.
    private double[] Project(double[] vector)
    {
        double[] scores = new double[_byItem.Offsets.Length - 1];
        for (int user = 0; user < vector.Length; user++)
        {
            double factor = vector[user];
            ReadOnlySpan<int> items = _ratings.ColumnsOf(user);
            ReadOnlySpan<double> ratings = _ratings.WeightsOf(user);
            for (int place = 0; place < items.Length; place++)
            {
                scores[items[place]] += factor * ratings[place];
            }
        }

        return scores;
    }
}
