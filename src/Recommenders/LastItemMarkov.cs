using System.Globalization;
using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// What came next after the listener's last item in others' sequences: a Markov chain, smoothed towards popularity. The baseline that
/// networks for the next item must beat. With <see cref="LastItemMarkovOptions.Window"/> and
/// <see cref="LastItemMarkovOptions.LookBack"/> above 1 it also counts items a little later, and asks more than the last item.
/// </summary>
public sealed class LastItemMarkov : SequenceRecommender
{
    private readonly LastItemMarkovOptions _options;
    private State? _state;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="options">Settings; by default a plain first-order chain.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LastItemMarkov(LastItemMarkovOptions? options = null)
    {
        _options = options ?? new LastItemMarkovOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "last-item Markov";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LastItemMarkov Load(string path) => RecommenderFile.Load<LastItemMarkov>(path);

    internal static LastItemMarkov Read(RecommenderReader file) => new(new LastItemMarkovOptions
    {
        Window = file.Whole("window"),
        LookBack = file.Whole("lookBack"),
        Decay = file.Number("decay"),
        Smoothing = file.Number("smoothing"),
    });

    private protected override void LearnOrder(Interactions interactions)
    {
        List<int> from = [], to = [];
        List<double> counts = [];
        double[] plays = new double[interactions.ItemCount];
        double all = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<int> sequence = interactions.SequenceOf(user);
            for (int place = 0; place < sequence.Length; place++)
            {
                plays[sequence[place]]++;
                all++;
                for (int later = place + 1; later <= place + _options.Window && later < sequence.Length; later++)
                {
                    if (sequence[later] != sequence[place])
                    {
                        from.Add(sequence[place]);
                        to.Add(sequence[later]);
                        counts.Add(1.0 / (later - place));
                    }
                }
            }
        }

        int items = interactions.ItemCount;
        CompressedRows followers = CompressedRows.Build([.. from], items, [.. to], items, [.. counts], out _);
        double[] totals = new double[items];
        for (int item = 0; item < items; item++)
        {
            plays[item] /= Math.Max(1, all);
            foreach (double count in followers.WeightsOf(item))
            {
                totals[item] += count;
            }
        }

        _state = new State(followers, followers.Transpose(items), totals, plays, new PopularityOrder(interactions));
    }

    private protected override ItemScores? ScoreOrdered(ListenerHistory history, int? user)
    {
        State state = _state!;
        List<(int Item, double Share)> asked = [];
        double weight = 1, weights = 0;
        ReadOnlySpan<int> sequence = history.Sequence;
        for (int place = sequence.Length - 1; place >= 0 && asked.Count < _options.LookBack; place--)
        {
            if (state.Totals[sequence[place]] > 0)
            {
                asked.Add((sequence[place], weight));
                weights += weight;
                weight *= _options.Decay;
            }
        }

        if (asked.Count == 0)
        {
            return null;
        }

        double[] scores = new double[state.Plays.Length];
        double popular = 0;
        for (int index = 0; index < asked.Count; index++)
        {
            (int item, double own) = asked[index];
            double share = own / weights, divisor = state.Totals[item] + _options.Smoothing;
            asked[index] = (item, share / divisor);
            popular += share * _options.Smoothing / divisor;
            ReadOnlySpan<int> followers = state.Followers.ColumnsOf(item);
            ReadOnlySpan<double> counts = state.Followers.WeightsOf(item);
            for (int place = 0; place < followers.Length; place++)
            {
                scores[followers[place]] += share / divisor * counts[place];
            }
        }

        for (int item = 0; item < scores.Length; item++)
        {
            double score = scores[item] + (popular * state.Plays[item]);
            scores[item] = score > 0 ? score : double.NegativeInfinity;
        }

        return new Chances(scores, this, asked);
    }

    private protected override double[] ScoreSimilar(int item)
    {
        State state = _state!;
        double[] scores = new double[state.Plays.Length];
        foreach (CompressedRows side in new[] { state.Followers, state.Leaders })
        {
            for (int place = 0; place < side.ColumnsOf(item).Length; place++)
            {
                int other = side.ColumnsOf(item)[place];
                scores[other] += side.WeightsOf(item)[place] / Math.Sqrt(state.Plays[item] * state.Plays[other]);
            }
        }

        return [.. scores.Select(score => score > 0 ? score : double.NegativeInfinity)];
    }

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("window", _options.Window);
        file.Add("lookBack", _options.LookBack);
        file.Add("decay", _options.Decay);
        file.Add("smoothing", _options.Smoothing);
    }

    private Explanation Explain(int item, List<(int Item, double Factor)> asked)
    {
        State state = _state!;
        List<(int Item, double Count, double Amount)> leaders = [];
        foreach ((int leader, double factor) in asked)
        {
            int place = state.Followers.ColumnsOf(leader).BinarySearch(item);
            if (place >= 0)
            {
                double count = state.Followers.WeightsOf(leader)[place];
                leaders.Add((leader, count, factor * count));
            }
        }

        if (leaders.Count == 0)
        {
            return state.Popularity.Explain(item);
        }

        leaders = [.. leaders.OrderByDescending(leader => leader.Amount)];
        (int first, double times, _) = leaders[0];
        string text = _options.Window == 1
            ? string.Create(CultureInfo.InvariantCulture, $"came next after {Fitted.ItemNames[first]} {times:#,0} of {state.Totals[first]:#,0} times")
            : $"came soon after {Fitted.ItemNames[first]}";
        return new Explanation(item, text, [.. leaders.Select(leader => new Contribution(Fitted.ItemNames[leader.Item], leader.Amount))], []);
    }

    /// <param name="Followers">How often each item followed each, [items, items], and the same turned.</param>
    /// <param name="Leaders">The transpose.</param>
    /// <param name="Totals">Sums of the rows of followers.</param>
    /// <param name="Plays">Share of all plays of each item.</param>
    /// <param name="Popularity">What is said of items that never followed.</param>
    private sealed record State(CompressedRows Followers, CompressedRows Leaders, double[] Totals, double[] Plays, PopularityOrder Popularity);

    private sealed class Chances(double[] scores, LastItemMarkov owner, List<(int Item, double Factor)> asked) : ItemScores(scores)
    {
        public override Explanation Explain(int item) => owner.Explain(item, asked);
    }
}
