using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// "Explorative filtering" of paper 002 (section 1.3.2): songs that sound like what a listener plays, by their features
/// alone. It needs no other listeners and finds songs that nobody has played yet. Features are standardised; a song
/// with a missing feature (NaN) is left out, and a listener none of whose songs has all features gets popular items.
/// </summary>
public sealed class ContentNeighbors : Recommender
{
    private readonly Matrix _features;
    private readonly string[] _featureNames;
    private readonly ContentOptions _options;
    private readonly ContentSpace _space;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="features">Audio features, [items, features], items in the order of the interactions; NaN where one is missing.</param>
    /// <param name="featureNames">Each feature's name, for explanations.</param>
    /// <param name="options">Settings; by default the cosine with the listener's mean song.</param>
    /// <exception cref="ArgumentException">There are no features, not as many names as features, or an infinite number.</exception>
    public ContentNeighbors(Matrix features, IReadOnlyList<string> featureNames, ContentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(featureNames);
        Throw.IfLengthsDiffer(features.Columns, $"{nameof(features)} (columns)", featureNames.Count, nameof(featureNames));
        Throw.IfEmpty(features.Columns, nameof(featureNames));
        _options = options ?? new ContentOptions();
        _options.Check();
        foreach (int item in _options.ScaleItems ?? [])
        {
            Throw.IfOutside(item, 0, features.Rows - 1, nameof(ContentOptions.ScaleItems));
        }

        (_features, _featureNames) = (features, [.. featureNames]);
        _space = new ContentSpace(features, _options.ScaleItems);
    }

    /// <inheritdoc/>
    public override string Name => "content neighbours";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ContentNeighbors Load(string path) => RecommenderFile.Load<ContentNeighbors>(path);

    private protected override void Learn(Interactions interactions) =>
        Throw.IfLengthsDiffer(_features.Rows, "the features (rows)", interactions.ItemCount, "the items of the interactions");

    private protected override ItemScores? Score(ListenerHistory history, int? user)
    {
        List<int> liked = [];
        foreach (int item in history.Items)
        {
            if (_space.Knows(item))
            {
                liked.Add(item);
            }
        }

        if (liked.Count == 0)
        {
            return null;
        }

        double[] profile = MeanSong(history);
        double[] scores = new double[_space.Items];
        double norm = Math.Sqrt(OrderedSums.Dot(profile, profile));
        for (int item = 0; item < scores.Length; item++)
        {
            scores[item] = !_space.Knows(item) ? double.NegativeInfinity
                : _options.NearestLiked == 0 ? _space.Similarity(item, profile, norm, _options.Similarity)
                : NearestMean(item, liked);
        }

        return new Nearness(scores, this, liked, profile);
    }

    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[_space.Items];
        for (int other = 0; other < scores.Length; other++)
        {
            scores[other] = _space.Knows(item) && _space.Knows(other)
                ? _space.Similarity(other, _space.Point(item), _space.Norm(item), _options.Similarity)
                : double.NegativeInfinity;
        }

