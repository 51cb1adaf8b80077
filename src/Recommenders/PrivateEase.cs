using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Privacy;

namespace MusicRec.Recommenders;

/// <summary>
/// <see cref="Ease"/> whose weights tell little about any single listener, for a small ε: they are (ε, δ)-differentially private for a listener
/// with all their plays, whose taking part changes the odds of any outcome by at most e^ε, but for a chance of δ. Why that holds: from the listeners only two figures are taken (after McSherry and Mironov 2009). First, how many have
/// each item; leaving one listener out moves the counts, as a vector, by at most √L (<see cref="PrivateEaseOptions.FullCounts"/>), and each gets normal
/// noise in proportion. The items with the highest noisy counts take part. Second, XᵀX over those items, X having a listener's ratings as
/// a row of length 1; leaving one out moves it by ‖xxᵀ‖ = 1, and it gets normal noise in proportion, half the variance beside the diagonal, where each number stands twice.
/// Both together are one Gaussian mechanism (<see cref="GaussianMechanism.ForShare"/>) whose noise is the smallest that is (ε, δ)-private. All else, the
/// choice of items, the inverse, the weights, the fallback on popular items, is worked out from these two, which cannot undo it.
/// </summary>
/// <remarks>
/// What is private is the model, the file of <see cref="Release"/>; the list of a listener depends on their own plays besides, which they know.
/// <see cref="Recommender.Save"/> keeps the plays and the seed, with which the noise can be taken off again, for whoever has the data anyway.
/// The items' names are taken as public. The noise is of the generator used everywhere here: good for research, but neither proof against somebody who can
/// guess the seed nor against attacks on floating-point numbers (Mironov 2012).
/// </remarks>
public sealed class PrivateEase : Recommender
{
    private readonly PrivateEaseOptions _options;
    private readonly ulong _seed;
    private double[] _counts = [];
    private int[] _chosen = [];
    private EaseOverItems? _weights;
    private bool _isReleased;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides the noise; whoever knows it can take the noise off.</param>
    /// <param name="options">The privacy, and what it is spent on.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public PrivateEase(ulong seed, PrivateEaseOptions? options = null)
    {
        (_seed, _options) = (seed, options ?? new PrivateEaseOptions());
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "private EASE";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PrivateEase Load(string path) => RecommenderFile.Load<PrivateEase>(path);

    /// <summary>
    /// The model alone, without listeners and without the seed: what may be given away. It answers histories as this one does, saves and
    /// loads, and learns no more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted, or its ε is infinite: what it learnt from listeners stands there without noise.</exception>
    public PrivateEase Release()
    {
        if (double.IsPositiveInfinity(_options.Epsilon))
        {
            throw new InvalidOperationException($"{nameof(PrivateEaseOptions.Epsilon)} is infinite: the model holds true counts, nothing in it is private and nothing may be given away. Fit one with a finite {nameof(PrivateEaseOptions.Epsilon)}.");
        }

        PrivateEase released = new(0, _options);
        Interactions nobody = Interactions.FromIndices([], Fitted.ItemNames, [], [], []);
        (released._counts, released._chosen, released._weights, released._isReleased) = (_counts, _chosen, _weights, true);
        released.BecomeFitted(nobody);
        return released;
    }

    /// <summary>The learnt weight with which a rating of item <paramref name="from"/> counts for item <paramref name="to"/>; 0 where one of them takes no part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted.</exception>
    public double Weight(int from, int to)
    {
        Throw.IfOutside(from, 0, Fitted.ItemCount - 1);
        Throw.IfOutside(to, 0, Fitted.ItemCount - 1);
        int first = Array.BinarySearch(_chosen, from), second = Array.BinarySearch(_chosen, to);
        return first < 0 || second < 0 ? 0 : _weights!.WeightsTo([first], second)[0];
    }

    internal static PrivateEase Read(RecommenderReader file) => new(file.Seed("seed"), PrivateEaseOptions.Read(file));

    private protected override void CheckBeforeLearning(Interactions interactions)
    {
        if (_isReleased)
        {
            throw new InvalidOperationException("A released model learns no more: its seed is known. Make a new one with a seed that nobody can guess.");
        }
    }

    private protected override void Learn(Interactions interactions)
    {
        RandomStream random = new(_seed);
        _counts = NoisyStatistics.Counts(interactions, _options, random.Split(0));
        _chosen = NoisyStatistics.Choose(_counts, _options.Items);
        CompressedRows rows = NoisyStatistics.Rows(interactions, _chosen, _options.Scale);
        double deviation = _options.ProductDeviation;

        // The eigenvalues of the noise lie within ±√2·σ·√M but for a hair (Wigner), so that this much keeps the sum positive.
        double ridge = _options.Regularization + (Math.Sqrt(2.0 * _chosen.Length) * deviation);
        _weights = Solve(rows, _chosen.Length, ridge, deviation, random.Split(1));
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file)
    {
        int[] chosen = file.Wholes("chosen");
        for (int place = 0; place < chosen.Length; place++)
        {
            if (chosen[place] >= interactions.ItemCount || chosen[place] <= (place == 0 ? -1 : chosen[place - 1]))
            {
                throw file.Bad($"the chosen items must ascend and be below {interactions.ItemCount}; number {place} is {chosen[place]}.");
            }
        }

        (_counts, _chosen, _isReleased) = (file.Doubles("counts", interactions.ItemCount), chosen, file.Flag("released"));
        _weights = new EaseOverItems(chosen.Length, file.Floats("weights", checked(chosen.Length * chosen.Length)));
    }

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("seed", _seed);
        file.Add("released", _isReleased);
        _options.Write(file);
        file.Add("counts", _counts);
        file.Add("chosen", _chosen);
        _weights!.Write(file);
    }

