using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// EASE^R (Steck 2019, "Embarrassingly shallow autoencoders for sparse data"): an item's score is a weighted sum of the
/// listener's ratings of all other items, with weights B = I − P · diag(1 / P), P = (XᵀX + λI)⁻¹, that least squares give in closed
/// form. Where there are more items than users it is solved over the users instead, with the same weights:
/// P = (I − Xᵀ(XXᵀ + λI)⁻¹X) / λ takes memory for users × users, not for items × items. Numbers are floats, sums doubles.
/// </summary>
public sealed class Ease : Recommender
{
    private readonly EaseOptions _options;
    private EaseWeights? _weights;
    private double[] _inputFactors = [];
    private double[] _scoreFactors = [];

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="options">Settings; by default log plays and the paper's method.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Ease(EaseOptions? options = null)
    {
        _options = options ?? new EaseOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "EASE";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Ease Load(string path) => RecommenderFile.Load<Ease>(path);

    /// <summary>The learnt weight with which a listener's rating of item <paramref name="from"/> counts for item <paramref name="to"/>; 0 for an item and itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public double Weight(int from, int to)
    {
        Throw.IfOutside(from, 0, Fitted.ItemCount - 1);
        Throw.IfOutside(to, 0, Fitted.ItemCount - 1);
        return _weights!.WeightsTo([from], to)[0];
    }

    internal static Ease Read(RecommenderReader file) => new(new EaseOptions
    {
        Regularization = file.Number("regularization"),
        Scale = file.Choice<RatingScale>("scale"),
        ItemPower = file.Number("itemPower"),
        ScorePower = file.Number("scorePower"),
        Form = file.Choice<EaseForm>("form"),
    });

    private protected override void Learn(Interactions interactions) =>
        _weights = EaseWeights.Learn(Prepare(interactions), interactions.ItemCount, _options);

    private protected override void Restore(Interactions interactions, RecommenderReader file) =>
        _weights = EaseWeights.Read(Prepare(interactions), interactions.ItemCount, _options, file);

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("regularization", _options.Regularization);
        file.Add("scale", _options.Scale);
        file.Add("itemPower", _options.ItemPower);
        file.Add("scorePower", _options.ScorePower);
        file.Add("form", _options.Form);
        _weights!.Write(file);
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user)
    {
        double[] ratings = RatingsOf(history);
        double[] scores = user is int known ? _weights!.ScoresOfUser(known) : _weights!.Scores(history.Items, ratings);
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] *= _scoreFactors[item];
        }

        return new WeightedSum(scores, this, history, ratings);
    }

    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = _weights!.WeightsFrom(item);
        for (int other = 0; other < scores.Length; other++)
        {
            // An item without a listener has no weights.
            scores[other] = scores[other] == 0 ? double.NegativeInfinity : scores[other] * _scoreFactors[other];
        }

        return scores;
    }

    // The ratings that are learnt from, and the factors that go with them.
    private CompressedRows Prepare(Interactions interactions)
    {
        int[] listeners = interactions.UsersPerItem();
        _inputFactors = [.. listeners.Select(count => Power(count, -_options.ItemPower))];
        _scoreFactors = [.. listeners.Select(count => Power(count, _options.ScorePower))];
        CompressedRows ratings = Ratings.Of(interactions, _options.Scale);
        for (int place = 0; place < ratings.Weights.Length; place++)
        {
            ratings.Weights[place] *= _inputFactors[ratings.Columns[place]];
        }

        return ratings;
    }

    private double[] RatingsOf(ListenerHistory history)
    {
        double[] ratings = Ratings.Of(history.Weights, _options.Scale);
        for (int place = 0; place < ratings.Length; place++)
        {
            ratings[place] *= _inputFactors[history.Items[place]];
        }

        return ratings;
    }

    private static double Power(int count, double power) => power == 0 ? 1 : Elementary.Exp(power * Elementary.Log(Math.Max(1, count)));

    private sealed class WeightedSum(double[] scores, Ease owner, ListenerHistory history, double[] ratings) : ItemScores(scores)
    {
        public override Explanation Explain(int item)
        {
            double[] weights = owner._weights!.WeightsTo(history.Items, item);
            Contribution[] because =
            [
                .. weights.Select((weight, place) => (Item: history.Items[place], Amount: weight * ratings[place] * owner._scoreFactors[item]))
                    .Where(part => part.Item != item)
                    .Select(part => new Contribution(owner.Fitted.ItemNames[part.Item], part.Amount))
                    .OrderByDescending(contribution => contribution.Amount),
            ];
            return new Explanation(item, PlayedItems.Text(because), because, []);
        }
    }
}