        return scores;
    }

    internal static ContentNeighbors Read(RecommenderReader file)
    {
        string[] names = file.Texts("featureNames");
        int[]? scaled = file.Flag("scaleItemsGiven") ? file.Wholes("scaleItems") : null;
        Matrix features = file.MatrixWithGaps("features", file.Interactions.ItemCount, names.Length);
        return new ContentNeighbors(features, names, new ContentOptions
        {
            Similarity = file.Choice<ContentSimilarity>("similarity"),
            NearestLiked = file.Whole("nearestLiked"),
            Scale = file.Choice<RatingScale>("scale"),
            ScaleItems = scaled,
        });
    }

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("similarity", _options.Similarity);
        file.Add("nearestLiked", _options.NearestLiked);
        file.Add("scale", _options.Scale);
        file.Add("scaleItemsGiven", _options.ScaleItems is not null);
        file.Add("scaleItems", [.. _options.ScaleItems ?? []]);
        file.Add("featureNames", _featureNames);
        file.AddWithGaps("features", _features);
    }

    private double[] MeanSong(ListenerHistory history)
    {
        double[] profile = new double[_features.Columns], ratings = Ratings.Of(history.Weights, _options.Scale);
        double weights = 0;
        for (int place = 0; place < ratings.Length; place++)
        {
            if (_space.Knows(history.Items[place]))
            {
                weights += ratings[place];
                ReadOnlySpan<double> point = _space.Point(history.Items[place]);
                for (int column = 0; column < profile.Length; column++)
                {
                    profile[column] += ratings[place] * point[column];
                }
            }
        }

        foreach (ref double value in profile.AsSpan())
        {
            value /= weights;
        }

        return profile;
    }

    private double NearestMean(int item, List<int> liked)
    {
        double[] nearest = new double[Math.Min(_options.NearestLiked, liked.Count)];
        int found = 0;
        foreach (int song in liked)
        {
            double similarity = _space.Similarity(item, _space.Point(song), _space.Norm(song), _options.Similarity);
            if (found == nearest.Length && similarity <= nearest[^1])
            {
                continue;
            }

            int place = found < nearest.Length ? found++ : nearest.Length - 1;
            for (; place > 0 && nearest[place - 1] < similarity; place--)
            {
                nearest[place] = nearest[place - 1];
            }

            nearest[place] = similarity;
        }

        return nearest.Sum() / nearest.Length;
    }

    private Explanation Explain(int item, List<int> liked, double[] profile)
    {
        Contribution[] because =
        [
            .. liked.Where(song => song != item)
                .Select(song => new Contribution(Fitted.ItemNames[song], _space.Similarity(item, _space.Point(song), _space.Norm(song), _options.Similarity)))
                .OrderByDescending(contribution => contribution.Amount),
        ];
        double[] amounts = FeatureAmounts(item, profile);
        int[] order = [.. Enumerable.Range(0, amounts.Length).OrderByDescending(column => amounts[column])];
        string[] leading =
        [
            .. order.Where(column => amounts[column] > 0).Take(3).Select(column => $"{_featureNames[column]} {Level(_space.Point(item)[column])}"),
        ];
        string songs = because.Length == 0 ? "near to your taste" : $"near to {string.Join(" and ", because.Take(2).Select(song => song.Name))}";
        string text = leading.Length == 0 ? songs : $"{songs}: {string.Join(", ", leading)}";
        return new Explanation(item, text, because, [.. order.Select(column => new Contribution(_featureNames[column], amounts[column]))]);
    }

    /// <summary>
    /// What each feature adds to the nearness of a song and the mean song: the parts of the cosine, or, for the distance, by how
    /// much the song is nearer in this feature than the average song of the catalogue (in squared standard deviations).
    /// </summary>
    private double[] FeatureAmounts(int item, double[] profile)
    {
        ReadOnlySpan<double> point = _space.Point(item);
        double norms = _space.Norm(item) * Math.Sqrt(OrderedSums.Dot(profile, profile));
        double[] amounts = new double[profile.Length];
        for (int column = 0; column < amounts.Length; column++)
        {
            double difference = point[column] - profile[column];
            amounts[column] = _options.Similarity == ContentSimilarity.Euclidean ? (profile[column] * profile[column]) - (difference * difference)
                : norms == 0 ? 0
                : point[column] * profile[column] / norms;
        }

        return amounts;
    }

    private static string Level(double deviations) => deviations switch
    {
        >= 1.5 => "very high",
        >= 0.25 => "high",
        <= -1.5 => "very low",
        <= -0.25 => "low",
        _ => "average",
    };

    private sealed class Nearness(double[] scores, ContentNeighbors owner, List<int> liked, double[] profile) : ItemScores(scores)
    {
        public override Explanation Explain(int item) => owner.Explain(item, liked, profile);
    }
}
