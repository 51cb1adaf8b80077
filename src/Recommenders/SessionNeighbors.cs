using System.Globalization;
using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// What stands in the sequences most like the listener's own: session-based nearest neighbours, S-KNN (Jannach and Ludewig 2017) and
/// V-SKNN (Ludewig and Jannach 2018), which gives the latest items more weight. Likeness of sequences is the number of shared items
/// divided by the root of both numbers of items (with linear weighting: the sum of the shared items' weights, divided by the number of
/// the listener's items); an item's score is the sum of the likenesses of the nearest sequences that have it.
/// </summary>
public sealed class SessionNeighbors : SequenceRecommender
{
    private readonly SessionNeighborsOptions _options;
    private double[]? _inverseFrequencies;
    private double[]? _sharedWeights;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="options">Settings; by default S-KNN with 100 neighbours.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SessionNeighbors(SessionNeighborsOptions? options = null)
    {
        _options = options ?? new SessionNeighborsOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => _options.Weighting == SessionWeighting.Linear ? "session neighbours, latest first" : "session neighbours";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SessionNeighbors Load(string path) => RecommenderFile.Load<SessionNeighbors>(path);

    internal static SessionNeighbors Read(RecommenderReader file) => new(new SessionNeighborsOptions
    {
        Neighbors = file.Whole("neighbors"),
        Weighting = file.Choice<SessionWeighting>("weighting"),
        Reach = file.Whole("reach"),
        InverseFrequency = file.Number("inverseFrequency"),
        RareSharedItems = file.Number("rareSharedItems"),
    });

    private protected override void LearnOrder(Interactions interactions)
    {
        double[] rarities = new double[interactions.ItemCount], shared = new double[interactions.ItemCount];
        for (int item = 0; item < rarities.Length; item++)
        {
            int users = interactions.UsersOf(item).Length;
            rarities[item] = users == 0 ? 0 : Elementary.Log((double)interactions.UserCount / users);
            shared[item] = _options.RareSharedItems == 0 ? 1
                : rarities[item] == 0 ? 0
                : Elementary.Exp(_options.RareSharedItems * Elementary.Log(rarities[item]));
        }

        (_inverseFrequencies, _sharedWeights) = (rarities, shared);
    }

    private protected override ItemScores? ScoreOrdered(ListenerHistory history, int? user)
    {
        List<Voice> voices = FindVoices(history, user);
        if (voices.Count == 0)
        {
            return null;
        }

        double[] scores = new double[Fitted.ItemCount];
        foreach (Voice voice in voices)
        {
            foreach (int item in Fitted.ItemsOf(voice.User))
            {
                scores[item] += voice.Amount;
            }
        }

        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = scores[item] > 0 ? scores[item] * Favour(item) : double.NegativeInfinity;
        }

        return new Votes(scores, this, voices, history);
    }

    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[Fitted.ItemCount];
        foreach (int user in Fitted.UsersOf(item))
        {
            foreach (int other in Fitted.ItemsOf(user))
            {
                scores[other]++;
            }
        }

        int own = Fitted.UsersOf(item).Length;
        return
        [
            .. scores.Select((together, other) =>
                together > 0 ? together / Math.Sqrt((double)own * Fitted.UsersOf(other).Length) : double.NegativeInfinity),
        ];
    }

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("neighbors", _options.Neighbors);
        file.Add("weighting", _options.Weighting);
        file.Add("reach", _options.Reach);
        file.Add("inverseFrequency", _options.InverseFrequency);
        file.Add("rareSharedItems", _options.RareSharedItems);
    }

    private double Favour(int item) => 1 + (_options.InverseFrequency * _inverseFrequencies![item]);

    /// <summary>The nearest sequences that have something to say, nearest first, equal ones by number.</summary>
    private List<Voice> FindVoices(ListenerHistory history, int? user)
    {
        bool isLinear = _options.Weighting == SessionWeighting.Linear;
        int[] latestFirst = LatestFirst(history);
        double[] likeness = new double[Fitted.UserCount];
        int[] latest = new int[Fitted.UserCount];
        for (int distance = 0; distance < latestFirst.Length; distance++)
        {
            int item = latestFirst[distance];
            double weight = _sharedWeights![item] * (isLinear ? latestFirst.Length - distance : 1);
            foreach (int other in Fitted.UsersOf(item))
            {
                if (likeness[other] == 0)
                {
                    latest[other] = distance;
                }

                likeness[other] += weight;
            }
        }

        for (int other = 0; other < likeness.Length; other++)
        {
            double divisor = isLinear ? (double)latestFirst.Length * latestFirst.Length : Math.Sqrt((double)latestFirst.Length * Fitted.ItemsOf(other).Length);
            likeness[other] = likeness[other] > 0 && other != user ? likeness[other] / divisor : double.NegativeInfinity;
        }

        List<Voice> voices = [];
        foreach (int other in TopItems.Best<double>(likeness, [], _options.Neighbors))
        {
            double reach = isLinear ? 1 - ((double)latest[other] / _options.Reach) : 1;
            if (reach > 0)
            {
                voices.Add(new Voice(other, likeness[other] * reach));
            }
        }

        return voices;
    }

    /// <summary>Each different item once, by its latest place, the latest first.</summary>
    private static int[] LatestFirst(ListenerHistory history)
    {
        HashSet<int> seen = [];
        List<int> order = [];
        ReadOnlySpan<int> sequence = history.Sequence;
        for (int place = sequence.Length - 1; place >= 0; place--)
        {
            if (seen.Add(sequence[place]))
            {
                order.Add(sequence[place]);
            }
        }

        return [.. order];
    }

    private Explanation Explain(int item, List<Voice> voices, ListenerHistory history)
    {
        Voice[] speaking = [.. voices.Where(voice => Fitted.ItemsOf(voice.User).BinarySearch(item) >= 0).OrderByDescending(voice => voice.Amount)];
        string[] shared =
        [
            .. LatestFirst(history).Where(own => own != item && Fitted.ItemsOf(speaking[0].User).BinarySearch(own) >= 0)
                .Take(2).Select(own => Fitted.ItemNames[own]),
        ];
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"in {speaking.Length} of the {voices.Count} sequences most like yours, most of all {Fitted.UserNames[speaking[0].User]}{(shared.Length == 0 ? "" : $", which shares {string.Join(" and ", shared)} with it")}");
        return new Explanation(
            item, text, [.. speaking.Select(voice => new Contribution(Fitted.UserNames[voice.User], voice.Amount * Favour(item)))], []);
    }

    /// <summary>A sequence like the listener's and what it adds to the score of each of its items.</summary>
    private readonly record struct Voice(int User, double Amount);

    private sealed class Votes(double[] scores, SessionNeighbors owner, List<Voice> voices, ListenerHistory history) : ItemScores(scores)
    {
        public override Explanation Explain(int item) => owner.Explain(item, voices, history);
    }
}