    // The true counts would give away what the noise hides.
    private protected override PopularityOrder PopularityOf(Interactions interactions) => new(interactions, [.. _counts.Select(count => Math.Max(0, count))]);

    private protected override ItemScores? Score(ListenerHistory history, int? user)
    {
        (int[] places, double[] ratings) = NoisyStatistics.Row(history.Items, history.Weights, _chosen, _options.Scale);
        return places.Length == 0 ? null : new WeightedSum(Spread(_weights!.Scores(places, ratings)), this, places, ratings);
    }

    private protected override double[] ScoreSimilar(int item)
    {
        int place = Array.BinarySearch(_chosen, item);
        if (place < 0)
        {
            return Spread(null);
        }

        double[] weights = _weights!.WeightsFrom(place);
        weights[place] = double.NegativeInfinity;
        return Spread(weights);
    }

    private double[] Spread(double[]? ofChosen)
    {
        double[] scores = new double[_counts.Length];
        Array.Fill(scores, double.NegativeInfinity);
        for (int place = 0; place < ofChosen?.Length; place++)
        {
            scores[_chosen[place]] = ofChosen[place];
        }

        return scores;
    }

    private static EaseOverItems Solve(CompressedRows rows, int size, double ridge, double deviation, RandomStream random)
    {
        CompressedRows byItem = rows.Transpose(size);
        const int MostDoublings = 60;
        for (int doubling = 0; ; doubling++)
        {
            try
            {
                return EaseOverItems.Learn(rows, byItem, ridge, (sums, row) => NoisyStatistics.AddNoise(sums, row, deviation, random));
            }
            catch (ArithmeticException) when (doubling < MostDoublings)
            {
                ridge *= 2;
            }
        }
    }

    private sealed class WeightedSum(double[] scores, PrivateEase owner, int[] places, double[] ratings) : ItemScores(scores)
    {
        public override Explanation Explain(int item)
        {
            int to = Array.BinarySearch(owner._chosen, item);
            double[] weights = owner._weights!.WeightsTo(places, to);
            Contribution[] because =
            [
                .. weights.Select((weight, index) => (Item: owner._chosen[places[index]], Amount: weight * ratings[index]))
                    .Where(part => part.Item != item)
                    .Select(part => new Contribution(owner.Fitted.ItemNames[part.Item], part.Amount))
                    .OrderByDescending(contribution => contribution.Amount),
            ];
            return new Explanation(item, PlayedItems.Text(because), because, []);
        }
    }
}
